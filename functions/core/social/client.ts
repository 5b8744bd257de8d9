import * as Piece from "#core/piece/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalFlag } from "#schema/approval.ts";
import { change, hashOf, move, openStage, type Row } from "./index.ts";

/** Text and media are complete: the client is asked, unless the agency alone decides for this client. */
export async function askClient(
  tx: Tx,
  before: Row,
  verb: "ask_client" | "designed",
  flags: readonly ApprovalFlag[] = [],
): Promise<void> {
  await change(tx, before.id, { contentHash: await hashOf(tx, before) });
  const row = await move(tx, before, verb);
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("approvalMode")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  if (settings?.approvalMode === "internal") await Piece.clientApproved(tx, "social_post", row);
  else await openStage(tx, row.id, "client", [...(await flagsOfCopy(tx, row.id)), ...flags]);
}

// What the agency was told of the text when it approved it, the client is told as well.
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
