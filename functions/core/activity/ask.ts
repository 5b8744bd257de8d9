import type { Tx } from "#platform/db.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { AppError } from "#schema/errors.ts";
import { roster } from "#schema/roster.ts";
import { consider, plan } from "./index.ts";

/**
 * Work that somebody asks for by a button: planned at high priority and begun at once. What waits for its agent or for money goes on
 * by itself. @returns the activity's id
 * @throws plan.plan_limit, credits.insufficient_credits: nothing is planned then
 */
export async function ask(
  tx: Tx,
  work: { type: ActivityType; title: string; input: Record<string, unknown>; platform?: string | null },
): Promise<string> {
  const { agent } = activityTypes[work.type];
  if (agent === "human") throw new Error(`${work.type} is nobody's work.`);
  const id = await plan(tx, { ...work, doer: agent, priority: "high" });
  const blocked = await consider(tx, id);
  if (blocked === "plan")
    throw new AppError(
      "plan.plan_limit",
      `The ${roster[agent].label.toLowerCase()} comes with the ${roster[agent].minPlan} plan. Change the plan first.`,
    );
  if (blocked === "insufficient_credits")
    throw new AppError(
      "credits.insufficient_credits",
      `There are not enough credits for "${work.title}". Top up or wait for the next month.`,
    );
  return id;
}
