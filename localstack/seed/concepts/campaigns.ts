import { openStage } from "#core/campaign/decide.ts";
import { own } from "#core/campaign/own.ts";
import type { DemoCampaign } from "#localstack/demo/reach/shape.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { date } from "./days.ts";

const measuredDaysMax = 28;

/** A campaign with all that was said and measured of it; one before the agency waits there to be decided. */
export async function plantCampaign(
  tx: Tx,
  { id: tenantId, currency }: { id: string; currency: string },
  plan: DemoCampaign,
): Promise<void> {
  const campaignId = newId("campaign");
  const { type, name, goal, channels, status, budgetMinor } = plan;
  const results = resultsOf(plan);
  await tx
    .insertInto("campaigns")
    .values({
      ...{ tenantId, id: campaignId, type, name, goal, channels, status, budgetMinor },
      ...{ currency: budgetMinor === null ? null : currency, startsOn: date(plan.from), endsOn: date(plan.to) },
      brief: plan.brief ? JSON.stringify(plan.brief) : null,
      ...(type === "paid_ads" && status === "active" && budgetMinor !== null
        ? {
            spentMinor: results.reduce((sum, row) => sum + row.spentMinor, 0),
            spendSyncedAt: new Date(),
            spendMarks: [80],
          }
        : {}),
    })
    .execute();
  for (const { definition, ...audience } of plan.audiences)
    await tx
      .insertInto("campaignAudiences")
      .values({
        ...{ tenantId, id: newId("campaignAudience"), campaignId, ...audience },
        ...{ definition: JSON.stringify(definition), source: "agent" },
      })
      .execute();
  for (const [at, message] of plan.messages.entries())
    await tx
      .insertInto("campaignMessages")
      .values({ tenantId, id: newId("campaignMessage"), campaignId, stepOrder: at + 1, ...message })
      .execute();
  for (const row of results)
    await tx
      .insertInto("campaignResults")
      .values({ tenantId, id: newId("campaignResult"), campaignId, ...row })
      .execute();
  await plantTerms(tx, tenantId, campaignId, plan);
  if (status === "active") await plantChanges(tx, tenantId, campaignId);
  if (status === "dm_review") await openStage(tx, await own(tx, campaignId), "dm", reference());
}

/** What came of it on each day that it ran. */
function resultsOf({ results, from }: DemoCampaign) {
  const days = Array.from({ length: Math.min(measuredDaysMax, Math.max(0, -from)) }, (_, at) => at + 1);
  return results.flatMap(({ kind, id: externalId, name, day }) =>
    days.map((before) => {
      const [reached = 0, answered = 0, won = 0, spentMinor = 0] = day;
      const swing = 1 + ((before * 7) % 5) / 20;
      return {
        ...{ kind, externalId, name, measuredOn: date(-before) },
        ...{ reached: Math.round(reached * swing), answered: Math.round(answered * swing) },
        ...{ won: Math.round(won * swing), spentMinor: Math.round(spentMinor * swing) },
      };
    }),
  );
}

async function plantTerms(tx: Tx, tenantId: string, campaignId: string, { terms }: DemoCampaign): Promise<void> {
  for (const { term, adGroup, figures, verdict, why } of terms) {
    const reportId = newId("searchTermReport");
    const [impressions = 0, clicks = 0, costMinor = 0, conversions = 0] = figures;
    await tx
      .insertInto("searchTermReports")
      .values({
        ...{ tenantId, id: reportId, campaignId, searchTerm: term, adGroup, syncOn: date(-1) },
        ...{ impressions, clicks, costMinor, conversions },
      })
      .execute();
    await tx
      .insertInto("searchTermClassifications")
      .values({
        ...{ tenantId, id: newId("searchTermClassification"), campaignId, searchTermReportId: reportId },
        ...{ classification: verdict, rationale: why, confidence: 0.86 },
        matchType: verdict.startsWith("add_") ? "phrase" : null,
      })
      .execute();
  }
}

// What was applied a week ago, so that nothing waits for figures which nobody reads here.
async function plantChanges(tx: Tx, tenantId: string, campaignId: string): Promise<void> {
  const batchId = newId("recommendationBatch");
  await tx
    .insertInto("recommendationBatches")
    .values({ tenantId, id: batchId, campaignId, agent: "meta-ads-optimizer", status: "applied", windowDays: 14 })
    .execute();
  await tx
    .insertInto("campaignRecommendations")
    .values({
      ...{ tenantId, id: newId("campaignRecommendation"), batchId, action: "change_budget", kind: "budget" },
      ...{
        externalId: "m-77",
        title: "More a day for the roastery in pictures",
        fromValue: "$20.00",
        toValue: "$23.00",
      },
      why: "It wins at two thirds of the cost that the campaign allows.",
      expectedEffect: "One more subscription in two days at the same cost each.",
      evidence: ["13 won for $287 in 14 days", "Shown 1.4 times a person"],
      ...{ confidence: "medium", risk: "low", status: "applied" },
    })
    .execute();
}
