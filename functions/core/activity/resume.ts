import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { consider } from "./index.ts";

const waitsFor: readonly BlockedReason[] = ["insufficient_credits", "spend_cap", "agent_paused"];
const batch = 200;

/**
 * Lets work that waits for credits, money or its agent pass its gates again, oldest first: what still does not fit keeps the younger
 * of its kind waiting. Each piece in a transaction of its own. @returns how many were queued
 */
export async function resumeWaiting(): Promise<number> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("activities")
      .select(["id", "doer", "blockedReason"])
      .where("tenantId", "=", tenant())
      .where("status", "=", "pending")
      .where("blockedReason", "in", [...waitsFor])
      .where("pausedAt", "is", null)
      .where("deletedAt", "is", null)
      .orderBy("id")
      .limit(batch)
      .execute(),
  );
  const stuck = new Set<string>();
  let queued = 0;
  const lineOf = (doer: string, reason: string | null) => (reason === "agent_paused" ? `${reason} ${doer}` : reason);
  for (const { id, doer, blockedReason } of rows) {
    if (stuck.has(lineOf(doer, blockedReason) ?? "")) continue;
    const blocked = await transaction((tx) => consider(tx, id));
    if (blocked) stuck.add(lineOf(doer, blocked) ?? "");
    if (!blocked) queued++;
  }
  return queued;
}
