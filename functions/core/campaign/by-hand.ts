import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { BriefByHand } from "#schema/campaign-plan.ts";
import { AppError } from "#schema/errors.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import { atWork } from "./order.ts";
import type { Own } from "./own.ts";

/**
 * Holds a person's brief to the rules of every brief: each channel once, shares that are the whole of the budget, kinds of work that
 * the plan holds, days within the campaign. @throws request.validation_failed; run.already_running while an agent writes one
 */
export async function demandBrief(tx: Tx, row: Own, brief: BriefByHand): Promise<void> {
  if ((await atWork(tx, row.id)).includes("campaign-brief-writer"))
    throw new AppError("run.already_running", "The brief is being written. Wait for it, then change it.");
  const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const problems = problemsOf(row, brief, plan as Plan);
  if (problems.length === 0) return;
  const message = problems.join(" ");
  throw new AppError("request.validation_failed", message, { fields: [{ path: "brief", rule: "brief", message }] });
}

function problemsOf(
  { channels, budgetMinor, startsOn, endsOn }: Own,
  { channelPlan, contentNeeds, timeline }: BriefByHand,
  plan: Plan,
): string[] {
  const whole = budgetMinor === null ? 0 : 100;
  const named = channelPlan.map(({ channel }) => channel);
  const types = contentNeeds.map(({ activityType }) => activityType);
  const rules: [boolean, string][] = [
    [
      named.length === channels.length && channels.every((one) => named.includes(one)),
      `The brief says of each channel of the campaign what it is for: ${channels.join(", ")}.`,
    ],
    [
      Math.abs(channelPlan.reduce((sum, { budgetSharePct }) => sum + budgetSharePct, 0) - whole) < 0.5,
      `The shares of the budget sum to ${whole}.`,
    ],
    [
      types.every((type) => reaches(plan, activityTypes[type].minPlan)),
      "The plan of this client does not hold all of the work that the brief names.",
    ],
    [
      new Set(contentNeeds.map(({ activityType, date = "" }) => `${activityType} ${date}`)).size === types.length,
      "Each kind of work stands once, or once for each date.",
    ],
    [
      [...timeline, ...contentNeeds]
        .flatMap(({ date }) => date ?? [])
        .every((date) => (!startsOn || date >= startsOn) && (!endsOn || date <= endsOn)),
      "The days lie between the beginning and the end of the campaign.",
    ],
  ];
  return rules.flatMap(([holds, message]) => (holds ? [] : [message]));
}
