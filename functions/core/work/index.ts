import { follow } from "#core/action-item/row.ts";
import * as Activity from "#core/activity/index.ts";
import * as Piece from "#core/piece/index.ts";
import * as Repurpose from "#core/repurpose/progress.ts";
import { delivered } from "#core/request/posts.ts";
import { require, within } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";

/** A reviewer's verbs over work of any assigned client: each runs inside the one client the activity belongs to. */
async function inClient(id: string, work: () => Promise<void>) {
  const { tenantId } = await Activity.get(id);
  await within(tenantId, work);
  return Activity.get(id);
}

/** No new run starts until resumed; the present turn ends. */
export function pause(id: string, reason?: string) {
  return inClient(id, () => Activity.setPaused(id, true, reason));
}

/** Lets paused work go on. */
export function resume(id: string) {
  return inClient(id, () => Activity.setPaused(id, false));
}

/** Tries a failed activity again, its piece with it. */
export function retry(id: string) {
  return inClient(id, () =>
    transaction(async (tx) => {
      await Activity.retry(id);
      await Piece.retried(tx, id);
      await Repurpose.mark(tx, id, { status: "queued" });
    }),
  );
}

/** Does finished work again, and what is made from it where that changes. */
export function redo(id: string, notes?: string) {
  return inClient(id, () => Activity.redo(id, notes));
}

/** Gives work up: approvals are superseded, holds released, the piece archived. */
export function cancel(id: string, reason?: string) {
  return inClient(id, () =>
    transaction(async (tx) => {
      require("activity.steer", "cancel activities");
      await Activity.cancel(tx, id, reason);
      await follow(tx, id, "dismiss");
      await Piece.dropped(tx, id);
      await delivered(tx, id);
      await Repurpose.mark(tx, id, { status: "failed", errorCode: "cancelled" });
    }),
  );
}
