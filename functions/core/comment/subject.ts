import * as Request from "#core/request/rows.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { CommentInput } from "#schema/comment.ts";
import { notFound } from "#schema/errors.ts";

/** Newest version of what comments are about; null where there are no versions. Throws `request.not_found` when it is not the tenant's. */
export async function versionOf(tx: Tx, type: CommentInput["subjectType"], id: string): Promise<number | null> {
  switch (type) {
    case "blog_post": {
      const post = await tx
        .selectFrom("blogPosts")
        .select("version")
        .where("tenantId", "=", tenant())
        .where("id", "=", id)
        .where("deletedAt", "is", null)
        .executeTakeFirst();
      if (!post) throw notFound("Blog post", id);
      return post.version;
    }
    case "activity": {
      const activity = await tx
        .selectFrom("activities")
        .select("id")
        .where("tenantId", "=", tenant())
        .where("id", "=", id)
        .where("deletedAt", "is", null)
        .executeTakeFirst();
      if (!activity) throw notFound("Activity", id);
      return null;
    }
    case "content_request": {
      const request = await tx
        .selectFrom(Request.tableOf(Request.kindOf(id)))
        .select("id")
        .where("tenantId", "=", tenant())
        .where("id", "=", id)
        .where("deletedAt", "is", null)
        .executeTakeFirst();
      if (!request) throw notFound("Request", id);
      return null;
    }
  }
}
