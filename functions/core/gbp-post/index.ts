import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { type GbpPostFields, type GbpPostStatus, type GbpPostVerb, gbpPostMachine } from "#schema/gbp-post.ts";
import { after } from "#schema/machine.ts";

export { contentHash } from "./hash.ts";

export interface Row extends GbpPostFields {
  id: string;
  status: GbpPostStatus;
  version: number;
  contentHash: string;
  channelId: string | null;
  activityId: string | null;
  scheduledAt: Date | null;
}

/** What a post is called in lists and logs. */
export const titleOf = ({ bodyText }: Pick<Row, "bodyText">): string => bodyText.slice(0, 60);

/** Hash, version and title an approval of a post is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: row.contentHash, version: row.version, title: titleOf(row) };
}

/** The agency lets the post go out, once a profile is connected. */
export async function approved(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await set(tx, id, { dmApprovedBy: reference(), dmApprovedAt: new Date(), dmRejectionNote: null });
  await Effect.audit("gbp_post.dm_approved", subject(row));
  await changed(row);
}

/** The post does not go out. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "reject", { dmRejectionNote: note });
  await Effect.audit("gbp_post.rejected", subject(row), {}, note);
}

/** Moves a post along its machine, with the live event. */
export async function move(tx: Tx, row: Row, verb: GbpPostVerb, values: Record<string, unknown> = {}): Promise<Row> {
  const status = after(gbpPostMachine, row.status, verb, `"${titleOf(row)}"`);
  await set(tx, row.id, { status, ...values });
  await changed({ ...row, status });
  return { ...row, status };
}

/** Reads and locks a post of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("gbpPosts")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Post", id);
  // A first version that was stored before versions were counted has none.
  return { ...row, version: Math.max(row.version, 1) } as unknown as Row;
}

function subject(row: Row) {
  return { type: "gbp_post", id: row.id, label: titleOf(row) };
}

async function set(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx.updateTable("gbpPosts").set(values).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

async function changed({ id, status, version }: Row): Promise<void> {
  await Effect.live("content:updated", { kind: "gbp_post", id, status, version });
}
