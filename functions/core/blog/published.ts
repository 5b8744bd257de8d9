import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** Published posts that have an address, the newest first. */
export async function published(
  tx: Tx,
  limit: number,
): Promise<{ url: string; title: string; metaDescription: string }[]> {
  const rows = await tx
    .selectFrom("blogPosts")
    .select(["publishedUrl", "title", "metaDescription"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "published")
    .where("publishedUrl", "is not", null)
    .where("deletedAt", "is", null)
    .orderBy("publishedAt", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ publishedUrl, ...row }) => ({ ...row, url: publishedUrl ?? "" }));
}
