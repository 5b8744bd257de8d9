import * as Paging from "#core/page/index.ts";
import * as Person from "#core/person/index.ts";
import { isAgency, reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { CommentInput, Comment as CommentItem } from "#schema/comment.ts";
import { notFound } from "#schema/errors.ts";
import type { Page, PageQuery } from "#schema/page.ts";
import { versionOf } from "./subject.ts";

export interface Filter extends PageQuery {
  subjectType: CommentInput["subjectType"];
  subjectId: string;
}

/** Which comments the actor may see at all: a client never the internal ones. */
export function visible(): CommentItem["visibility"][] {
  return isAgency() ? ["internal", "client"] : ["client"];
}

/** Comments on one thing, oldest first. A removed one that was answered keeps its place without its words. */
export async function list(filter: Filter): Promise<Page<CommentItem>> {
  const scope = JSON.stringify(["comments", tenant(), filter.subjectType, filter.subjectId]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  return await transaction(async (tx) => {
    await versionOf(tx, filter.subjectType, filter.subjectId);
    const rows = await select(tx)
      .where("c.subjectType", "=", filter.subjectType)
      .where("c.subjectId", "=", filter.subjectId)
      .$if(position !== undefined, (query) => query.where("c.id", ">", position?.[0] ?? ""))
      .orderBy("c.id")
      .limit(filter.limit + 1)
      .execute();
    const page = Paging.slice(rows, filter.limit, scope, (row) => [row.id]);
    return { items: await shape(page.rows), nextCursor: page.nextCursor };
  });
}

/** One comment. */
export async function one(tx: Tx, id: string): Promise<CommentItem> {
  const [found] = await shape(await select(tx).where("c.id", "=", id).execute());
  if (!found) throw notFound("Comment", id);
  return found;
}

function select(tx: Tx) {
  return tx
    .selectFrom("comments as c")
    .selectAll("c")
    .where("c.tenantId", "=", tenant())
    .where("c.visibility", "in", visible())
    .where((eb) => {
      const answers = eb
        .selectFrom("comments as a")
        .select("a.id")
        .whereRef("a.tenantId", "=", "c.tenantId")
        .whereRef("a.parentId", "=", "c.id")
        .where("a.visibility", "in", visible())
        .where("a.deletedAt", "is", null);
      return eb.or([eb("c.deletedAt", "is", null), eb.exists(answers)]);
    });
}

async function shape(rows: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>): Promise<CommentItem[]> {
  const names = await Person.names(rows.map((row) => row.author));
  const me = reference().split(":")[1] ?? "";
  return rows.map((row) => ({
    id: row.id,
    subjectType: row.subjectType as CommentItem["subjectType"],
    subjectId: row.subjectId,
    version: row.version,
    parentId: row.parentId,
    anchor: row.deletedAt ? null : (row.anchor as unknown as CommentItem["anchor"]),
    body: row.deletedAt ? "This comment was removed." : row.body,
    visibility: row.visibility as CommentItem["visibility"],
    author: { id: row.author, name: names.get(row.author) ?? "Somebody" },
    mine: !row.deletedAt && row.author.endsWith(`:${me}`),
    resolvedAt: Paging.iso(row.resolvedAt),
    createdAt: Paging.iso(row.createdAt),
  }));
}
