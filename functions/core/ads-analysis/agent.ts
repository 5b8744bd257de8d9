import type { AdsReport } from "#agents/ads-analyst.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { before, lastDays, type Span } from "#core/metric/read.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AdsAnalysisOrder } from "#schema/ads-analysis.ts";
import { CannotCompose } from "#schema/agent.ts";
import { adCampaigns } from "./campaigns.ts";
import * as Analysis from "./index.ts";
import { linksByName, readLinks } from "./links.ts";
import { proposeAll } from "./propose.ts";

/** What the analyst gets: each campaign with what it cost and brought, beside the time before. @throws CannotCompose without any */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  await readLinks();
  return transaction(async (tx) => {
    const { span, wishes } = await orderOf(tx, run.activityId ?? "");
    const comparison = before(span);
    const { campaigns: found, total, previousTotal } = await adCampaigns(tx, span, comparison);
    const links = await linksByName(tx);
    const campaigns = found.map((campaign) => {
      const link = links.get(campaign.externalId);
      return link
        ? { ...campaign, linked: { status: link.status, dailyBudgetMinor: link.dailyBudgetMinor } }
        : campaign;
    });
    if (campaigns.length === 0)
      throw new CannotCompose("The ad accounts counted no cost in the time. There is nothing to analyse.");
    const idle = campaigns.filter(({ results }) => results === 0);
    const { days: _, ...campaignGoals } = wishes;
    const budget = await budgetOf(tx);
    return {
      ...{ dateRange: span, comparisonRange: comparison, campaigns, total, previousTotal },
      campaignGoals,
      ...(budget ? { budget } : {}),
      idleCost: Math.round(idle.reduce((sum, { cost }) => sum + cost, 0) * 100) / 100,
    };
  });
}

/** Stores what was found and what to change; what an account can be told is put before people; the activity is done. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<AdsReport>): Promise<void> {
  const activityId = run.activityId ?? "";
  const { id } = await orderOf(tx, activityId);
  const { overallHealth, headline, ...found } = data;
  const result = { ...found, recommendations: await proposeAll(tx, run.id, found.recommendations) };
  await tx
    .updateTable("adsAnalyses")
    .set({
      ...{ status: "done", health: overallHealth, headline, failureMessage: null, runId: run.id },
      result: JSON.stringify(result),
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await Effect.audit("ads_analysis.finished", Analysis.subjectOf(id), { after: { health: overallHealth } });
  await Activity.finish(tx, activityId, "finish", { adsAnalysisId: id });
}

/** There is no analysis, and its activity has failed. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  if (run.activityId) {
    const { id } = await orderOf(tx, run.activityId);
    await tx
      .updateTable("adsAnalyses")
      .set({ status: "failed", failureMessage: message.slice(0, 500) })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("ads_analysis.finished", Analysis.subjectOf(id), { after: { failed: code } });
  }
  await giveUpActivity(tx, run, code, message);
}

async function budgetOf(tx: Tx) {
  const row = await tx
    .selectFrom("tenantBudgets")
    .select(["monthlyMinor", "currency", "split"])
    .where("tenantId", "=", tenant())
    .where("monthlyMinor", ">", 0)
    .orderBy("validFrom", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const shares = Object.entries(row.split as Record<string, unknown>).filter(([, share]) => typeof share === "number");
  return {
    totalMonthly: { amountMinor: row.monthlyMinor, currency: row.currency },
    shares: Object.fromEntries(shares) as Record<string, number>,
  };
}

async function orderOf(tx: Tx, activityId: string): Promise<{ id: string; span: Span; wishes: AdsAnalysisOrder }> {
  const { input } = await Activity.locked(tx, activityId);
  const { days, primaryGoal, targetCostPerResult, targetRoas, targetCtrPct } = input;
  const parsed = AdsAnalysisOrder.safeParse({ days, primaryGoal, targetCostPerResult, targetRoas, targetCtrPct });
  const wishes = parsed.data ?? AdsAnalysisOrder.parse({});
  const id = await Analysis.begin(tx, activityId, lastDays(wishes.days));
  const { startOn, endOn } = await tx
    .selectFrom("adsAnalyses")
    .select(["startOn", "endOn"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { id, wishes, span: { from: startOn, to: endOn } };
}
