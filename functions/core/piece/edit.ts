import type * as z from "zod";
import * as Approval from "#core/approval/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { editLock } from "#schema/edit-lock.ts";
import { AppError } from "#schema/errors.ts";
import { allows } from "#schema/machine.ts";
import { type PieceDetail, PieceEdit, type PieceType } from "#schema/piece.ts";
import { wordingOf } from "#schema/wording.ts";
import { writeEdited } from "./edited.ts";
import * as Piece from "./index.ts";
import { get } from "./read.ts";

/**
 * A person words a piece: a new version, which the agency's stage begins with again; open approvals of earlier ones are superseded.
 * Whoever edits it cannot approve it. @throws request.version_mismatch, validation_failed, illegal_transition
 */
export async function edit(type: PieceType, id: string, input: PieceEdit): Promise<PieceDetail> {
  require("blog_post.edit", "edit content");
  const { content: words, version, changeNote } = PieceEdit.parse(input);
  await transaction(async (tx) => {
    const row = await Piece.locked(tx, type, id);
    const before = await Piece.contentOf(tx, type, id);
    if (!before) throw notNow(`"${row.title}" has no text yet.`);
    if (row.version !== version)
      throw new AppError(
        "request.version_mismatch",
        `Somebody changed "${row.title}" after you opened it; version ${row.version} is the newest.`,
        { details: { version: row.version } },
      );
    const content = reworded(type, before, words);
    if (Piece.contentHash(content) === Piece.contentHash(before)) return;
    await demandOwnSlug(tx, type, id, content);
    const open = await reopened(tx, type, row);
    await writeEdited(tx, type, { ...row, status: open.status }, content, { kind: "human", changeNote });
  });
  return get(type, id);
}

// The words of a piece have the bounds that hold for its writer. What is no wording (whom a newsletter goes to) stays.
function reworded(type: PieceType, before: Piece.Content, words: Piece.Content): Piece.Content {
  const wording = wordingOf(type, before);
  const next = demand(wording.shape, { ...wording.words, ...words });
  return type === "ad_copy" ? { ...before, payload: next } : { ...before, ...next };
}

function demand(shape: z.ZodType, content: Piece.Content): Piece.Content {
  const parsed = shape.safeParse(content);
  if (parsed.success) return parsed.data as Piece.Content;
  throw new AppError("request.validation_failed", "Some of the words do not fit.", {
    fields: parsed.error.issues
      .slice(0, 20)
      .map(({ path, code, message }) => ({ path: `content.${path.join(".")}`, rule: code, message })),
  });
}

async function demandOwnSlug(tx: Tx, type: PieceType, id: string, { slug }: Piece.Content): Promise<void> {
  if (typeof slug !== "string" || (await Piece.freeSlug(tx, type, slug, id)) === slug) return;
  throw new AppError("request.already_exists", `Another piece has the address ${slug}.`, {
    fields: [{ path: "content.slug", rule: "unique", message: "Choose another slug." }],
  });
}

// What waits in line to be sent is taken out of it first; what its writer or the critic has is left to them.
async function reopened(tx: Tx, type: PieceType, row: Piece.Row): Promise<Piece.Row> {
  const { machine, verbs } = Piece.kindOf(type);
  const inLine = await tx
    .selectFrom("publishAttempts")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("subjectId", "=", row.id)
    .where("status", "=", "prepared")
    .limit(1)
    .executeTakeFirst();
  const lock = editLock(type, row.status, inLine !== undefined);
  if (lock) throw notNow(`"${row.title}" cannot be edited now. ${lock}`);
  await Approval.supersede(tx, { type, id: row.id });
  // A set of ads has no status of being edited.
  const verb = allows(machine, row.status, "edit") ? "edit" : undefined;
  const open = await Piece.move(tx, type, row, verb, Piece.unapproved);
  return allows(machine, open.status, verbs.ready) ? Piece.move(tx, type, open, verbs.ready) : open;
}

const notNow = (why: string) => new AppError("request.illegal_transition", why);
