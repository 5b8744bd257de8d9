import * as Effect from "#core/effect/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type Reach, type Segment, SegmentFilter, SegmentInput } from "#schema/contact.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { countOf, reachOf } from "./readers.ts";

/** The saved segments, each with the number of people in it now. */
export async function list(): Promise<Segment[]> {
  require("lead.edit", "see segments");
  return transaction(async (tx) => {
    const rows = await segments(tx).orderBy("name").limit(200).execute();
    const counted: Segment[] = [];
    for (const row of rows) counted.push(await shape(tx, row));
    return counted;
  });
}

/** How many people a filter means, before it is saved. */
export async function reach(filter: SegmentFilter): Promise<Reach> {
  require("lead.edit", "see segments");
  return transaction((tx) => reachOf(tx, { audience: "segment", filter: SegmentFilter.parse(filter) }));
}

/** Saves a filter under a name. @throws request.already_exists: the name is taken */
export async function create(input: SegmentInput): Promise<Segment> {
  require("lead.edit", "save segments");
  const { name, filter } = SegmentInput.parse(input);
  return transaction(async (tx) => {
    await demandName(tx, name, "");
    const id = newId("contactSegment");
    await tx
      .insertInto("contactSegments")
      .values({ tenantId: tenant(), id, name, filter: JSON.stringify(filter), createdBy: reference() })
      .execute();
    await Effect.audit("segment.created", { type: "contact_segment", id, label: name }, { after: { filter } });
    return shape(tx, await found(tx, id));
  });
}

/** Changes a segment. Newsletters keep the filter that was approved with them. */
export async function change(id: string, input: SegmentInput): Promise<Segment> {
  require("lead.edit", "change segments");
  const { name, filter } = SegmentInput.parse(input);
  return transaction(async (tx) => {
    const before = await found(tx, id);
    await demandName(tx, name, id);
    await tx
      .updateTable("contactSegments")
      .set({ name, filter: JSON.stringify(filter), updatedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit(
      "segment.updated",
      { type: "contact_segment", id, label: name },
      { before: { name: before.name, filter: before.filter }, after: { name, filter } },
    );
    return shape(tx, await found(tx, id));
  });
}

/** Takes a segment away; what was sent to it stays. */
export async function remove(id: string): Promise<void> {
  require("lead.edit", "remove segments");
  await transaction(async (tx) => {
    const { name } = await found(tx, id);
    await tx
      .updateTable("contactSegments")
      .set({ deletedAt: new Date(), deletedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("segment.removed", { type: "contact_segment", id, label: name });
  });
}

/** A segment of the tenant at work. */
export async function found(tx: Tx, id: string) {
  const row = await segments(tx).where("id", "=", id).executeTakeFirst();
  if (!row) throw notFound("Segment", id);
  return { ...row, filter: SegmentFilter.parse(row.filter) };
}

function segments(tx: Tx) {
  return tx
    .selectFrom("contactSegments")
    .select(["id", "name", "filter"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null);
}

async function demandName(tx: Tx, name: string, id: string): Promise<void> {
  const taken = await segments(tx).where("name", "=", name).where("id", "!=", id).executeTakeFirst();
  if (taken) throw new AppError("request.already_exists", `There is a segment named "${name}" already.`);
}

async function shape(tx: Tx, row: { id: string; name: string; filter: unknown }): Promise<Segment> {
  const filter = SegmentFilter.parse(row.filter);
  return { id: row.id, name: row.name, filter, count: await countOf(tx, { audience: "segment", filter }) };
}
