import type { Answer } from "#schema/agent.ts";
import type { GoalCount, GoalCountInput } from "../data-analyst.ts";
import { cut } from "./wording.ts";

/** Where a goal stands and whether it will be reached, in two sentences. */
export function composeGoalCount(input: GoalCountInput): Answer<GoalCount> {
  const { title, value, target, forecast, pct, onTrack, unit, dueOn, source } = input;
  const stands = `${cut(title, 100)} stands at ${value} of ${target} ${cut(unit, 40)} (${pct} percent of the way, counted from ${source.replaceAll("_", " ")}).`;
  const comes = onTrack
    ? `Going on like this it comes to ${forecast} by ${dueOn}.`
    : `Going on like this it comes to ${forecast} by ${dueOn}, which is not enough.`;
  const explanation = cut(`${stands} ${comes}`, 300);
  return { data: { value, target, forecast, pct, onTrack, explanation }, citations: [], warnings: [] };
}
