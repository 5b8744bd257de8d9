import type { Entity, OptimizerInput, Proposal, Proposals } from "../descriptor/optimizer.ts";
import { cut } from "./wording.ts";

const shownMin = 2_000;
const poor = 0.4;

/** Changes that the figures alone justify: ads that nobody answers, and money that works better elsewhere. */
export function composeAdChanges(input: OptimizerInput): Proposals {
  const ads = input.entities.filter(({ kind }) => kind === "ad");
  const sets = input.entities.filter(({ kind, status }) => kind === "ad_set" && status === "active");
  return { recommendations: [...pauses(ads), ...budgets(sets, input), ...bids(sets, input)].slice(0, 15) };
}

function pauses(ads: readonly Entity[]): Proposal[] {
  const active = ads.filter(({ status, reached }) => status === "active" && reached >= shownMin);
  if (active.length < 2) return [];
  const mean = rate(
    sum(active, (ad) => ad.answered),
    sum(active, (ad) => ad.reached),
  );
  return active
    .filter(({ answered, reached, won }) => won === 0 && rate(answered, reached) < mean * poor)
    .slice(0, active.length - 1)
    .map(({ externalId, name, answered, reached, spentMinor }) => ({
      ...{
        action: "pause_ad" as const,
        externalId,
        title: cut(`Pause the ad ${name}`, 120),
        from: "active",
        to: "paused",
      },
      why: "Hardly anybody who sees it answers it, while the other ads of the campaign are answered.",
      expectedEffect: "What it costs goes to ads that are answered; the cost of a result should fall within two weeks.",
      evidence: [`Shown ${reached} times`, `Answered ${answered} times`, "No result", `Spent ${spentMinor}`],
      ...{ confidence: "high" as const, risk: "low" as const },
    }));
}

function budgets(sets: readonly Entity[], { guardrails, budgetMinor }: OptimizerInput): Proposal[] {
  const known = sets.filter((set) => set.budgetMinor !== null && set.won > 0 && set.spentMinor > 0);
  if (known.length < 2) return [];
  const ranked = known.toSorted((a, b) => rate(a.spentMinor, a.won) - rate(b.spentMinor, b.won));
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (!best || !worst || rate(worst.spentMinor, worst.won) < rate(best.spentMinor, best.won) * 1.25) return [];
  const share = guardrails.maxBudgetChangePct / 100;
  return [
    change(
      best,
      "change_budget",
      best.budgetMinor ?? 0,
      1 + share,
      "A result costs least here, so more money should bring more of them.",
    ),
    change(
      worst,
      "change_budget",
      worst.budgetMinor ?? 0,
      1 - share,
      "A result costs most here; part of the money works better elsewhere.",
    ),
  ].filter(({ to }) => Number(to) <= (budgetMinor ?? Number.POSITIVE_INFINITY));
}

function bids(sets: readonly Entity[], { guardrails }: OptimizerInput): Proposal[] {
  const mean = rate(
    sum(sets, (set) => set.spentMinor),
    sum(sets, (set) => set.won),
  );
  return sets
    .filter(({ bidMinor, won, spentMinor }) => {
      const isKnown = bidMinor !== null && won >= guardrails.minConversions;
      return isKnown && mean > 0 && rate(spentMinor, won) > mean * 1.2;
    })
    .map((set) =>
      change(
        set,
        "change_bid",
        set.bidMinor ?? 0,
        1 - guardrails.maxBidChangePct / 100,
        "A result costs clearly more here than in the campaign as a whole.",
      ),
    );
}

function change(set: Entity, action: "change_budget" | "change_bid", now: number, by: number, why: string): Proposal {
  const what = action === "change_bid" ? "bid" : "daily budget";
  const to = by > 1 ? Math.floor(now * by) : Math.ceil(now * by);
  return {
    ...{ action, externalId: set.externalId, from: String(now), to: String(to), why },
    title: cut(`${by > 1 ? "Raise" : "Lower"} the ${what} of ${set.name}`, 120),
    expectedEffect: "The cost of a result of the whole campaign should fall; look at it again after two weeks.",
    evidence: [`${set.won} results`, `Spent ${set.spentMinor}`, `Shown ${set.reached} times`],
    ...{ confidence: set.won >= 10 ? "medium" : "low", risk: by > 1 ? "medium" : "low" },
  };
}

function sum(entities: readonly Entity[], of: (entity: Entity) => number): number {
  return entities.reduce((total, entity) => total + of(entity), 0);
}

function rate(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
