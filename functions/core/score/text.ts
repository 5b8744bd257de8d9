import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlogFields } from "#schema/blog.ts";
import { notFound } from "#schema/errors.ts";
import type { Scored } from "./heuristics.ts";

/** A version of a post as it is scored. @throws request.not_found */
export async function textOf(tx: Tx, blogPostId: string, version: number): Promise<Scored> {
  const row = await tx
    .selectFrom("contentVersions as v")
    .innerJoin("blogPosts as p", (join) =>
      join.onRef("p.tenantId", "=", "v.tenantId").onRef("p.id", "=", "v.subjectId"),
    )
    .select(["v.content", "p.secondaryKeywords"])
    .where("v.tenantId", "=", tenant())
    .where("v.subjectType", "=", "blog_post")
    .where("v.subjectId", "=", blogPostId)
    .where("v.version", "=", version)
    .where("p.deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw notFound("Version", String(version));
  const { title = "", body = "", metaDescription, targetKeyword } = row.content as Partial<BlogFields>;
  return {
    text: body,
    title,
    metaDescription,
    primaryKeyword: targetKeyword || undefined,
    secondaryKeywords: row.secondaryKeywords.slice(0, 15),
  };
}
