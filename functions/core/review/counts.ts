import { iso } from "#core/page/index.ts";
import { tenants } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { ApprovalCount, ApprovalStage } from "#schema/approval.ts";

/** What waits at a stage, by kind and risk, of one client or of all that the actor sees. */
export async function counts(stage: ApprovalStage, tenantId?: string): Promise<ApprovalCount[]> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("approvals")
      .select(({ fn }) => [
        "kind",
        "risk",
        fn.countAll<number>().as("count"),
        fn.min("createdAt").as("oldestAt"),
        fn.min("expiresAt").as("nextExpiryAt"),
      ])
      .where("tenantId", "in", tenants())
      .$if(tenantId !== undefined, (query) => query.where("tenantId", "=", tenantId ?? ""))
      .where("stage", "=", stage)
      .where("status", "=", "pending")
      .groupBy(["kind", "risk"])
      .orderBy("kind")
      .orderBy("risk")
      .execute(),
  );
  return rows.map((row) => ({
    kind: row.kind as ApprovalCount["kind"],
    risk: row.risk as ApprovalCount["risk"],
    count: Number(row.count),
    oldestAt: iso(row.oldestAt),
    nextExpiryAt: iso(row.nextExpiryAt),
  }));
}
