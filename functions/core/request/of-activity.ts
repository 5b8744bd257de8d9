import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** The request that an activity of the tenant at work is about; none for work that was planned. */
export async function ofActivity(tx: Tx, activityId: string) {
  return tx
    .selectFrom("blogRequests as r")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "r.tenantId").onRef("a.requestId", "=", "r.id"),
    )
    .selectAll("r")
    .where("a.tenantId", "=", tenant())
    .where("a.id", "=", activityId)
    .executeTakeFirst();
}
