import * as Approval from "#core/approval/index.ts";
import * as Deliverable from "#core/deliverable/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Piece from "#core/piece/index.ts";
import type { Tx } from "#platform/db.ts";
import { change, locked, move, type Row, subject } from "./index.ts";

/** The post lies before the agency again, with the reason; what was promised has failed for now. */
export async function failedDesign(tx: Tx, id: string, message: string): Promise<void> {
  const found = await locked(tx, id);
  if (found.status !== "design_pending") return;
  await Approval.supersede(tx, { type: "social_post", id });
  const { orders = 1 } = found.details.design ?? {};
  await noteDesign(tx, found, { orders, by: "agent", reason: message.slice(0, 200) });
  const row = await move(tx, found, "design_fail", { dmApprovedBy: null, dmApprovedAt: null });
  await Effect.audit("social_post.design_failed", subject(row), {}, message.slice(0, 500));
  if (row.activityId) await Deliverable.move(tx, row.activityId, "fail");
  await Piece.openStage(tx, "social_post", id, "dm", []);
}

/** Keeps who makes the pictures of a post now, and why people have to. */
export async function noteDesign(tx: Tx, row: Row, state: NonNullable<Row["details"]["design"]>): Promise<void> {
  await change(tx, row.id, { details: JSON.stringify({ ...row.details, design: state }) });
}
