import { latest } from "#core/critic/read.ts";
import * as Paging from "#core/page/index.ts";
import { latestAttempt } from "#core/publish/read.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";
import type { PieceDetail, PieceFilter, PieceItem, PieceType } from "#schema/piece.ts";
import { kindOf } from "./kinds.ts";
import { contentOf, shaped, tableOf } from "./rows.ts";

const { iso } = Paging;

/** Pieces of a kind, newest first. */
export async function list(type: PieceType, { limit, cursor, status }: PieceFilter): Promise<Page<PieceItem>> {
  const kind = kindOf(type);
  const scope = JSON.stringify(["pieces", type, tenant(), status]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    tx
      .selectFrom(tableOf(kind))
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("deletedAt", "is", null)
      .$if(status !== undefined, (query) => query.where("status", "=", status ?? ""))
      .$if(position !== undefined, (query) => query.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
  return { items: page.rows.map((row) => item(type, row)), nextCursor: page.nextCursor };
}

/** One piece with what would be sent and what the critic said. */
export async function get(type: PieceType, id: string): Promise<PieceDetail> {
  const kind = kindOf(type);
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom(tableOf(kind))
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!row) throw notFound(kind.label, id);
    const content = (await contentOf(tx, type, id)) ?? null;
    return {
      ...item(type, row),
      contentHash: row.contentHash,
      content,
      text: content ? kind.article(content) : "",
      critic: await latest(tx, { type, id }),
      publish: await latestAttempt(tx, id),
    };
  });
}

function item(type: PieceType, row: { createdAt: Date; updatedAt: Date }): PieceItem {
  const { id, title, status, version, activityId } = shaped(kindOf(type), row);
  return { id, type, title, status, version, activityId, createdAt: iso(row.createdAt), updatedAt: iso(row.updatedAt) };
}
