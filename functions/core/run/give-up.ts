import * as Activity from "#core/activity/index.ts";
import type { Tx } from "#platform/db.ts";
import type { ClaimedRun } from "./claim.ts";

/** The common end of work whose attempts have all failed: its activity fails, its hold is released, people are told. */
export async function giveUpActivity(
  tx: Tx,
  run: Pick<ClaimedRun, "activityId">,
  code: string,
  message: string,
): Promise<void> {
  if (run.activityId) await Activity.fail(tx, run.activityId, code, message);
}
