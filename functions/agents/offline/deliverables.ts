import { creditsOf } from "#core/deliverable-plan/rules.ts";
import type { Answer } from "#schema/agent.ts";
import type { DeliverablesDraft, DeliverablesInput } from "../deliverable-planner.ts";
import { cut } from "./wording.ts";

type Deliverable = DeliverablesDraft["deliverables"][number];
type Terms = DeliverablesInput["types"][number];

/** A tenth of the month's credits stays free for requests in between. */
const plannedShare = 0.9;

/** The smallest plan that holds every type the credits can pay, then more of each in turn until the credits are used. */
export function composeDeliverables(input: DeliverablesInput): Answer<DeliverablesDraft> {
  const budget = input.creditsPerMonth * plannedShare;
  // What a plan may do without is for a person or a model to choose.
  const usual = input.types.filter(({ min }) => min > 0);
  const wanted = usual.filter(({ type }) => usual.every(({ needs }) => !needs.includes(type)));
  const chosen = new Map<string, number>();
  for (const terms of wanted) {
    const next = withCompanions(terms, terms.min, input.types, chosen);
    if (costOf(next, input.types) <= budget) for (const [type, count] of next) chosen.set(type, count);
  }
  for (let grown = true; grown; ) {
    grown = false;
    for (const terms of wanted) {
      const count = chosen.get(terms.type);
      if (count === undefined || count >= Math.ceil((terms.min + terms.max) / 2)) continue;
      const next = withCompanions(terms, count + 1, input.types, chosen);
      if (costOf(next, input.types) > budget) continue;
      for (const [type, more] of next) chosen.set(type, more);
      grown = true;
    }
  }
  const goals = goalsOf(input);
  const deliverables = [...chosen].map(([type, monthlyQuantity]) =>
    deliverableOf(type, monthlyQuantity, input, goals.length),
  );
  const data = {
    goals,
    deliverables: deliverables.toSorted((a, b) => a.priority - b.priority || (a.type < b.type ? -1 : 1)),
    creditsPerMonth: creditsOf(deliverables, input.types),
    notes: `Planned within ${input.creditsPerMonth} credits a month; the rest is for requests in between.`,
  };
  return { data, citations: [], warnings: [] };
}

function withCompanions(
  terms: Terms,
  count: number,
  types: readonly Terms[],
  chosen: ReadonlyMap<string, number>,
): Map<string, number> {
  const next = new Map(chosen);
  next.set(terms.type, count);
  // Of several that will do, one that is there already, else the first.
  const needed = terms.needs.find((type) => (next.get(type) ?? 0) > 0) ?? terms.needs[0] ?? "";
  const companion = types.find(({ type }) => type === needed);
  if (companion) {
    const own = needed === "content_brief" ? count : Math.max(companion.min, chosen.get(needed) ?? 0);
    for (const [type, more] of withCompanions(companion, own, types, next)) next.set(type, more);
  }
  return next;
}

function costOf(chosen: ReadonlyMap<string, number>, types: readonly Terms[]): number {
  return creditsOf(
    [...chosen].map(([type, monthlyQuantity]) => ({ type, monthlyQuantity })),
    types,
  );
}

function goalsOf({ smartGoals, startsOn }: DeliverablesInput): DeliverablesDraft["goals"] {
  const goals = smartGoals.slice(0, 8).map(({ goal, metric, unit, baseline, target, months }) => ({
    title: cut(goal, 120),
    metric,
    unit,
    ...(baseline === undefined ? {} : { baseline }),
    target,
    startsOn,
    endsOn: monthsLater(startsOn, months),
    source: "strategy",
  }));
  if (goals.length > 0) return goals;
  const endsOn = monthsLater(startsOn, 6);
  return [
    {
      title: "A steady stream of published texts",
      metric: "published_posts",
      unit: "posts",
      target: 12,
      startsOn,
      endsOn,
      source: "plan",
    },
  ];
}

function deliverableOf(type: string, monthlyQuantity: number, input: DeliverablesInput, goals: number): Deliverable {
  const label = input.types.find((terms) => terms.type === type)?.label ?? type;
  const isPreparation = input.types.some(({ needs }) => needs.includes(type));
  return {
    type,
    monthlyQuantity,
    platforms: [],
    goalIndex: isPreparation ? 0 : Math.min(goals - 1, type.startsWith("blog") ? 0 : 2),
    rationale: isPreparation
      ? `${label}: prepares the texts of the month, so that each answers what people search for.`
      : `${label}: brings the pillars of the strategy to readers, month after month.`,
    priority: isPreparation || type === "blog_post" ? 1 : 2,
  };
}

/** The last day of so many months from a day, YYYY-MM-DD. */
function monthsLater(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  const end = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate() - 1));
  return end.toISOString().slice(0, 10);
}
