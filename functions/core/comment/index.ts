import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { isAgency, person, reference, require, speaker, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { Comment as CommentItem } from "#schema/comment.ts";
import { CommentInput } from "#schema/comment.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { one, visible } from "./read.ts";
import { versionOf } from "./subject.ts";

export { list } from "./read.ts";

type Row = NonNullable<Awaited<ReturnType<typeof locked>>>;

/**
 * Adds a comment or an answer. Without a wish the agency writes for itself and the client for both; an answer is as visible as what
 * it answers. Answers of answers join the thread.
 * @throws auth.forbidden when a client wants an internal one, request.validation_failed for an anchor, version or visibility that cannot be
 */
export const create = fn(CommentInput, async (input): Promise<CommentItem> => {
  require("comment.write", "comment");
  const author = speaker();
  return await transaction(async (tx) => {
    const newest = await versionOf(tx, input.subjectType, input.subjectId);
    if (input.version && newest !== null && input.version > newest)
      throw invalid("version", "There is no such version.");
    if (input.anchor && input.anchor.end < input.anchor.start)
      throw invalid("anchor", "The end lies before the start.");
    const parent = input.parentId ? await parentOf(tx, input, input.parentId) : undefined;
    const visibility = input.visibility ?? parent?.visibility ?? (isAgency() ? "internal" : "client");
    if (visibility === "internal" && !isAgency())
      throw new AppError("auth.forbidden", "Internal comments are for the agency only.");
    if (parent?.visibility === "internal" && visibility === "client")
      throw invalid("visibility", "An answer to an internal comment is internal.");
    const id = newId("comment");
    await tx
      .insertInto("comments")
      .values({
        tenantId: tenant(),
        id,
        subjectType: input.subjectType,
        subjectId: input.subjectId,
        version: input.version ?? null,
        parentId: parent ? (parent.parentId ?? parent.id) : null,
        anchor: input.anchor ? JSON.stringify(input.anchor) : null,
        body: input.body,
        visibility,
        author: reference(),
        createdBy: reference(),
      })
      .execute();
    const { subjectType, subjectId, body } = input;
    await Effect.audit("comment.added", label(id, author.name), {
      after: { subjectType, subjectId, visibility, bodySha256: sha256(body) },
    });
    await announce({ id, subjectType, subjectId, visibility });
    return one(tx, id);
  });
});

/** Closes a thread's question; closing it again changes nothing. */
export async function resolve(id: string): Promise<CommentItem> {
  require("comment.write", "resolve comments");
  return await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (!row.resolvedAt) {
      await change(tx, id, { resolvedAt: new Date(), resolvedBy: reference() });
      await Effect.audit("comment.resolved", label(id, speaker().name));
      await announce(row);
    }
    return one(tx, id);
  });
}

/** Takes one's own comment away. */
export async function remove(id: string): Promise<void> {
  require("comment.write", "remove comments");
  const me = person();
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (!row.author.endsWith(`:${me.userId}`))
      throw new AppError("auth.forbidden", "Only the author can remove a comment. Resolve it instead.");
    await change(tx, id, { deletedAt: new Date(), deletedBy: reference() });
    await Effect.audit("comment.removed", label(id, me.name));
    await announce(row);
  });
}

async function parentOf(tx: Tx, input: CommentInput, parentId: string): Promise<Row> {
  const parent = await locked(tx, parentId);
  if (parent.subjectType === input.subjectType && parent.subjectId === input.subjectId) return parent;
  throw invalid("parentId", "The comment answered belongs to something else.");
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("comments")
    .select(["id", "subjectType", "subjectId", "parentId", "visibility", "author", "resolvedAt"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .where("visibility", "in", visible())
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Comment", id);
  return { ...row, visibility: row.visibility as CommentItem["visibility"] };
}

async function change(tx: Tx, id: string, set: Record<string, unknown>): Promise<void> {
  await tx.updateTable("comments").set(set).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

async function announce(row: {
  id: string;
  subjectType: string;
  subjectId: string;
  visibility: string;
}): Promise<void> {
  const { id, visibility } = row;
  await Effect.live("comment:updated", { subject: `${row.subjectType}:${row.subjectId}`, id, visibility });
}

function label(id: string, by: string) {
  return { type: "comment", id, label: `Comment of ${by}` };
}

function invalid(path: string, message: string): AppError {
  return new AppError("request.validation_failed", message, { fields: [{ path, rule: "exists", message }] });
}
