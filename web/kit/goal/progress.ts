import type { Goal } from "#schema/goal.ts";
import { count } from "../components/format.ts";

const dayMs = 86_400_000;

/** "1,200 sessions"; a dash for what is not known. */
export function figure(value: number | null, unit: string): string {
  return value === null ? "–" : `${count(value)} ${unit}`;
}

/** How much of the way from baseline to target is gone, 0 to 1. */
export function shareOf({ baselineValue, currentValue, targetValue }: Goal): number {
  const from = baselineValue ?? 0;
  if (currentValue === null) return 0;
  if (targetValue === from) return currentValue === targetValue ? 1 : 0;
  return Math.min(1, Math.max(0, (currentValue - from) / (targetValue - from)));
}

/** How much of the time between start and due day is gone, 0 to 1. */
export function timeGone({ startsOn, dueOn }: Goal, now: number): number {
  const [from, to] = [new Date(startsOn).getTime(), new Date(dueOn).getTime()];
  return Math.min(1, Math.max(0, (now - from) / Math.max(dayMs, to - from)));
}

/** Whether a goal at work is where its time wants it to be, give or take a tenth of the way. */
export function isOnTrack(goal: Goal, now: number): boolean {
  return shareOf(goal) + 0.1 >= timeGone(goal, now);
}

/** Where the goal ends if it goes on as it did; null while too little is known. */
export function forecastOf(goal: Goal, now: number): number | null {
  const gone = timeGone(goal, now);
  if (goal.currentValue === null || goal.baselineValue === null || gone < 0.1) return null;
  const end = goal.baselineValue + (goal.currentValue - goal.baselineValue) / gone;
  // No finer than what is aimed at: nobody has a hundredth of a visitor.
  const steps = Number.isInteger(goal.targetValue) ? 1 : 100;
  return Math.round(end * steps) / steps;
}
