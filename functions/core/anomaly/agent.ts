import type { AnomalyReport } from "#agents/anomaly-detector.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Effect from "#core/effect/index.ts";
import { dayAfter } from "#core/metric/read.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type AnomalyPeriod, type AnomalyStatus, anomalyMachine } from "#schema/anomaly.ts";
import { notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { tell } from "./index.ts";

const flagsMax = 50;
const lengths: Record<(typeof AnomalyPeriod.options)[number], number> = { daily: 1, weekly: 7, monthly: 28 };

/** What the detector gets: the numbers of one time that moved further than usual and were not explained yet. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const rows = await flagged(tx, run.subjectId ?? "");
    const [first] = rows;
    if (!first) throw notFound("Anomaly", run.subjectId ?? "");
    const period = first.period as keyof typeof lengths;
    return {
      reportPeriod: period,
      periodStart: first.periodStart,
      periodEnd: dayAfter(first.periodStart, lengths[period] - 1),
      flaggedMetrics: rows.map((row) => ({
        ...{ metricName: row.metric, channel: row.channel, direction: row.direction, severity: row.severity },
        ...{ currentValue: Number(row.currentValue), previousValue: Number(row.previousValue) },
        ...{ changePct: Number(row.changePct), threshold: Number(row.threshold) },
      })),
    };
  });
}

/** Explains the alerts: numbers and severity stay those that were counted. What means nothing is set aside. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<AnomalyReport>): Promise<void> {
  const rows = await flagged(tx, run.subjectId ?? "");
  for (const alert of data.alerts) {
    const row = rows.find(({ metric, channel }) => metric === alert.metricName && channel === alert.channel);
    if (!row) continue;
    const status = row.status as AnomalyStatus;
    const isNothing = !alert.isSignificant && row.severity === "info" && status === "open";
    await tx
      .updateTable("anomalyAlerts")
      .set({
        ...{ narrative: alert.narrative, likelyCauses: alert.likelyCauses, runId: run.id },
        suggestedAction: alert.suggestedAction ?? null,
        ...(isNothing
          ? { status: after(anomalyMachine, status, "dismiss", "The alert"), decidedBy: "agent:anomaly-detector" }
          : {}),
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", row.id)
      .execute();
    await Effect.live("anomaly:created", { id: row.id, status: isNothing ? "dismissed" : status });
  }
  await tell(
    tx,
    rows.map(({ id }) => id),
  );
}

/** Without an explanation people are told what was counted. */
export async function giveUp(tx: Tx, run: Failed): Promise<void> {
  const rows = await flagged(tx, run.subjectId ?? "");
  await tell(
    tx,
    rows.map(({ id }) => id),
  );
}

/** The alerts of the subject's time that nobody has explained. */
async function flagged(tx: Tx, subjectId: string) {
  const subject = await tx
    .selectFrom("anomalyAlerts")
    .select(["period", "periodStart"])
    .where("tenantId", "=", tenant())
    .where("id", "=", subjectId)
    .executeTakeFirst();
  if (!subject) return [];
  return tx
    .selectFrom("anomalyAlerts")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("period", "=", subject.period)
    .where("periodStart", "=", subject.periodStart)
    .where("narrative", "=", "")
    .orderBy("id")
    .limit(flagsMax)
    .execute();
}
