import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { type Content, type DraftType, draftTypes, type Kind, kindOf } from "./kinds.ts";

/** What all pieces have, whatever their kind. */
export interface Row {
  id: string;
  title: string;
  status: string;
  version: number;
  contentHash: string;
  activityId: string | null;
  runId: string | null;
  dmRejectionNote: string | null;
  clientRejectionNote: string | null;
}

// Every table of pieces has the columns of `Row` under these names; no others are named through it.
export function tableOf(kind: Kind): "landingPages" {
  return kind.table as "landingPages";
}

/** Reads and locks a piece of the tenant at work. */
export async function locked(tx: Tx, type: DraftType, id: string): Promise<Row> {
  const kind = kindOf(type);
  const row = await tx
    .selectFrom(tableOf(kind))
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound(kind.label, id);
  return shaped(kind, row);
}

/** The piece that an activity makes, locked; undefined before its first draft. */
export async function ofActivity(
  tx: Tx,
  activityId: string,
  types: readonly DraftType[] = draftTypes,
): Promise<{ type: DraftType; row: Row } | undefined> {
  for (const type of types) {
    const kind = kindOf(type);
    const row = await tx
      .selectFrom(tableOf(kind))
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("activityId", "=", activityId)
      .where("deletedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (row) return { type, row: shaped(kind, row) };
  }
  return undefined;
}

/** Makes the row of a piece when there is something to keep. */
export async function insert(
  tx: Tx,
  type: DraftType,
  of: { id: string; activityId: string; columns: Record<string, unknown>; title: string },
): Promise<Row> {
  const kind = kindOf(type);
  const { id, activityId, columns, title } = of;
  const values = { ...columns, tenantId: tenant(), id, activityId, status: kind.drafting };
  await tx
    .insertInto(tableOf(kind))
    .values(values as never)
    .execute();
  await Effect.audit(`${type}.created`, { type, id, label: title }, { after: { activityId } });
  return locked(tx, type, id);
}

/** A new id of the kind. */
export function idFor(type: DraftType): string {
  return newId(kindOf(type).idOf);
}

/** Sets columns of a piece. */
export async function set(tx: Tx, type: DraftType, id: string, values: Record<string, unknown>): Promise<void> {
  await tx
    .updateTable(tableOf(kindOf(type)))
    .set(values)
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

/** Moves a piece by a verb of its machine, or only sets columns where the kind has no such verb. */
export async function move<R extends Pick<Row, "id" | "status" | "version" | "title">>(
  tx: Tx,
  type: DraftType,
  row: R,
  verb: string | undefined,
  values: Record<string, unknown> = {},
): Promise<R> {
  const status = verb ? after(kindOf(type).machine, row.status, verb, `"${row.title}"`) : row.status;
  await set(tx, type, row.id, { status, ...values });
  await changed(type, { ...row, status });
  return { ...row, status };
}

/** Tells screens and the search index that a piece changed. */
export async function changed(
  type: DraftType,
  { id, status, version }: Pick<Row, "id" | "status" | "version">,
): Promise<void> {
  await Effect.live("content:updated", { kind: type, id, status, version });
  const { collection } = kindOf(type);
  if (collection) await Effect.searchSync(collection, id);
}

/** The content of a version of a piece, as a rule the newest; undefined before its first draft. */
export async function contentOf(
  tx: Tx,
  type: DraftType | "gbp_post",
  id: string,
  version?: number,
): Promise<Content | undefined> {
  const row = await tx
    .selectFrom("contentVersions")
    .select("content")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", type)
    .where("subjectId", "=", id)
    .$if(version !== undefined, (query) => query.where("version", "=", version ?? 0))
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.content as Content | undefined;
}

/** A row of any of the tables as a piece. */
export function shaped(kind: Kind, row: object): Row {
  const columns = row as Row & Record<string, unknown>;
  return { ...columns, title: kind.title(columns) };
}
