import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ActivityVerb, Priority, WakeReason } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import { block, freeVersions } from "./consider.ts";
import { chargeOf, move, type Row, subject } from "./row.ts";

interface Next {
  /** Without one the activity stays where it is. */
  verb?: ActivityVerb;
  wakeReason: WakeReason;
  priority: Priority;
  /** As a rule from the fourth version on. */
  isPaid?: boolean;
  /** What cannot be paid waits for credits, instead of staying as it is. */
  mayWait?: boolean;
  rejections?: number;
  set?: Record<string, unknown>;
}

/**
 * Has the next version of an activity made by its agent, with its price held.
 * @returns "unpaid" without a run, when the price cannot be held: nothing has changed then, or it waits
 */
export async function next(tx: Tx, row: Row, how: Next): Promise<"queued" | "unpaid"> {
  const version = row.version + 1;
  const { verb, wakeReason, priority, rejections, isPaid = version > freeVersions, mayWait = false } = how;
  const charge = isPaid ? await chargeOf(tx, row, version) : null;
  const isHeld = !charge || (await Credit.reserve(charge));
  if (!isHeld && !mayWait) return "unpaid";
  const set = { ...how.set, version, wakeReason, ...(verb ? { priority } : {}) };
  if (verb) {
    await move(tx, row, verb, set);
    const action = verb === "retry" ? "activity.retried" : "activity.queued";
    await Effect.audit(action, subject(row), { before: { version: row.version }, after: { version } });
  } else
    await tx.updateTable("activities").set(set).where("tenantId", "=", tenant()).where("id", "=", row.id).execute();
  if (!isHeld) {
    await move(tx, { ...row, status: "queued" }, "wait");
    await block(tx, { ...row, status: "pending" }, "insufficient_credits");
    return "unpaid";
  }
  await dispatch(tx, {
    ...{ agent: row.doer as AgentName, activityId: row.id, version, wakeReason, priority },
    ...(rejections === undefined ? {} : { rejections }),
    credits: charge?.amount ?? 0,
  });
  return "queued";
}

/** Why there is no next version. */
export function unpaid({ ref }: Row): AppError {
  return new AppError(
    "credits.insufficient_credits",
    `There are not enough credits for another version of ${ref}. Top up or wait for the next month.`,
  );
}
