import { zoneOf } from "#core/tenant/zone.ts";
import { require } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import type { DryRun, MonthGraph } from "#schema/month.ts";
import { monthStart, todayIn } from "./days.ts";
import * as Dry from "./dry-run.ts";
import * as Month from "./index.ts";
import { get } from "./read.ts";

/** What a month (YYYY-MM) would bring: of the plan that waits for a decision, so that it can be tried before anything starts, else of the one in force. */
export async function dryRun(month: string): Promise<DryRun> {
  const waiting = await transaction((tx) => Month.planInReview(tx));
  const plan = waiting ?? (await transaction((tx) => Month.planInForce(tx)));
  return { ...(await Dry.dryRun(plan.id, month)), isInReview: waiting !== undefined };
}

/** Plans a month (YYYY-MM) of the plan in force: the running one or the next. */
export async function plan(month: string): Promise<void> {
  require("plan.refresh", "plan a month");
  await transaction(async (tx) => {
    const { id } = await Month.planInForce(tx);
    const today = todayIn(await zoneOf(tx), new Date());
    const startsOn = `${month}-01`;
    if (startsOn !== monthStart(today) && startsOn !== monthStart(today, 1))
      throw new AppError("request.validation_failed", "Only the running and the next month can be planned.", {
        fields: [{ path: "month", rule: "range", message: `Choose ${today.slice(0, 7)} or the month after.` }],
      });
    await Month.plan(tx, id, startsOn);
  });
}

/** Holds back, or lets go on, what has not begun in a month. */
export async function pause(id: string, paused: boolean): Promise<MonthGraph> {
  require("activity.steer", "pause a month");
  await transaction((tx) => Month.setPaused(tx, id, paused));
  return get(id);
}

/** Gives a month up. */
export async function cancel(id: string, reason?: string): Promise<MonthGraph> {
  require("activity.steer", "give a month up");
  await transaction((tx) => Month.cancel(tx, id, reason));
  return get(id);
}
