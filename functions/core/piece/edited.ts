import { storeClaims } from "#core/claim/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { Tx } from "#platform/db.ts";
import { claimsAgain } from "./again.ts";
import * as Piece from "./index.ts";

/**
 * Writes another wording of a piece, with its claims; the agency's stage opens anew and says when no source carries one of them.
 * `row` is the piece as it was, but for its status and title.
 */
export async function writeEdited(
  tx: Tx,
  type: Piece.DraftType,
  row: Piece.Row,
  content: Piece.Content,
  by: Piece.By,
  action: `${Piece.DraftType}.edited` | "blog_post.restored_version" = `${type}.edited`,
): Promise<void> {
  const { id, title, version, contentHash } = row;
  const written = await Piece.write(tx, type, row, content, by);
  const { isCriticised, article } = Piece.kindOf(type);
  const claims = isCriticised ? await claimsAgain(tx, row, article(content)) : [];
  await storeClaims(tx, { type, id }, written.version, claims);
  await Effect.audit(
    action,
    { type, id, label: title },
    { before: { version, contentHash }, after: { version: written.version, contentHash: written.hash } },
    by.changeNote,
  );
  const isUnsupported = claims.some(({ support }) => support === "unsupported");
  await Piece.openStage(tx, type, id, "dm", isUnsupported ? ["unsupported_claims"] : []);
  await Piece.changed(type, { ...row, version: written.version });
}
