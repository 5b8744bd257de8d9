import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import {
  type InsightAgent,
  InsightOrder,
  insightAgentOf,
  type RecommendationVerb,
  recommendationMachine,
} from "#schema/insight.ts";
import { after } from "#schema/machine.ts";
import { roster } from "#schema/roster.ts";
import { begin, channelOf, start } from "./order.ts";

const freshMs = 24 * 3_600_000;
const actions = { accept: "recommendation.accepted", dismiss: "recommendation.dismissed" } as const;

/**
 * Orders the analysis of a channel. Numbers older than a day are read first. @returns its id
 * @throws run.already_running; insight.not_enough_data; channel.channel_disconnected; credits.insufficient_credits; plan.plan_limit
 */
export const generate = fn(InsightOrder, async ({ connectedChannelId, period, about }) => {
  require("insight.manage", "order analyses");
  return transaction(async (tx) => {
    const channel = await channelOf(tx, connectedChannelId);
    const agent = channel && agentFor(channel.type, about);
    if (!channel || !agent) throw notFound("Channel", connectedChannelId);
    const id = await begin(tx, channel, agent, period);
    if (!id)
      throw new AppError("run.already_running", `${channel.name} is being analysed already. Wait until that is done.`);
    const isFresh = channel.type === "website" || (channel.lastSyncAt?.getTime() ?? 0) > Date.now() - freshMs;
    if (!isFresh && channel.status === "connected") {
      await Effect.job("channel__sync", { channelId: channel.id });
      return id;
    }
    const kept = await start(tx, channel, { id, agent, period });
    if (kept) throw refusal(kept, channel.name, agent);
    return id;
  });
});

/** Takes an analysis and what it advised out of view. */
export async function remove(id: string): Promise<void> {
  require("insight.manage", "remove analyses");
  await transaction(async (tx) => {
    const row = await tx
      .updateTable("channelInsights")
      .set({ deletedAt: new Date(), deletedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("deletedAt", "is", null)
      .returning(["id", "agent"])
      .executeTakeFirst();
    if (!row) throw notFound("Insight", id);
    const label = roster[row.agent as InsightAgent].label;
    await Effect.audit("insight.removed", { type: "insight", id, label }, { after: { removed: true } });
    await Effect.live("insight:updated", { id, status: "removed" });
  });
}

/** Takes up a recommendation. */
export const accept = (id: string): Promise<void> => decide(id, "accept");

/** Sets a recommendation aside. */
export const dismiss = (id: string): Promise<void> => decide(id, "dismiss");

async function decide(id: string, verb: RecommendationVerb): Promise<void> {
  require("insight.manage", "decide about recommendations");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    const status = after(recommendationMachine, row.status, verb, row.title);
    await tx
      .updateTable("channelRecommendations")
      .set({ status, decidedBy: reference(), decidedAt: new Date() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    const subject = { type: "recommendation", id, label: row.title };
    await Effect.audit(actions[verb], subject, { before: { status: row.status }, after: { status } });
    await Effect.live("insight:updated", { id: row.channelInsightId, status: "done" });
  });
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("channelRecommendations as r")
    .innerJoin("channelInsights as i", (on) =>
      on.onRef("i.tenantId", "=", "r.tenantId").onRef("i.id", "=", "r.channelInsightId"),
    )
    .select(["r.title", "r.status", "r.channelInsightId"])
    .where("r.tenantId", "=", tenant())
    .where("r.id", "=", id)
    .where("i.deletedAt", "is", null)
    .forUpdate("r")
    .executeTakeFirst();
  if (!row) throw notFound("Recommendation", id);
  return { ...row, status: row.status as "open" | "accepted" | "dismissed" };
}

function agentFor(type: string, about: InsightOrder["about"]): InsightAgent | undefined {
  if (about === "channel") return insightAgentOf[type];
  return type === "google_analytics" ? "landing-page-insights" : undefined;
}

function refusal(kept: NonNullable<Awaited<ReturnType<typeof start>>>, name: string, agent: InsightAgent): AppError {
  if (kept === "not_enough_data")
    return new AppError(
      "insight.not_enough_data",
      `There are not enough numbers of ${name} yet: an analysis needs 14 days of them, that of a site a crawl.`,
    );
  if (kept === "unread")
    return new AppError("channel.channel_disconnected", `${name} cannot be read. Connect it again, then try again.`);
  if (kept === "insufficient_credits")
    return new AppError("credits.insufficient_credits", "An analysis costs a credit, and there is none left.");
  if (kept === "plan") return new AppError("plan.plan_limit", "This analysis comes with a larger plan.");
  return new AppError("request.illegal_transition", `${roster[agent].label} cannot work now (${kept}).`);
}
