import { dispatch } from "#core/run/dispatch.ts";
import type { Tx } from "#platform/db.ts";

/** Has the critic read a version before people do. */
export async function askCritic(tx: Tx, subject: { type: string; id: string }, version: number): Promise<void> {
  await dispatch(tx, { agent: "content-critic", subject, version, wakeReason: "new_task", priority: "critical" });
}
