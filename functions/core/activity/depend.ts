import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

/** An activity starts only once another one is done. What waits for it already goes on doing so. */
export async function depend(tx: Tx, activityId: string, dependsOnId: string): Promise<void> {
  await tx
    .insertInto("activityDependencies")
    .values({ tenantId: tenant(), id: newId("dependency"), activityId, dependsOnId, kind: "output" })
    .onConflict((conflict) => conflict.columns(["tenantId", "activityId", "dependsOnId"]).doNothing())
    .execute();
}

/** Nothing waits for an activity any more. @returns what did */
export async function release(tx: Tx, dependsOnId: string): Promise<string[]> {
  const rows = await tx
    .deleteFrom("activityDependencies")
    .where("tenantId", "=", tenant())
    .where("dependsOnId", "=", dependsOnId)
    .returning("activityId")
    .execute();
  return rows.map(({ activityId }) => activityId);
}
