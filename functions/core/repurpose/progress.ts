import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { RepurposeBatch } from "#schema/repurpose.ts";

type Step =
  | { status: "queued" | "running" }
  | { status: "done"; subject: { type: string; id: string } }
  | { status: "failed"; errorCode: string };

/** Marks how far one text is; the batch follows, and ends with the last one. Work that makes nothing of another text is passed over. */
export async function mark(tx: Tx, activityId: string, step: Step): Promise<void> {
  const found = await tx
    .selectFrom("repurposeItems as i")
    .innerJoin("repurposeBatches as b", (join) =>
      join.onRef("b.tenantId", "=", "i.tenantId").onRef("b.id", "=", "i.repurposeBatchId"),
    )
    .select(["b.id", "b.status", "i.id as itemId"])
    .where("i.tenantId", "=", tenant())
    .where("i.activityId", "=", activityId)
    // The batch is locked before its texts, so that two that end at once see each other.
    .forUpdate("b")
    .executeTakeFirst();
  if (!found) return;
  await tx
    .updateTable("repurposeItems")
    .set({
      status: step.status,
      errorCode: step.status === "failed" ? step.errorCode : null,
      ...(step.status === "done" ? { subjectType: step.subject.type, subjectId: step.subject.id } : {}),
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", found.itemId)
    .execute();
  await follow(tx, found);
}

async function follow(tx: Tx, { id, status: before }: { id: string; status: string }): Promise<void> {
  const items = await tx
    .selectFrom("repurposeItems")
    .select("status")
    .where("tenantId", "=", tenant())
    .where("repurposeBatchId", "=", id)
    .execute();
  const status = statusOf(items.map((item) => item.status));
  await Effect.live("content:updated", { kind: "repurpose_batch", id, status, version: 1 });
  if (status === before) return;
  await tx
    .updateTable("repurposeBatches")
    .set({ status })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  if (status === "queued" || status === "running") return;
  await Effect.audit(
    "repurpose_batch.finished",
    { type: "repurpose_batch", id, label: "Repurposed content" },
    { before: { status: before }, after: { status } },
  );
}

/** How far a batch is, by its texts. */
export function statusOf(items: readonly string[]): RepurposeBatch["status"] {
  if (items.every((status) => status === "queued")) return "queued";
  if (items.some((status) => status === "queued" || status === "running")) return "running";
  const failed = items.filter((status) => status === "failed").length;
  if (failed === 0) return "done";
  return failed === items.length ? "failed" : "partly_failed";
}
