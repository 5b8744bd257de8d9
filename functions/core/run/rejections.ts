import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ClaimedRun } from "./claim.ts";

/** How often in a row people have sent back what a run writes anew: as its activity counts it, else by the approvals of its subject. */
export async function rejectionsOf(
  tx: Tx,
  {
    activityId,
    subjectType,
    subjectId,
    wakeReason,
  }: Pick<ClaimedRun, "activityId" | "subjectType" | "subjectId" | "wakeReason">,
): Promise<number> {
  if (activityId) {
    const row = await tx
      .selectFrom("activities")
      .select("rejections")
      .where("tenantId", "=", tenant())
      .where("id", "=", activityId)
      .executeTakeFirst();
    return row?.rejections ?? 0;
  }
  // A critic reads what was rejected; it was not itself sent back.
  if (!subjectType || !subjectId || wakeReason !== "rejection") return 0;
  const decided = await tx
    .selectFrom("approvals")
    .select("status")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", subjectType)
    .where("subjectId", "=", subjectId)
    .where("status", "in", ["approved", "rejected"])
    .orderBy("subjectVersion", "desc")
    .orderBy("id", "desc")
    .limit(20)
    .execute();
  const other = decided.findIndex(({ status }) => status !== "rejected");
  return other < 0 ? decided.length : other;
}
