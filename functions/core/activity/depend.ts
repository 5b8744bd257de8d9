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
