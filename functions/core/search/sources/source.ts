import type { RawBuilder, Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import type { SourcedCollection } from "#schema/search.ts";
import type { SearchDocument } from "#schema/search-collections.ts";

/** Which rows of the tenant at work: some by their ids, or the next ones after an id. */
export type Pick = { ids: readonly string[] } | { after: string; limit: number };

/** How the rows of a collection become documents. Deleted rows have none. */
export type Source<C extends SourcedCollection> = (tx: Tx, pick: Pick) => Promise<SearchDocument<C>[]>;

/** The condition of a pick on the table `t`, with the order that paging needs. */
export function picked(pick: Pick): RawBuilder<unknown> {
  return "ids" in pick
    ? sql`t.id = any(${pick.ids}::text[])`
    : sql`t.id > ${pick.after} order by t.id limit ${pick.limit}`;
}

interface Stamped {
  id: string;
  tenantId: string;
  createdAt: Date;
  updatedAt: Date;
}

/** The fields every document has. */
export function common({ id, tenantId, createdAt, updatedAt }: Stamped) {
  return { id, tenantId, createdAt: createdAt.getTime(), updatedAt: updatedAt.getTime() };
}

/** A time as the engine keeps it; nothing stays nothing. */
export const moment = (at: Date | null): number | undefined => at?.getTime();

/** A text or nothing, where the row says null or leaves it empty. */
export const given = (text: string | null): string | undefined => text || undefined;
