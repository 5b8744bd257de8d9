import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Memory from "#core/memory/index.ts";
import { extractClaims } from "#core/run/claims.ts";
import { person, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { BlogFields, BlogPost, Claim } from "#schema/blog.ts";
import { BlogPatch, BlogFields as Fields } from "#schema/blog.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { passages, storeClaims } from "./claims.ts";
import type { Row } from "./index.ts";
import { changed, freeSlug, locked, move, openStage, write } from "./index.ts";
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
    const fields = { ...fieldsOf(row), ...defined(given) };
    if (same(fieldsOf(row), fields)) return get(id);
    if (fields.slug !== row.slug && (await freeSlug(tx, fields.slug, id)) !== fields.slug) {
      throw new AppError("request.already_exists", `Another post has the address ${fields.slug}.`, {
        fields: [{ path: "slug", rule: "unique", message: "Choose another slug." }],
      });
    }
    await newVersion(tx, row, fields, changeNote, "blog_post.edited");
    return get(id);
  });
}

/** Brings an older version back as a new one. */
export async function restore(id: string, version: number): Promise<BlogPost> {
  require("blog_post.edit", "restore versions");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const old = await tx
      .selectFrom("contentVersions")
      .select("content")
      .where("tenantId", "=", tenant())
      .where("subjectType", "=", "blog_post")
      .where("subjectId", "=", id)
      .where("version", "=", version)
      .executeTakeFirst();
    if (!old) throw notFound("Version", String(version));
    const fields = { ...fieldsOf(row), ...(old.content as unknown as BlogFields) };
    await newVersion(
      tx,
      row,
      { ...fields, slug: await freeSlug(tx, fields.slug, id) },
      `Restored version ${version}`,
      "blog_post.restored_version",
    );
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
    const author = await tx
      .selectFrom("contentVersions")
      .select("author")
      .where("tenantId", "=", tenant())
      .where("subjectId", "=", id)
      .where("version", "=", row.version)
      .executeTakeFirst();
    if (author?.author.endsWith(`:${person().userId}`))
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
    await changed(id, row.status, row.version);
    return oneClaim(tx, id, claimId);
  });
}

async function newVersion(
  tx: Tx,
  row: Row,
  fields: BlogFields,
  changeNote: string | undefined,
  action: "blog_post.edited" | "blog_post.restored_version",
): Promise<void> {
  const valid = Fields.parse(fields);
  const version = row.version + 1;
  const status = await move(tx, { ...row, version, title: valid.title }, "edit", {
    dmApprovedBy: null,
    dmApprovedAt: null,
    clientApprovedBy: null,
    clientApprovedAt: null,
  });
  await Approval.supersede(tx, { type: "blog_post", id: row.id });
  const hash = await write(tx, row, valid, version, { author: reference(), kind: "human", changeNote });
  await storeClaims(tx, { type: "blog_post", id: row.id }, version, await claimsOf(tx, row, valid.body));
  if (action === "blog_post.edited") await taught(tx, row, valid, version);
  await Effect.audit(
    action,
    { type: "blog_post", id: row.id, label: valid.title },
    {
      before: { version: row.version, contentHash: row.contentHash, status: row.status },
      after: { version, contentHash: hash, status },
    },
    changeNote,
  );
  const unsupported = await tx
    .selectFrom("claims")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("subjectId", "=", row.id)
    .where("version", "=", version)
    .where("support", "=", "unsupported")
    .limit(1)
    .executeTakeFirst();
  await openStage(tx, { id: row.id, activityId: row.activityId }, "dm", unsupported ? ["unsupported_claims"] : []);
}

// A version brought back was learned of when it was written.
async function taught(tx: Tx, row: Row, fields: BlogFields, version: number): Promise<void> {
  const [before, after] = [row, fields].map(({ title, body }) => `${title}\n\n${body}`);
  await Memory.edited(tx, {
    ...{ agent: "blog-writer", subject: { type: "blog_post", id: row.id } },
    ...{ fromVersion: row.version, toVersion: version, before: before ?? "", after: after ?? "" },
    isSeo: before === after,
  });
}

/** The claims of an edited text: it rests on the passages the earlier version was written from. */
export async function claimsOf(tx: Tx, row: Row, body: string) {
  const chunks = await tx
    .selectFrom("claims as c")
    .innerJoin("claimSources as s", (join) =>
      join.onRef("s.tenantId", "=", "c.tenantId").onRef("s.claimId", "=", "c.id"),
    )
    .select("s.datasetChunkId")
    .distinct()
    .where("c.tenantId", "=", tenant())
    .where("c.subjectId", "=", row.id)
    .where("c.version", "=", row.version)
    .execute();
  const known = await passages(
    tx,
    chunks.flatMap((chunk) => chunk.datasetChunkId ?? []),
  );
  return extractClaims(body, [], known);
}

function fieldsOf(row: Row): BlogFields {
  const { title, slug, body, excerpt, targetKeyword, metaTitle, metaDescription } = row;
  return { title, slug, body, excerpt, targetKeyword, metaTitle, metaDescription };
}

function defined<T extends object>(value: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Partial<{
    [K in keyof T]: Exclude<T[K], undefined>;
  }>;
}

function same(a: BlogFields, b: BlogFields): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
