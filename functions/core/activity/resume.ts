import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { consider } from "./index.ts";

/** What somebody can mend outside the work itself. What waits for other work goes on when that ends. */
const waitsFor: readonly BlockedReason[] = [
  ...(["insufficient_credits", "spend_cap", "agent_paused"] as const),
  ...(["tenant", "contract", "plan", "privacy"] as const),
];
/** Reasons that are the agent's: one that works again lets its own work go on. */
const ofDoer: readonly (string | null)[] = ["agent_paused", "plan", "privacy"] satisfies BlockedReason[];
const batch = 200;

/**
 * Lets work that waits for credits, money, its agent, or for what a client agreed to or pays for, pass its gates again, oldest first:
 * what still does not fit keeps the younger of its kind waiting. Each piece in a transaction of its own. @returns how many were queued
 */
export async function resumeWaiting(): Promise<number> {
  const stuck = new Set<string>();
  const lineOf = (doer: string, reason: string) => (ofDoer.includes(reason) ? `${reason} ${doer}` : reason);
  let [queued, last] = [0, ""];
  while (true) {
    const rows = await waiting(last);
    for (const { id, doer, blockedReason } of rows) {
      if (stuck.has(lineOf(doer, blockedReason ?? ""))) continue;
      const blocked = await transaction((tx) => consider(tx, id));
      if (blocked) stuck.add(lineOf(doer, blocked));
      else queued++;
    }
    last = rows.at(-1)?.id ?? "";
    if (rows.length < batch) return queued;
  }
}

function waiting(after: string) {
  return transaction((tx) =>
    tx
      .selectFrom("activities")
      .select(["id", "doer", "blockedReason"])
      .where("tenantId", "=", tenant())
      .where("status", "=", "pending")
      .where("blockedReason", "in", [...waitsFor])
      .where("pausedAt", "is", null)
      .where("deletedAt", "is", null)
      .where("id", ">", after)
      .orderBy("id")
      .limit(batch)
      .execute(),
  );
}
