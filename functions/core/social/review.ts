import * as Approval from "#core/approval/index.ts";
import * as Deliverable from "#core/deliverable/index.ts";
import * as Effect from "#core/effect/index.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { Resolve } from "#schema/approval.ts";
import { askClient } from "./client.ts";
import { design } from "./design.ts";
import { authorOf, change, keepVersion, locked, move, rewrite, subject } from "./index.ts";
import { isTextOnly } from "./platforms.ts";

export { clientApproved } from "./client.ts";
export { present } from "./index.ts";

/** A reviewer of the agency approved the text: its pictures are ordered, or the client is asked at once. */
export async function copyApproved(tx: Tx, id: string): Promise<void> {
  const approved = { dmApprovedBy: reference(), dmApprovedAt: new Date(), dmRejectionNote: null };
  const row = await move(tx, await locked(tx, id), "dm_approve", approved);
  await Effect.audit("social_post.dm_approved", subject(row));
  if (row.activityId) await Deliverable.move(tx, row.activityId, "dm_approve");
  if (isTextOnly(row.format)) return askClient(tx, row, "ask_client", await authorOf(tx, row));
  return design(tx, row, "design");
}

/**
 * Either side sent it back: what was said of the pictures goes to their designer, everything else to the writer. `revise` keeps the
 * count of rejections.
 */
export async function rejected(tx: Tx, id: string, stage: "dm" | "client", decision: Resolve): Promise<void> {
  const note = decision.note ?? "";
  const before = await locked(tx, id);
  const row = await move(
    tx,
    before,
    "reject",
    stage === "dm" ? { dmRejectionNote: note } : { clientRejectionNote: note },
  );
  await Approval.supersede(tx, { type: "social_post", id });
  await Effect.audit("social_post.rejected", subject(row), {}, note);
  const isOfPictures = stage === "client" && decision.category === "design" && !isTextOnly(row.format);
  if (!isOfPictures) return rewrite(tx, row, note, decision.decision === "reject");
  const next = { ...row, version: row.version + 1 };
  await change(tx, id, { version: next.version });
  await keepVersion(tx, next, {
    author: await authorOf(tx, row),
    kind: "agent",
    changeNote: "Other pictures are wanted",
  });
  return design(tx, next, "redesign", note);
}
