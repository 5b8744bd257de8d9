import * as Activity from "#core/activity/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";

/** What a task waits for and what waits for it. */
export interface Ties {
  dependsOn?: readonly string[] | undefined;
  neededBy?: readonly string[] | undefined;
}

/**
 * Ties a task to other work anew, where a list is given: what needs it has to be unbegun, and nothing may wait for itself.
 * @throws request.not_found for work of another client; request.illegal_transition
 */
export async function tie(tx: Tx, id: string, { dependsOn, neededBy }: Ties): Promise<void> {
  if (dependsOn) {
    await untie(tx, "activityId", id, dependsOn);
    for (const other of dependsOn) await Activity.depend(tx, id, (await Activity.locked(tx, other)).id);
  }
  if (neededBy) {
    const gone = await untie(tx, "dependsOnId", id, neededBy);
    const tied = await followers(tx, id);
    for (const other of neededBy)
      if (!tied.includes(other)) await Activity.depend(tx, (await unbegun(tx, other)).id, id);
    for (const other of [...gone, ...neededBy]) await Activity.consider(tx, other);
  }
  if (await isRound(tx, id))
    throw new AppError("request.illegal_transition", "The task would wait for what waits for it. Choose other work.");
}

async function followers(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("activityDependencies")
    .select("activityId")
    .where("tenantId", "=", tenant())
    .where("dependsOnId", "=", id)
    .execute();
  return rows.map(({ activityId }) => activityId);
}

async function unbegun(tx: Tx, id: string): Promise<Activity.Row> {
  const row = await Activity.locked(tx, id);
  if (row.status === "pending") return row;
  const state = row.status.replaceAll("_", " ");
  throw new AppError("request.illegal_transition", `${row.ref} is ${state}; only work that nobody has begun can wait.`);
}

async function untie(
  tx: Tx,
  end: "activityId" | "dependsOnId",
  id: string,
  kept: readonly string[],
): Promise<string[]> {
  const other = end === "activityId" ? "dependsOnId" : "activityId";
  const rows = await tx
    .deleteFrom("activityDependencies")
    .where("tenantId", "=", tenant())
    .where(end, "=", id)
    .$if(kept.length > 0, (query) => query.where(other, "not in", [...kept]))
    .returning(other)
    .execute();
  return rows.map((row) => String((row as Record<string, unknown>)[other]));
}

// Follows what a piece waits for until it comes back to it, or ends.
async function isRound(tx: Tx, id: string): Promise<boolean> {
  const seen = new Set<string>();
  for (let next = [id]; next.length > 0; ) {
    const rows = await tx
      .selectFrom("activityDependencies")
      .select("dependsOnId")
      .where("tenantId", "=", tenant())
      .where("activityId", "in", next)
      .execute();
    const found = rows.map(({ dependsOnId }) => dependsOnId);
    if (found.includes(id)) return true;
    next = found.filter((one) => !seen.has(one));
    for (const one of next) seen.add(one);
  }
  return false;
}
