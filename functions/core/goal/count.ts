import { type Day, valuesOf } from "#core/metric/figures.ts";
import { daysOf, lastDays, measuredChannels, type Span } from "#core/metric/read.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { Goal } from "#schema/goal.ts";
import { type MeasuredType, metricsOf } from "#schema/metric.ts";

/** A goal's number as it was counted. */
export interface Counted {
  metric: string;
  source: string;
  periodStart: string;
  periodEnd: string;
  value: number;
  /** Counted from nothing since the goal began: what was usual before it is no part of it. */
  isSum?: boolean;
}

interface Meaning {
  when: RegExp;
  name: string;
  types: readonly MeasuredType[];
}

/** What the words of a goal are counted by, the plainest first. */
const meanings: readonly Meaning[] = [
  { when: /follower/, name: "followers", types: ["facebook", "instagram", "linkedin"] },
  { when: /organic_session|session|visit|traffic/, name: "sessions", types: ["google_analytics"] },
  { when: /new_user/, name: "new_users", types: ["google_analytics"] },
  { when: /conversion_rate/, name: "conversion_rate", types: ["google_analytics"] },
  { when: /conversion/, name: "conversions", types: ["google_analytics"] },
  { when: /roas|return_on_ad/, name: "roas", types: ["google_ads"] },
  { when: /cost_per_lead/, name: "cost_per_lead", types: ["meta_ads"] },
  { when: /position|ranking/, name: "position", types: ["google_search_console"] },
  { when: /impression/, name: "impressions", types: ["google_search_console"] },
  { when: /click/, name: "clicks", types: ["google_search_console"] },
  { when: /call/, name: "calls", types: ["google_business_profile"] },
  { when: /direction/, name: "direction_requests", types: ["google_business_profile"] },
  { when: /reach/, name: "reach", types: ["facebook", "instagram"] },
  { when: /engagement/, name: "engagements", types: ["facebook", "instagram", "linkedin"] },
];

const monthDays = 30;

/**
 * Counts a goal from what is measured: published posts, leads and sums since it began, or, where a baseline says what was usual, the
 * last month. @returns null where nothing measures it
 */
export async function countGoal(tx: Tx, goal: Goal, now: Date): Promise<Counted | null> {
  const words = goal.metric.toLowerCase().replaceAll(/[^a-z]+/g, "_");
  const today = now.toISOString().slice(0, 10);
  if (/publish/.test(words) && /post|text|article/.test(words)) return published(tx, goal, today);
  if (isOfLeads(goal)) return qualified(tx, goal, today);
  const meaning = meanings.find(({ when }) => when.test(words));
  if (!meaning) return null;
  const channels = (await measuredChannels(tx)).filter(({ type }) => meaning.types.includes(type));
  const span: Span =
    goal.baselineValue === null ? { from: goal.startsOn, to: lastDays(1, now).to } : lastDays(monthDays, now);
  let sum: number | null = null;
  for (const channel of channels) {
    const days: Day[] = await daysOf(tx, channel.id, span);
    const value = valuesOf(channel.type, days).get(meaning.name);
    if (value === undefined) continue;
    // Shares and prices of several accounts do not add up: the first one counts.
    if (sum !== null && !metricsOf[channel.type].measured[meaning.name]) continue;
    sum = (sum ?? 0) + value;
  }
  if (sum === null) return null;
  const source = meaning.types.join(", ");
  return { metric: meaning.name, source, periodStart: span.from, periodEnd: span.to, value: sum };
}

async function published(tx: Tx, { startsOn }: Goal, today: string): Promise<Counted> {
  const { count } = await tx
    .selectFrom("blogPosts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("status", "=", "published")
    .where("publishedAt", ">=", new Date(`${startsOn}T00:00:00Z`))
    .executeTakeFirstOrThrow();
  const span = { periodStart: startsOn, periodEnd: today };
  return { metric: "published_posts", source: "posts", ...span, value: Number(count), isSum: true };
}

/** True for a goal that is reached by winning leads; what a lead costs or how many become customers is another number. */
export function isOfLeads({ metric }: Pick<Goal, "metric">): boolean {
  return /\blead|\benquir|\binquir/i.test(metric.replaceAll("_", " ")) && !/cost|rate|price|per[ _]lead/i.test(metric);
}

// A lead counts on the day on which it was first found fit, however often its state changes afterwards.
async function qualified(tx: Tx, { startsOn }: Goal, today: string): Promise<Counted> {
  const { count } = await tx
    .selectFrom("leads")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("qualifiedAt", ">=", new Date(`${startsOn}T00:00:00Z`))
    .where("deletedAt", "is", null)
    .executeTakeFirstOrThrow();
  const span = { periodStart: startsOn, periodEnd: today };
  return { metric: "qualified_leads", source: "leads", ...span, value: Number(count), isSum: true };
}

/** How far a goal is, and where it will be on its last day if it goes on like this. */
export function outlookOf(goal: Goal, { value, isSum = false }: Pick<Counted, "value" | "isSum">, today: string) {
  const from = isSum ? 0 : (goal.baselineValue ?? 0);
  const way = goal.targetValue - from;
  const share = way === 0 ? 1 : (value - from) / way;
  const total = daysBetween(goal.startsOn, goal.dueOn);
  const gone = Math.min(total, Math.max(1, daysBetween(goal.startsOn, today)));
  const forecast = Math.round((from + ((value - from) * total) / gone) * 100) / 100;
  const isReached = goal.direction === "up" ? value >= goal.targetValue : value <= goal.targetValue;
  const isComing = goal.direction === "up" ? forecast >= goal.targetValue : forecast <= goal.targetValue;
  const pct = Math.round(Math.max(0, Math.min(1, share)) * 100);
  return { forecast, pct, onTrack: isReached || isComing, isReached, isOver: today > goal.dueOn };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
