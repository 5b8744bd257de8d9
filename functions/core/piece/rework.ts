import * as Activity from "#core/activity/index.ts";
import { rejectionsOf } from "#core/approval/index.ts";
import { mayAskAgain } from "#core/critic/read.ts";
import { order, rejectionsMax } from "#core/run/order.ts";
import type { Tx } from "#platform/db.ts";
import { activityMachine } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import { allows } from "#schema/machine.ts";
import type { DraftType } from "./kinds.ts";
import type { Row } from "./rows.ts";

type Reason =
  | { wakeReason: "critic"; issues: readonly unknown[] }
  | { wakeReason: "rejection"; note: string; counts: boolean };

/** True while the critic may send a draft back to its writer. */
export async function mayRewrite(tx: Tx, type: DraftType, row: Row): Promise<boolean> {
  return row.activityId !== null && (await mayAskAgain(tx, { type, id: row.id }));
}

/**
 * Has a piece written again by its writer: within its activity while that is at work, else by a run about the piece.
 * @returns false when a person must write: after the third rejection in a row, or when its writer may not work now
 */
export async function rework(tx: Tx, type: DraftType, row: Row, reason: Reason): Promise<boolean> {
  if (!row.activityId) return false;
  const activity = await Activity.locked(tx, row.activityId);
  if (reason.wakeReason === "critic" && allows(activityMachine, activity.status, "finish")) {
    await Activity.rewrite(tx, activity.id, [...reason.issues]);
    return true;
  }
  if (reason.wakeReason === "rejection" && allows(activityMachine, activity.status, "reject"))
    return Activity.reject(tx, activity.id, reason.note, reason.counts);
  const rejections = Math.max(1, await rejectionsOf(tx, { type, id: row.id }));
  if (reason.wakeReason === "rejection" && rejections >= rejectionsMax) return false;
  const blocked = await order(tx, {
    agent: activity.doer as AgentName,
    subject: { type, id: row.id },
    version: row.version + 1,
    wakeReason: reason.wakeReason,
    priority: "critical",
    rejections,
  });
  return blocked === null;
}
