import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type RepurposeBatch, RepurposeOrder, type RepurposeWish } from "#schema/repurpose.ts";
import { approvedSource } from "./source.ts";

const { iso } = Paging;
const labels: Record<RepurposeWish["type"], string> = {
  email_newsletter: "Newsletter",
  landing_page: "Landing page",
  ad_copy: "Ads",
};

/**
 * Has other kinds of text made of one that the client approved: each is an activity of its own and fails alone.
 * @returns the batch
 * @throws request.not_found, approval.approval_required
 */
export async function request(order: RepurposeOrder): Promise<RepurposeBatch> {
  require("blog_post.publish", "repurpose content");
  const { sourceType, sourceId, targets } = RepurposeOrder.parse(order);
  return transaction(async (tx) => {
    const source = await approvedSource(tx, sourceType, sourceId);
    const id = newId("repurposeBatch");
    await tx
      .insertInto("repurposeBatches")
      .values({
        ...{ tenantId: tenant(), id, sourceType, sourceId, sourceVersion: source.version, status: "queued" },
        requestedBy: reference(),
      })
      .execute();
    await Effect.audit(
      "repurpose_batch.requested",
      { type: "repurpose_batch", id, label: source.title },
      { after: { sourceType, sourceId, targets: targets.length } },
    );
    for (const target of targets) await begin(tx, id, target, source.title);
    return read(tx, id);
  });
}

/** A batch with what became of each of its texts. */
export async function get(id: string): Promise<RepurposeBatch> {
  return transaction((tx) => read(tx, id));
}

/** Marks what became of one text, and ends the batch with its last one. */
export async function conclude(
  tx: Tx,
  activityId: string,
  what: { status: "done"; subject: { type: string; id: string } } | { status: "failed"; errorCode: string },
): Promise<void> {
  const item = await tx
    .updateTable("repurposeItems")
    .set({
      status: what.status,
      ...(what.status === "done"
        ? { subjectType: what.subject.type, subjectId: what.subject.id, errorCode: null }
        : { errorCode: what.errorCode }),
    })
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .returning("repurposeBatchId")
    .executeTakeFirst();
  if (!item) return;
  const id = item.repurposeBatchId;
  const batch = await tx
    .selectFrom("repurposeBatches")
    .select("status")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const items = await itemsOf(tx, id);
  const open = items.some((one) => one.status === "queued" || one.status === "running");
  const failed = items.filter((one) => one.status === "failed").length;
  const status = open ? "running" : failed === 0 ? "done" : failed === items.length ? "failed" : "partly_failed";
  if (status === batch.status) return;
  await tx
    .updateTable("repurposeBatches")
    .set({ status })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  if (open) return;
  await Effect.audit(
    "repurpose_batch.finished",
    { type: "repurpose_batch", id, label: "Repurposed content" },
    { before: { status: batch.status }, after: { status } },
  );
}

async function begin(tx: Tx, batchId: string, { type, platform }: RepurposeWish, title: string): Promise<void> {
  const id = newId("repurposeItem");
  const activityId = await Activity.plan(tx, {
    type: "repurpose",
    doer: "content-repurposer",
    title: `${labels[type]} from "${title}"`.slice(0, 200),
    priority: "high",
    platform: platform ?? null,
    input: { repurposeItemId: id },
  });
  await tx
    .insertInto("repurposeItems")
    .values({
      ...{ tenantId: tenant(), id, repurposeBatchId: batchId, targetType: type, platform: platform ?? null },
      ...{ activityId, status: "queued" },
    })
    .execute();
  await Activity.consider(tx, activityId);
}

async function itemsOf(tx: Tx, batchId: string) {
  return tx
    .selectFrom("repurposeItems")
    .select(["id", "targetType", "platform", "status", "errorCode", "activityId", "subjectType", "subjectId"])
    .where("tenantId", "=", tenant())
    .where("repurposeBatchId", "=", batchId)
    .orderBy("id")
    .execute();
}

async function read(tx: Tx, id: string): Promise<RepurposeBatch> {
  const row = await tx
    .selectFrom("repurposeBatches")
    .select(["id", "sourceType", "sourceId", "sourceVersion", "status", "createdAt"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("Batch", id);
  const items = (await itemsOf(tx, id)).map(({ targetType, subjectType, subjectId, ...item }) => ({
    ...item,
    type: targetType,
    subject: subjectType && subjectId ? { type: subjectType, id: subjectId } : null,
  }));
  return { ...row, createdAt: iso(row.createdAt), items } as RepurposeBatch;
}
