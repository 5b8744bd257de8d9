import type { Failed } from "#agents/descriptor/index.ts";
import type { Proposals } from "#agents/descriptor/optimizer.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { order } from "#core/run/order.ts";
import type { Product } from "#core/run/outcomes.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { guardrails, OptimiserOrder } from "#schema/campaign-results.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { roster } from "#schema/roster.ts";
import { type Own, own } from "./own.ts";
import { batch, keepChanges, moveBatch, openStage, setBatch } from "./recommend.ts";
import { measure, things } from "./results.ts";

type Optimiser = OptimiserOrder["agent"];

/** Which campaigns each looks at. */
const typesOf: Record<Optimiser, readonly Own["type"][]> = {
  "meta-ads-optimizer": ["paid_ads"],
  "linkedin-ads-optimizer": ["paid_ads"],
  "seo-outreach-optimizer": ["seo_outreach", "email_outreach"],
  "review-campaign-optimizer": ["review_generation"],
};

/** The optimisers that have something to look at in a campaign. */
export function optimisersOf({ type, channels }: Pick<Own, "type" | "channels">): Optimiser[] {
  const fits = (agent: Optimiser) =>
    typesOf[agent].includes(type) &&
    (agent !== "meta-ads-optimizer" || channels.includes("meta_ads")) &&
    (agent !== "linkedin-ads-optimizer" || channels.includes("linkedin_ads"));
  return (Object.keys(typesOf) as Optimiser[]).filter(fits);
}

/** Has changes to a campaign at work looked for. @returns the batch's id */
export async function run(campaignId: string, input: { agent: Optimiser; windowDays?: number }): Promise<string> {
  require("campaign.decide_dm", "have changes looked for");
  const { agent, windowDays } = OptimiserOrder.parse(input);
  return transaction((tx) => orderBatch(tx, campaignId, agent, windowDays));
}

/**
 * Orders a look at a campaign, one at a time. @returns the batch's id
 * @throws run.already_running, plan.plan_limit, credits.insufficient_credits, request.illegal_transition
 */
export async function orderBatch(tx: Tx, campaignId: string, agent: Optimiser, windowDays: number): Promise<string> {
  const row = await own(tx, campaignId, false);
  const refuse = (why: string) => new AppError("request.illegal_transition", why);
  if (!optimisersOf(row).includes(agent))
    throw refuse(`The ${roster[agent].label} has nothing to look at in this campaign.`);
  const { label, minPlan } = roster[agent];
  const demandAlone = async (most: number) => {
    if ((await preparing(tx, campaignId)) > most)
      throw new AppError("run.already_running", "Changes are being looked for; wait until that is done.");
  };
  await demandAlone(0);
  const id = newId("recommendationBatch");
  await tx
    .insertInto("recommendationBatches")
    .values({ tenantId: tenant(), id, campaignId, agent, windowDays })
    .execute();
  const blocked = await order(tx, { agent, subject: { type: "recommendation_batch", id }, version: 1 });
  if (blocked === "plan") throw new AppError("plan.plan_limit", `The ${label} comes with the ${minPlan} plan.`);
  if (blocked === "insufficient_credits")
    throw new AppError("credits.insufficient_credits", `There are not enough credits for the ${label}.`);
  if (blocked) throw refuse(`The ${label} cannot work now (${blocked}).`);
  // Who orders at the same moment has waited for the balance, and sees the other's batch now.
  await demandAlone(1);
  return id;
}

async function preparing(tx: Tx, campaignId: string): Promise<number> {
  const rows = await tx
    .selectFrom("recommendationBatches")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("status", "=", "preparing")
    .execute();
  return rows.length;
}

/** What an optimiser gets: the campaign, what was measured in the window, and how far it may go. */
export async function load(claimed: ClaimedRun): Promise<Record<string, unknown>> {
  const found = await transaction((tx) => batch(tx, claimed.subjectId ?? ""));
  const campaignId = found.campaignId ?? "";
  await measure(claimed.agent, campaignId, found.windowDays);
  return transaction(async (tx) => {
    const row = await own(tx, campaignId, false);
    return {
      ...{ campaignId: row.id, campaignName: row.name, goal: row.goal, windowDays: found.windowDays },
      entities: (await things(tx, row, found.windowDays)).slice(0, 300),
      ...(row.budgetMinor === null ? {} : { budgetMinor: row.budgetMinor, currency: row.currency }),
      guardrails,
    };
  });
}

/** Keeps the proposals for the agency to decide together; without any, the reason. */
export async function store(tx: Tx, claimed: ClaimedRun, { data, warnings }: Product<Proposals>): Promise<void> {
  const found = await batch(tx, claimed.subjectId ?? "");
  if (found.status !== "preparing") return;
  const row = await own(tx, found.campaignId ?? "", false);
  const about = { type: "recommendation_batch", id: found.id, label: row.name };
  await setBatch(tx, found.id, { runId: claimed.id });
  if (data.recommendations.length === 0) {
    const reason = (warnings[0] ?? "The figures decide nothing.").slice(0, 500);
    await moveBatch(tx, found, "find_nothing", { reason });
    await Effect.audit("recommendation.proposed", about, { after: { recommendations: 0 } });
    return;
  }
  await keepChanges(tx, found.id, data.recommendations);
  const proposed = await moveBatch(tx, found, "propose");
  await Effect.audit("recommendation.proposed", about, { after: { recommendations: data.recommendations.length } });
  await openStage(tx, proposed, "dm", `agent:${claimed.id}`);
}

/** The look failed; the next week takes another. */
export async function giveUp(tx: Tx, failed: Failed, _code: string, message: string): Promise<void> {
  if (!failed.subjectId) return;
  const found = await batch(tx, failed.subjectId);
  if (found.status === "preparing") await moveBatch(tx, found, "fail", { reason: message.slice(0, 500) });
}
