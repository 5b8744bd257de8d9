import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { writeEdited } from "#core/piece/edited.ts";
import * as Piece from "#core/piece/index.ts";
import { person, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { BlogFields, BlogPost, Claim } from "#schema/blog.ts";
import { BlogPatch, BlogFields as Fields } from "#schema/blog.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { contentOf } from "./content.ts";
import { locked, move, type Row } from "./index.ts";
import { get } from "./read.ts";
import { oneClaim } from "./support.ts";

/**
 * A reviewer's edit: a new version; open approvals are superseded and the agency's stage opens anew.
 * The text one edits one cannot be the one to approve.
 */
export async function edit(id: string, patch: BlogPatch, rowVersion: number): Promise<BlogPost> {
  require("blog_post.edit", "edit content");
  const { changeNote, ...given } = BlogPatch.parse(patch);
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.rowVersion !== rowVersion)
      throw new AppError(
        "request.version_mismatch",
        `Somebody changed "${row.title}" after you opened it; version ${row.version} is the newest.`,
        { details: { rowVersion: row.rowVersion, version: row.version } },
      );
    const fields = Fields.parse({ ...row, ...defined(given) });
    if (JSON.stringify(contentOf(row)) === JSON.stringify(contentOf(fields))) return get(id);
    if (fields.slug !== row.slug && (await Piece.freeSlug(tx, "blog_post", fields.slug, id)) !== fields.slug) {
      throw new AppError("request.already_exists", `Another post has the address ${fields.slug}.`, {
        fields: [{ path: "slug", rule: "unique", message: "Choose another slug." }],
      });
    }
    await revise(tx, row, fields, { kind: "human", changeNote });
    return get(id);
  });
}

/** Brings an older version back as a new one. */
export async function restore(id: string, version: number): Promise<BlogPost> {
  require("blog_post.edit", "restore versions");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const old = await Piece.contentOf(tx, "blog_post", id, version);
    if (!old) throw notFound("Version", String(version));
    const fields = Fields.parse({ ...row, ...old });
    const slug = await Piece.freeSlug(tx, "blog_post", fields.slug, id);
    const by = { kind: "human", isRestored: true, changeNote: `Restored version ${version}` } as const;
    await revise(tx, row, { ...fields, slug }, by, "blog_post.restored_version");
    return get(id);
  });
}

/** Takes a post out of work. What is on the channel stays there. */
export async function archive(id: string): Promise<void> {
  require("blog_post.edit", "archive content");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.status === "publishing" || row.status === "publish_unknown")
      throw new AppError(
        "publish.outcome_unknown",
        `"${row.title}" is on its way to the channel; wait until the outcome is known.`,
      );
    await move(tx, row, "archive");
    await Approval.supersede(tx, { type: "blog_post", id });
    await Effect.audit("blog_post.archived", { type: "blog_post", id, label: row.title });
  });
}

/** Accepts an unsupported sentence with a reason. Not by the one who wrote it. */
export async function waive(id: string, claimId: string, note: string): Promise<Claim> {
  require("blog_post.edit", "waive claims");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const author = await Piece.authorOf(tx, "blog_post", row);
    if (author.endsWith(`:${person().userId}`))
      throw new AppError("approval.own_work", "You wrote this version; another reviewer must accept its claims.");
    const done = await tx
      .updateTable("claims")
      .set({ support: "waived", waivedBy: reference(), waiveNote: note })
      .where("tenantId", "=", tenant())
      .where("id", "=", claimId)
      .where("subjectId", "=", id)
      .where("version", "=", row.version)
      .returning("text")
      .executeTakeFirst();
    if (!done) throw notFound("Claim", claimId);
    await Effect.audit("claim.waived", { type: "blog_post", id, label: row.title }, { after: { claimId } }, note);
    await Piece.changed("blog_post", row);
    return oneClaim(tx, id, claimId);
  });
}

/**
 * Another wording of a post is a new version, with its own claims; what was approved of the last one holds no more, and the agency's
 * stage opens anew.
 */
export async function revise(
  tx: Tx,
  row: Row,
  fields: BlogFields,
  by: Piece.By,
  action: "blog_post.edited" | "blog_post.restored_version" = "blog_post.edited",
): Promise<void> {
  await move(tx, { ...row, version: row.version + 1, title: fields.title }, "edit", Piece.unapproved);
  await Approval.supersede(tx, { type: "blog_post", id: row.id });
  await writeEdited(tx, "blog_post", { ...row, title: fields.title }, contentOf(fields), by, action);
}

function defined<T extends object>(value: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Partial<{
    [K in keyof T]: Exclude<T[K], undefined>;
  }>;
}
