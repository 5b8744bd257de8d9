import { schedule } from "#core/month/schedule.ts";
import type { Answer } from "#schema/agent.ts";
import type { MonthInput, MonthPlan } from "../activity-planner.ts";
import { cut } from "./wording.ts";

/** The month by rule, with the pillars of the strategy as subjects in turn. */
export function composeMonth(input: MonthInput): Answer<MonthPlan> {
  const activities = schedule(input).map(({ sequence, onItsDay: _, task, ...activity }) => {
    const pillar = input.pillars[(sequence - 1) % Math.max(1, input.pillars.length)];
    const about = pillar && !activity.actionItemId && !task ? `Subject: ${pillar}.` : activity.description;
    return { ...activity, title: cut(activity.title, 120), description: about };
  });
  return { data: { activities, skipped: [], warnings: [] }, citations: [], warnings: [] };
}
