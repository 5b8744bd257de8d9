import * as Effect from "#core/effect/index.ts";
import { forbids, order as orderRun } from "#core/run/order.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { AppError, type ErrorCode } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import {
  type InsightAgent,
  type InsightPeriod,
  type InsightStatus,
  insightAgentOf,
  insightMachine,
} from "#schema/insight.ts";
import { after } from "#schema/machine.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import { materialOf } from "./material.ts";

const weekMs = 7 * 86_400_000 - 3_600_000;

interface Channel {
  id: string;
  type: string;
  name: string;
  status: string;
  lastSyncAt: Date | null;
  syncErrorCode: string | null;
}

/** An analysis that waits for its numbers. @returns its id; undefined while one of the channel is at work */
export async function begin(
  tx: Tx,
  { id: channelId, name }: { id: string; name: string },
  agent: InsightAgent,
  period: InsightPeriod,
): Promise<string | undefined> {
  const row = await tx
    .insertInto("channelInsights")
    .values({ tenantId: tenant(), id: newId("channelInsight"), channelId, agent, period, status: "pending" })
    .onConflict((conflict) =>
      conflict
        .columns(["tenantId", "channelId", "agent"])
        .where("status", "in", ["pending", "generating"])
        .where("deletedAt", "is", null)
        .doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  if (!row) return undefined;
  await Effect.audit("insight.requested", { type: "insight", id: row.id, label: name }, { after: { agent, period } });
  await Effect.live("insight:updated", { id: row.id, status: "pending" });
  return row.id;
}

/** Lets the analyses of a channel go on that wait for its numbers, now that somebody looked for them. */
export async function goOn(channelId: string): Promise<void> {
  await transaction(async (tx) => {
    const channel = await channelOf(tx, channelId);
    if (!channel) return;
    const waiting = await tx
      .selectFrom("channelInsights")
      .select(["id", "agent", "period"])
      .where("tenantId", "=", tenant())
      .where("channelId", "=", channelId)
      .where("status", "=", "pending")
      .where("deletedAt", "is", null)
      .execute();
    for (const { id, agent, period } of waiting)
      await start(tx, channel, { id, agent: agent as InsightAgent, period: period as InsightPeriod });
  });
}

/**
 * Hands an analysis that waits to its agent. Too few numbers cost nothing. What keeps the agent from working ends the analysis.
 * @returns what keeps it, or null
 */
export async function start(
  tx: Tx,
  channel: Channel,
  insight: { id: string; agent: InsightAgent; period: InsightPeriod },
): Promise<BlockedReason | ErrorCode | "not_enough_data" | "unread" | null> {
  const move = async (verb: "generate" | "lack" | "fail", errorCode: string | null) => {
    const status: InsightStatus = after(insightMachine, "pending", verb, "The analysis");
    await tx
      .updateTable("channelInsights")
      .set({ status, errorCode })
      .where("tenantId", "=", tenant())
      .where("id", "=", insight.id)
      .execute();
    await Effect.live("insight:updated", { id: insight.id, status });
    if (verb === "fail")
      await Effect.audit(
        "insight.failed",
        { type: "insight", id: insight.id, label: channel.name },
        { after: { errorCode } },
      );
  };
  if (channel.type !== "website" && (channel.status !== "connected" || !channel.lastSyncAt)) {
    await move("fail", channel.syncErrorCode ?? "channel_disconnected");
    return "unread";
  }
  if (!(await materialOf(tx, { ...insight, channel }))) {
    await move("lack", null);
    return "not_enough_data";
  }
  const subject = { type: "channel_insight", id: insight.id };
  const work = { agent: insight.agent, subject, version: 1, priority: "low" } as const;
  const blocked = await orderRun(tx, work).catch((error: unknown) => {
    if (error instanceof AppError) return error.code;
    throw error;
  });
  await move(blocked ? "fail" : "generate", blocked);
  return blocked;
}

/** Orders the analysis of each channel that has one every week and had none for a week. */
export async function weekly(now: Date): Promise<void> {
  const sites: string[] = [];
  await transaction(async (tx) => {
    const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
    if (!reaches(plan as Plan, "pro")) return;
    const rows = await tx
      .selectFrom("connectedChannels as c")
      .select(["c.id", "c.type", "c.name", "c.settings"])
      .where("c.tenantId", "=", tenant())
      .where("c.status", "=", "connected")
      .where("c.deletedAt", "is", null)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("channelInsights as i")
              .select("i.id")
              .whereRef("i.tenantId", "=", "c.tenantId")
              .whereRef("i.channelId", "=", "c.id")
              .where("i.createdAt", ">=", new Date(now.getTime() - weekMs)),
          ),
        ),
      )
      .execute();
    for (const row of rows) {
      const agent = insightAgentOf[row.type];
      const { weeklyInsights } = row.settings as { weeklyInsights?: boolean };
      if (!agent || !weeklyInsights) continue;
      const begun = await begin(tx, row, agent, "last_3_months");
      const pages = row.type === "google_analytics" && (await begin(tx, row, "landing-page-insights", "last_3_months"));
      if (!begun && !pages) continue;
      if (row.type === "website") sites.push(row.id);
      else await Effect.job("channel__sync", { channelId: row.id }, { priority: 10 });
    }
  });
  for (const id of sites) await goOn(id);
}

/** The site was read anew: what its pages show is judged anew, where that may be. */
export async function afterCrawl(channelId: string): Promise<void> {
  await transaction(async (tx) => {
    const channel = await channelOf(tx, channelId);
    if (channel?.type !== "website" || (await forbids(tx, "website-insights"))) return;
    const id = await begin(tx, channel, "website-insights", "last_1_month");
    if (id) await start(tx, channel, { id, agent: "website-insights", period: "last_1_month" });
  });
}

/** A channel of the tenant, or undefined. */
export async function channelOf(tx: Tx, id: string): Promise<Channel | undefined> {
  return tx
    .selectFrom("connectedChannels")
    .select(["id", "type", "name", "status", "lastSyncAt", "syncErrorCode"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
}
