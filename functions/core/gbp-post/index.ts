import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";

/** Hash, version and title an approval of a post is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: row.contentHash, version: row.version, title: row.bodyText.slice(0, 60) };
}

/** The agency lets the post go out; it waits for a profile to be connected. */
export async function approved(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await set(tx, id, { dmApprovedBy: reference(), dmApprovedAt: new Date(), dmRejectionNote: null });
  await Effect.audit("gbp_post.dm_approved", { type: "gbp_post", id, label: row.bodyText.slice(0, 60) });
  await changed(id, row.status, row.version);
}

/** The post does not go out. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await set(tx, id, { status: "rejected", dmRejectionNote: note });
  await Effect.audit("gbp_post.rejected", { type: "gbp_post", id, label: row.bodyText.slice(0, 60) }, {}, note);
  await changed(id, "rejected", row.version);
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("gbpPosts")
    .select(["status", "version", "contentHash", "bodyText"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Post", id);
  return row;
}

async function set(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx.updateTable("gbpPosts").set(values).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

async function changed(id: string, status: string, version: number): Promise<void> {
  await Effect.live("content:updated", { kind: "gbp_post", id, status, version });
}
