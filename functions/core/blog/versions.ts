import { changesOf } from "#core/changes.ts";
import * as Piece from "#core/piece/index.ts";
import { listed } from "#core/piece/versions.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { BlogFields, ContentVersion, DiffHunk } from "#schema/blog.ts";
import { notFound } from "#schema/errors.ts";

/** All versions of a post, newest first, without their text. */
export async function versions(id: string): Promise<ContentVersion[]> {
  return transaction(async (tx) => {
    await exists(tx, id);
    return listed(tx, "blog_post", id);
  });
}

/** One version with its text. */
export async function version(id: string, number: number): Promise<ContentVersion> {
  const found = (await versions(id)).find((entry) => entry.version === number);
  if (!found) throw notFound("Version", String(number));
  return { ...found, content: await transaction((tx) => content(tx, id, number)) };
}

/** What changed between two versions, field by field, with word marks. */
export async function diff(id: string, from: number, to: number): Promise<DiffHunk[]> {
  return transaction(async (tx) => {
    await exists(tx, id);
    return hunks(await content(tx, id, from), await content(tx, id, to));
  });
}

/** Word-level differences of two texts' fields; equal fields are left out. */
export function hunks(before: Partial<BlogFields>, after: Partial<BlogFields>): DiffHunk[] {
  const fields = ["title", "slug", "metaTitle", "metaDescription", "targetKeyword", "excerpt", "body"] as const;
  const texts = (given: Partial<BlogFields>) => Object.fromEntries(fields.map((field) => [field, given[field] ?? ""]));
  return changesOf(texts(before), texts(after));
}

/** The version a post is at, or `request.not_found`. */
export async function exists(tx: Tx, id: string): Promise<{ version: number }> {
  const row = await tx
    .selectFrom("blogPosts")
    .select("version")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw notFound("Blog post", id);
  return row;
}

async function content(tx: Tx, id: string, number: number): Promise<Partial<BlogFields>> {
  const found = await Piece.contentOf(tx, "blog_post", id, number);
  if (!found) throw notFound("Version", String(number));
  return found as Partial<BlogFields>;
}
