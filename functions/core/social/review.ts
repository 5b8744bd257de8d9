import * as Piece from "#core/piece/index.ts";
import type { Tx } from "#platform/db.ts";
import type { Resolve } from "#schema/approval.ts";
import { isTextOnly } from "#schema/social.ts";
import { askForRelease, released } from "./client.ts";
import { contentOf } from "./content.ts";
import { design } from "./design.ts";
import { locked, type Row } from "./index.ts";

/** A reviewer of the agency approved the text: its pictures are ordered, or the client is asked at once. @returns whether it may go out now */
export async function copyApproved(tx: Tx, id: string): Promise<boolean> {
  const row = await Piece.dmApproved(tx, "social_post", await locked(tx, id));
  if (isTextOnly(row.format)) return askForRelease(tx, row, "ask_client");
  await design(tx, row, "design");
  return false;
}

/** Text and media are approved by whoever has the last word. */
export async function approved(tx: Tx, id: string): Promise<void> {
  await released(tx, await locked(tx, id));
}

/**
 * Either side sent it back: what was said of the pictures goes to their designer, everything else to the writer. `revise` keeps the
 * count of rejections.
 */
export async function rejected(tx: Tx, id: string, stage: "dm" | "client", decision: Resolve): Promise<void> {
  const note = decision.note ?? "";
  const { status } = await locked(tx, id);
  const row = (await Piece.sentBack(tx, "social_post", { subjectId: id, stage }, note)) as Row;
  const isOfPictures = status === "client_review" && decision.category === "design" && !isTextOnly(row.format);
  if (!isOfPictures) return Piece.rewrite(tx, "social_post", row, { note, counts: decision.decision === "reject" });
  const author = await Piece.authorOf(tx, "social_post", row);
  const by = { author, kind: "agent", changeNote: "Other pictures are wanted" } as const;
  const { version } = await Piece.write(tx, "social_post", row, contentOf(row), by);
  return design(tx, { ...row, version }, "redesign", note);
}
