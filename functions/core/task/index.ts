import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { sources } from "#schema/machine.ts";
import { type TaskName, type TaskPayload, taskMachine } from "#schema/task.ts";

export { claim, expireLeases, finish, type Outcome, type Task as Claimed } from "./run.ts";

interface Order<T extends TaskName> {
  /** Among pending and running tasks no two share it. */
  dedupeKey: string;
  payload: TaskPayload<T>;
  runAt: Date;
  tenantId?: string;
}

/** Puts work off to a time. One that is pending under the same key is re-timed instead; one that runs stays. */
export async function schedule<T extends TaskName>(tx: Tx, type: T, order: Order<T>): Promise<void> {
  const { dedupeKey, payload, runAt, tenantId = null } = order;
  const retimed = await tx
    .updateTable("scheduledTasks")
    .set({ runAt, payload: JSON.stringify(payload) })
    .where("dedupeKey", "=", dedupeKey)
    .where("tenantId", "is not distinct from", tenantId)
    .where("status", "=", "pending")
    .executeTakeFirst();
  if (Number(retimed.numUpdatedRows) > 0) return;
  await tx
    .insertInto("scheduledTasks")
    .values({ id: newId("scheduledTask"), tenantId, type, dedupeKey, payload: JSON.stringify(payload), runAt })
    .onConflict((conflict) =>
      conflict
        .expression(sql`coalesce(tenant_id, ''), dedupe_key`)
        .where("status", "in", ["pending", "running"])
        .doNothing(),
    )
    .execute();
}

/** Calls off pending tasks by their keys. What runs already finds out by itself that the world moved on. */
export async function cancel(tx: Tx, dedupeKeys: readonly string[], tenantId: string | null = null): Promise<void> {
  await tx
    .updateTable("scheduledTasks")
    .set({ status: "cancelled" })
    .where("dedupeKey", "in", [...dedupeKeys])
    .where("tenantId", "is not distinct from", tenantId)
    .where("status", "in", sources(taskMachine, "cancel"))
    .execute();
}
