import { tenant } from "#platform/actor.ts";
import { afterCommit, asPlatform, sql, type Tx, transaction } from "#platform/db.ts";
import { nudge } from "#platform/live.ts";
import { newId } from "#schema/ids.ts";
import { SourcedCollection } from "#schema/search.ts";
import { documentsOf } from "./sources/index.ts";

const pageSize = 500;

/** Rows of all tenants that were marked for the indexer since a time, or still are: ids by tenant. */
export async function marked(collection: SourcedCollection, since: Date): Promise<Map<string, string[]>> {
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("searchOutbox")
      .select(["tenantId", "subjectId"])
      .distinct()
      .where("collection", "=", collection)
      .where((eb) => eb.or([eb("deliveredAt", "is", null), eb("deliveredAt", ">=", since)]))
      .execute(),
  );
  const groups = Map.groupBy(rows, (row) => row.tenantId);
  return new Map([...groups].map(([tenantId, marks]) => [tenantId, marks.map((mark) => mark.subjectId)]));
}

/** Marks rows of a tenant for the indexer; a row that waits for it already is not marked twice. */
export async function mark(
  tx: Tx,
  collection: SourcedCollection,
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into search_outbox (tenant_id, id, collection, subject_id, op)
    select ${tenantId}, mark.id, ${collection}, mark.subject, 'upsert'
    from unnest(${ids.map(() => newId("searchOutbox"))}::text[], ${ids}::text[]) as mark (id, subject)
    on conflict do nothing`.execute(tx);
  afterCommit(nudge);
}

/** Marks everything of the tenant at work: after its rows came in bulk, past the verbs that mark what they change. */
export async function markAll(): Promise<void> {
  await transaction(async (tx) => {
    for (const collection of SourcedCollection.options)
      for (let after = ""; ; ) {
        const ids = (await documentsOf(collection, { after, limit: pageSize })).map((document) => document.id);
        await mark(tx, collection, tenant(), ids);
        if (ids.length < pageSize) break;
        after = ids.at(-1) ?? after;
      }
  });
}
