import type { Answer } from "#schema/agent.ts";
import type { AdsInput, AdsReport } from "../ads-analyst.ts";
import { cut } from "./wording.ts";

type Campaign = AdsInput["campaigns"][number];
type Performer = AdsReport["topPerformers"][number];
type Recommendation = AdsReport["recommendations"][number];

/** Fewer clicks than that have shown nothing yet. */
const clicksMin = 50;
const shownMax = 3;
const criticalShare = 0.3;
const attentionShare = 0.1;
const dearer = 1.2;
const fifth = 20;

/** What the numbers of the campaigns say by themselves, and the changes that follow from them. */
export function composeAnalysis(input: AdsInput): Answer<AdsReport> {
  const { campaigns, total, previousTotal, idleCost, campaignGoals } = input;
  const rated = campaigns
    .filter(({ costPerResult }) => costPerResult !== null)
    .toSorted((a, b) => (a.costPerResult ?? 0) - (b.costPerResult ?? 0));
  const idle = campaigns.filter(({ results, clicks }) => results === 0 && clicks >= clicksMin);
  const young = campaigns.filter(({ results, clicks }) => results === 0 && clicks < clicksMin);
  const top = rated.slice(0, Math.min(shownMax, Math.ceil(rated.length / 2)));
  const bottom = [...idle, ...rated.toReversed().filter((one) => !top.includes(one))].slice(0, shownMax);
  const data: AdsReport = {
    overallHealth: healthOf(input),
    headline: headlineOf(input),
    topPerformers: top.map((campaign) =>
      performer(
        campaign,
        "costPerResult",
        `A result costs ${campaign.costPerResult} here, the least of all with results.`,
      ),
    ),
    bottomPerformers: bottom.map((campaign) =>
      campaign.results === 0
        ? performer(campaign, "cost", `It had ${campaign.clicks} clicks and brought no result.`)
        : performer(
            campaign,
            "costPerResult",
            `A result costs ${campaign.costPerResult} here, more than in the others.`,
          ),
    ),
    wastedSpend: {
      amount: idleCost,
      causes: [
        ...idle.slice(0, 3).map(({ name, clicks }) => `${cut(name, 120)}: ${clicks} clicks without a result`),
        ...young.slice(0, 2).map(({ name }) => `${cut(name, 120)}: too few clicks to judge it yet`),
      ],
    },
    recommendations: recommendationsOf(input, { top, bottom, idle }),
  };
  const noGoal = campaignGoals.targetCostPerResult === undefined;
  const warnings = noGoal ? ["No target cost of a result is set: campaigns are judged against each other."] : [];
  return {
    data,
    citations: [],
    warnings:
      total.cost > 0 && previousTotal.cost === 0
        ? [...warnings, "There is nothing earlier to compare with."]
        : warnings,
  };
}

function healthOf({ total, previousTotal, idleCost, campaignGoals }: AdsInput): AdsReport["overallHealth"] {
  const share = total.cost > 0 ? idleCost / total.cost : 0;
  const [now, before] = [total.costPerResult, previousTotal.costPerResult];
  const rise = now !== null && before ? now / before : 1;
  const target = campaignGoals.targetCostPerResult;
  if (share >= criticalShare || rise >= 2 || (total.results === 0 && total.clicks >= clicksMin)) return "critical";
  const isAbove = target !== undefined && now !== null && now > target;
  return share >= attentionShare || rise >= dearer || isAbove ? "needs_attention" : "healthy";
}

function headlineOf({ total, previousTotal }: AdsInput): string {
  if (total.costPerResult === null) return `The ads cost ${total.cost} and brought no result that was counted.`;
  const earlier = previousTotal.costPerResult === null ? "" : ` after ${previousTotal.costPerResult} before`;
  return cut(`A result costs ${total.costPerResult}${earlier}: ${total.results} results for ${total.cost}.`, 158);
}

function performer(campaign: Campaign, metric: Performer["metric"], reason: string): Performer {
  const { externalId, name } = campaign;
  return { entityType: "campaign", externalId, name, metric, value: campaign[metric] ?? 0, reason };
}

/** A fifth more or less of the daily budget, where the account can be told so. */
function byAFifth({ linked }: Campaign, percent: number): Pick<Recommendation, "change"> {
  return linked?.dailyBudgetMinor ? { change: { action: "change_budget", percent } } : {};
}

function recommendationsOf(
  { campaigns, campaignGoals }: AdsInput,
  { top, bottom, idle }: Record<"top" | "bottom" | "idle", readonly Campaign[]>,
): Recommendation[] {
  const target = campaignGoals.targetCostPerResult;
  const pauses = idle.slice(0, 3).map(
    ({ externalId, name, cost, clicks, linked }): Recommendation => ({
      ...(linked?.status === "active" ? { change: { action: "pause_ad" } } : {}),
      title: cut(`Pause ${name} until its page is mended`, 115),
      action: `Pause the campaign ${cut(name, 200)} and look at the page it leads to: ${clicks} clicks brought no result.`,
      externalId,
      expectedEffect: `Up to ${cost} of cost in the same time is freed for what works`,
      confidence: "high",
      risk: "low",
    }),
  );
  const best = top[0];
  const worst = bottom.find(({ costPerResult }) => costPerResult !== null);
  const move: Recommendation[] =
    best && worst && best !== worst
      ? [
          {
            title: cut(`Move budget to ${best.name}`, 115),
            action: `Take a fifth of the daily budget of ${cut(worst.name, 150)} and give it to ${cut(best.name, 150)}; look again after two weeks.`,
            externalId: best.externalId,
            expectedEffect: `A result costs ${best.costPerResult} there instead of ${worst.costPerResult}`,
            confidence: "medium",
            risk: "medium",
            ...byAFifth(best, fifth),
          },
          ...(worst.linked?.dailyBudgetMinor
            ? [
                {
                  title: cut(`Lower the daily budget of ${worst.name}`, 115),
                  action: `Take a fifth of the daily budget of ${cut(worst.name, 150)}: a result costs most there.`,
                  externalId: worst.externalId,
                  expectedEffect: "The money goes to where a result costs less",
                  ...({ confidence: "medium", risk: "low" } as const),
                  ...byAFifth(worst, -fifth),
                },
              ]
            : []),
        ]
      : [];
  const above = campaigns.filter(({ costPerResult }) => target !== undefined && (costPerResult ?? 0) > target);
  const aims = above.slice(0, 2).map(
    ({ externalId, name, costPerResult }): Recommendation => ({
      title: cut(`Bring ${name} to its target`, 115),
      action: `Go through search terms and audiences of ${cut(name, 200)} and exclude what has clicks and no results.`,
      externalId,
      expectedEffect: `A result costs ${costPerResult} now; wanted are ${target}`,
      confidence: "medium",
      risk: "low",
    }),
  );
  return [...pauses, ...move, ...aims].slice(0, 8);
}
