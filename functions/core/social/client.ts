import * as Approval from "#core/approval/index.ts";
import * as Piece from "#core/piece/index.ts";
import { delivered } from "#core/request/posts.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalFlag } from "#schema/approval.ts";
import { change, hashOf, move, type Row } from "./index.ts";

/**
 * Text and media are complete: the client is asked. Where the agency alone decides for this client, its reviewers see what goes out
 * once more, unless their approval of the text covers all of it. @returns whether the post may go out now
 */
export async function askForRelease(
  tx: Tx,
  before: Row,
  verb: "ask_client" | "designed",
  flags: readonly ApprovalFlag[] = [],
): Promise<boolean> {
  const contentHash = await hashOf(tx, before);
  await change(tx, before.id, { contentHash });
  const row = await move(tx, before, verb);
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("approvalMode")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  const isInternal = settings?.approvalMode === "internal";
  if (isInternal) {
    const given = await Approval.ofVersion(tx, { type: "social_post", id: row.id }, row.version, "dm");
    const covers = given?.status === "approved" && given.contentHash === contentHash;
    if (covers) return released(tx, row);
  }
  const told = [...(await flagsOfCopy(tx, row.id)), ...flags];
  await Piece.openStage(tx, "social_post", row.id, isInternal ? "dm" : "client", told, "client");
  return false;
}

/** Text and media are approved by whoever has the last word. */
export async function released(tx: Tx, row: Row): Promise<true> {
  await Piece.clientApproved(tx, "social_post", row);
  if (row.activityId) await delivered(tx, row.activityId);
  return true;
}

// What the agency was told of the text when it approved it, whoever releases the post is told as well.
async function flagsOfCopy(tx: Tx, id: string): Promise<ApprovalFlag[]> {
  const row = await tx
    .selectFrom("approvals")
    .select("flags")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", "social_post")
    .where("subjectId", "=", id)
    .where("kind", "=", "social_copy")
    .where("status", "=", "approved")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return (row?.flags ?? []) as ApprovalFlag[];
}
