import * as Effect from "#core/effect/index.ts";
import { compared, dayAfter, lastDays, measuredChannels, type Span } from "#core/metric/read.ts";
import * as Paging from "#core/page/index.ts";
import { forbids, order } from "#core/run/order.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import {
  type AnomalyAlert,
  type AnomalyFilter,
  type AnomalyStatus,
  type AnomalyVerb,
  anomalyMachine,
} from "#schema/anomaly.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import type { Page } from "#schema/page.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import { flagsOf, type Period } from "./rules.ts";

const lengths: Record<Period, number> = { daily: 1, weekly: 7, monthly: 28 };
const flagsMax = 50;
const actions = { acknowledge: "anomaly.acknowledged", dismiss: "anomaly.dismissed" } as const;

/** Looks through the numbers of the last day, week or month now. @returns how many are unusual @throws plan.plan_limit */
export async function request({ period }: { period: Period }): Promise<number> {
  require("insight.manage", "look for unusual numbers");
  return transaction(async (tx) => {
    if ((await forbids(tx, "anomaly-detector")) === "plan")
      throw new AppError("plan.plan_limit", "Unusual numbers are found from the pro plan on. Change the plan first.");
    return detect(tx, period, new Date());
  });
}

/** What is due by the plan: every Monday the week, from the agency plan on also every day. */
export async function detectDue(now: Date): Promise<void> {
  await transaction(async (tx) => {
    const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
    if (!reaches(plan as Plan, "pro")) return;
    if (now.getUTCDay() === 1) await detect(tx, "weekly", now);
    if (reaches(plan as Plan, "agency")) await detect(tx, "daily", now);
  });
}

/**
 * Keeps every number that moved further than is usual and has them explained. What was flagged for a time already stays as it is.
 * @returns how many are new
 */
async function detect(tx: Tx, period: Period, now: Date): Promise<number> {
  const span: Span = lastDays(lengths[period], now);
  const periodStart = period === "daily" ? span.from : dayAfter(span.to, 1 - lengths[period]);
  const ids: string[] = [];
  for (const channel of await measuredChannels(tx))
    for (const flag of flagsOf(channel.type, await compared(tx, channel, span), period)) {
      if (ids.length >= flagsMax) break;
      const row = await tx
        .insertInto("anomalyAlerts")
        .values({
          ...{
            tenantId: tenant(),
            id: newId("anomalyAlert"),
            channel: channel.type,
            period,
            periodStart,
            narrative: "",
          },
          ...{ ...flag, status: "open" },
        })
        .onConflict((conflict) =>
          conflict.columns(["tenantId", "metric", "channel", "period", "periodStart"]).doNothing(),
        )
        .returning("id")
        .executeTakeFirst();
      if (!row) continue;
      ids.push(row.id);
      const label = `${channel.name}: ${flag.metric.replaceAll("_", " ")}`;
      const { direction, changePct, severity } = flag;
      await Effect.audit(
        "anomaly.raised",
        { type: "anomaly", id: row.id, label },
        { after: { direction, changePct, severity } },
      );
    }
  const [first] = ids;
  if (!first) return 0;
  await Effect.live("anomaly:created", { id: first, status: "open" });
  const work = {
    agent: "anomaly-detector",
    subject: { type: "anomaly_alert", id: first },
    version: 1,
    priority: "low",
  } as const;
  // Without an explanation people are told what was counted.
  if (await order(tx, work)) await tell(tx, ids);
  return ids.length;
}

/** Tells people of unusual numbers: the critical ones with urgency, those that are good news not at all. */
export async function tell(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom("anomalyAlerts")
    .select(["id", "metric", "channel", "changePct", "direction", "severity", "narrative", "suggestedAction"])
    .where("tenantId", "=", tenant())
    .where("id", "in", [...ids])
    .where("status", "=", "open")
    .where("severity", "!=", "info")
    .orderBy("id")
    .execute();
  for (const { id, metric, channel, changePct, direction, severity, narrative: said, suggestedAction } of rows) {
    const narrative = suggestedAction ? `${said} To look at today: ${suggestedAction}` : said;
    const change = `${Math.abs(Number(changePct))} %`;
    const words = {
      metric: metric.replaceAll("_", " "),
      channel: channel.replaceAll("_", " "),
      change,
      direction,
      narrative,
    };
    await Effect.notify("anomaly.alert", { type: "anomaly", id }, words, severity === "critical" ? "high" : "medium");
  }
}

/** Unusual numbers, newest first. */
export async function list({ limit, cursor, status, severity }: AnomalyFilter): Promise<Page<AnomalyAlert>> {
  require("insight.read", "see unusual numbers");
  const scope = JSON.stringify(["anomalies", tenant(), status, severity]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await tx
      .selectFrom("anomalyAlerts")
      .selectAll()
      .where("tenantId", "=", tenant())
      .$if(status !== undefined, (some) => some.where("status", "=", status ?? "open"))
      .$if(severity !== undefined, (some) => some.where("severity", "=", severity ?? "info"))
      .$if(position !== undefined, (some) => some.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    return { items: page.rows.map(shape), nextCursor: page.nextCursor };
  });
}

/** Somebody has seen it. */
export const acknowledge = (id: string): Promise<void> => decide(id, "acknowledge");

/** It means nothing. */
export const dismiss = (id: string): Promise<void> => decide(id, "dismiss");

async function decide(id: string, verb: AnomalyVerb): Promise<void> {
  require("insight.manage", "decide about unusual numbers");
  await transaction(async (tx) => {
    const row = await tx
      .selectFrom("anomalyAlerts")
      .select(["status", "metric"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw notFound("Anomaly", id);
    const status = after(anomalyMachine, row.status as AnomalyStatus, verb, "The alert");
    await tx
      .updateTable("anomalyAlerts")
      .set({ status, decidedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    const subject = { type: "anomaly", id, label: row.metric };
    await Effect.audit(actions[verb], subject, { before: { status: row.status }, after: { status } });
    await Effect.live("anomaly:created", { id, status });
  });
}

type Row = Awaited<ReturnType<typeof anomalies>>[number];
const anomalies = (tx: Tx) => tx.selectFrom("anomalyAlerts").selectAll().execute();

function shape(row: Row): AnomalyAlert {
  return {
    ...{ id: row.id, metric: row.metric, channel: row.channel, periodStart: row.periodStart },
    period: row.period as AnomalyAlert["period"],
    ...{ currentValue: Number(row.currentValue), previousValue: Number(row.previousValue) },
    changePct: Number(row.changePct),
    direction: row.direction as AnomalyAlert["direction"],
    severity: row.severity as AnomalyAlert["severity"],
    ...{ narrative: row.narrative, likelyCauses: row.likelyCauses, suggestedAction: row.suggestedAction },
    status: row.status as AnomalyAlert["status"],
    ...{ decidedBy: row.decidedBy, runId: row.runId, createdAt: Paging.iso(row.createdAt) },
  };
}
