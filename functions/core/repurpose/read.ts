import * as Paging from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { RepurposeBatch, RepurposeQuery } from "#schema/repurpose.ts";

const shownMax = 20;

/** A batch with what became of each of its texts. */
export async function get(id: string): Promise<RepurposeBatch> {
  return transaction(async (tx) => {
    const row = await batches(tx).where("id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Batch", id);
    return shaped(row, await itemsOf(tx, [id]));
  });
}

/** What was made of a text, newest first. */
export async function list({ sourceType, sourceId }: RepurposeQuery): Promise<RepurposeBatch[]> {
  require("blog_post.read", "see what was made of a text");
  return transaction(async (tx) => {
    const rows = await batches(tx)
      .where("sourceType", "=", sourceType)
      .where("sourceId", "=", sourceId)
      .orderBy("id", "desc")
      .limit(shownMax)
      .execute();
    const ids = rows.map(({ id }) => id);
    const items = ids.length > 0 ? await itemsOf(tx, ids) : [];
    return rows.map((row) => shaped(row, items));
  });
}

function batches(tx: Tx) {
  return tx
    .selectFrom("repurposeBatches")
    .select(["id", "sourceType", "sourceId", "sourceVersion", "status", "createdAt"])
    .where("tenantId", "=", tenant());
}

async function itemsOf(tx: Tx, batchIds: readonly string[]) {
  return tx
    .selectFrom("repurposeItems")
    .select(["id", "targetType", "platform", "status", "errorCode", "activityId", "subjectType", "subjectId"])
    .select("repurposeBatchId")
    .where("tenantId", "=", tenant())
    .where("repurposeBatchId", "in", [...batchIds])
    .orderBy("id")
    .execute();
}

function shaped(
  row: { id: string; createdAt: Date | string } & object,
  items: Awaited<ReturnType<typeof itemsOf>>,
): RepurposeBatch {
  const own = items.filter(({ repurposeBatchId }) => repurposeBatchId === row.id);
  return {
    ...row,
    createdAt: Paging.iso(row.createdAt as Date),
    items: own.map(({ targetType, subjectType, subjectId, repurposeBatchId: _, ...item }) => ({
      ...item,
      type: targetType,
      subject: subjectType && subjectId ? { type: subjectType, id: subjectId } : null,
    })),
  } as RepurposeBatch;
}
