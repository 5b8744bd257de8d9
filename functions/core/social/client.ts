import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { change, hashOf, locked, move, openStage, type Row, subject } from "./index.ts";

/** Text and media are complete: the client is asked, unless the agency alone decides for this client. */
export async function askClient(tx: Tx, before: Row, verb: "ask_client" | "designed", author: string): Promise<void> {
  await change(tx, before.id, { contentHash: await hashOf(tx, before) });
  const row = await move(tx, before, verb);
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("approvalMode")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  if (settings?.approvalMode === "internal") return settled(tx, row);
  await openStage(tx, row.id, "client", author);
}

/** The client approved text and media: the work is done and the post may go out. */
export async function clientApproved(tx: Tx, id: string): Promise<void> {
  await settled(tx, await locked(tx, id), { clientApprovedBy: reference(), clientApprovedAt: new Date() });
}

async function settled(tx: Tx, before: Row, set: Record<string, unknown> = {}): Promise<void> {
  const row = await move(tx, before, "client_approve", { clientRejectionNote: null, ...set });
  await Effect.audit("social_post.client_approved", subject(row));
  if (row.activityId)
    await Activity.finish(tx, row.activityId, "approve_last", { socialPostId: row.id, version: row.version });
}
