import type { PlannedActivity } from "./schedule.ts";

/** What a month costs beside what there is. Credits whole or quarters. */
interface Funding {
  /** Of everything that is not paid yet. */
  needed: number;
  /** Pieces for which there are no credits, and those that are made from them. */
  waiting: PlannedActivity[];
}

const namedMax = 5;

/** Pays the pieces of a month in order until the credits are used. What has begun is paid already. */
export function fund(
  activities: readonly PlannedActivity[],
  available: number,
  isPaid: (activity: PlannedActivity) => boolean = () => false,
): Funding {
  const waiting = new Map<string, PlannedActivity>();
  let [needed, left] = [0, available];
  for (const activity of activities) {
    if (isPaid(activity)) continue;
    const { tempId, creditEstimate, dependsOn } = activity;
    needed += creditEstimate;
    if (creditEstimate > left || dependsOn.some((id) => waiting.has(id))) waiting.set(tempId, activity);
    else left -= creditEstimate;
  }
  return { needed, waiting: [...waiting.values()] };
}

/** What people are told of work that waits for credits; nothing where all of it is paid. */
export function shortage({ needed, waiting }: Funding, available: number): string[] {
  if (waiting.length === 0) return [];
  const names = waiting.slice(0, namedMax).map(({ title }) => title);
  const more = waiting.length > namedMax ? ` and ${waiting.length - namedMax} more` : "";
  const wait = waiting.length === 1 ? "1 piece waits" : `${waiting.length} pieces wait`;
  const said = `The month needs ${needed} credits, ${available} are left: ${wait} for credits (${names.join(", ")}${more}).`;
  return [said.slice(0, 400)];
}
