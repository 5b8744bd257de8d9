import * as Paging from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Page, PageQuery } from "#schema/page.ts";
import type { ResearchKind, ResearchNote, ResearchNoteDetail } from "#schema/research.ts";

const { iso } = Paging;

/** What the agents found out, newest first. */
export async function list(filter: PageQuery & { kind?: ResearchKind | undefined }): Promise<Page<ResearchNote>> {
  require("context_file.read", "see research");
  const scope = JSON.stringify(["research", tenant(), filter.kind]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await notes(tx)
      .$if(filter.kind !== undefined, (query) => query.where("kind", "=", filter.kind ?? ""))
      .$if(position !== undefined, (query) => query.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(filter.limit + 1)
      .execute();
    const page = Paging.slice(rows, filter.limit, scope, (row) => [row.id]);
    return { items: page.rows.map(shape), nextCursor: page.nextCursor };
  });
}

/** One piece of research with its text. */
export async function get(id: string): Promise<ResearchNoteDetail> {
  require("context_file.read", "see research");
  const row = await transaction((tx) => notes(tx).where("id", "=", id).executeTakeFirst());
  if (!row) throw notFound("Research", id);
  return { ...shape(row), body: row.body ?? "", metadata: row.metadata as ResearchNoteDetail["metadata"] };
}

function notes(tx: Tx) {
  return tx
    .selectFrom("researchNotes")
    .select(["id", "kind", "title", "body", "metadata", "activityId", "createdAt"])
    .where("tenantId", "=", tenant());
}

type Selected = Awaited<ReturnType<ReturnType<typeof notes>["execute"]>>[number];

function shape({ id, kind, title, activityId, createdAt }: Selected): ResearchNote {
  return { id, kind: kind as ResearchKind, title, activityId, createdAt: iso(createdAt) };
}
