import { ask } from "#core/activity/ask.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { Priority } from "#schema/activity.ts";
import { type AuditScope, ContentAuditOrder } from "#schema/content-quality.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";

/**
 * Orders an audit of a published post. One that is under way is not ordered twice. @returns its id
 * @throws request.not_found; request.illegal_transition for a post that is not published; plan.plan_limit; credits.insufficient_credits
 */
export const request = fn(ContentAuditOrder, async ({ blogPostId, scope }) => {
  require("insight.manage", "order audits of posts");
  return transaction(async (tx) => {
    const post = await tx
      .selectFrom("blogPosts")
      .select(["title", "status"])
      .where("tenantId", "=", tenant())
      .where("id", "=", blogPostId)
      .where("deletedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!post) throw notFound("Blog post", blogPostId);
    if (post.status !== "published")
      throw new AppError(
        "request.illegal_transition",
        `“${post.title}” is not published, so there is nothing to audit.`,
      );
    return (await openOf(tx, blogPostId)) ?? askFor(tx, { id: blogPostId, title: post.title }, scope, "high");
  });
});

/** The order itself, of a published post. @returns the audit's id @throws plan.plan_limit; credits.insufficient_credits */
export async function askFor(
  tx: Tx,
  post: { id: string; title: string },
  scope: readonly AuditScope[],
  priority: Priority,
): Promise<string> {
  const contentAuditId = await begin(tx, post.id, post.title, scope);
  const title = `Content audit: ${post.title}`.slice(0, 300);
  await ask(tx, { type: "content_audit", title, input: { contentAuditId, blogPostId: post.id, scope }, priority });
  return contentAuditId;
}

/** Published posts of which no audit was ordered since a time: those that were never looked at first, then the longest ago. */
export async function unaudited(tx: Tx, since: Date, max: number): Promise<{ id: string; title: string }[]> {
  return tx
    .selectFrom("blogPosts as b")
    .leftJoin("contentAudits as a", (join) =>
      join.onRef("a.tenantId", "=", "b.tenantId").onRef("a.blogPostId", "=", "b.id").on("a.status", "!=", "failed"),
    )
    .select(["b.id", "b.title"])
    .where("b.tenantId", "=", tenant())
    .where("b.status", "=", "published")
    .where("b.deletedAt", "is", null)
    .groupBy(["b.id", "b.title"])
    .having((eb) => eb.or([eb(eb.fn.max("a.createdAt"), "is", null), eb(eb.fn.max("a.createdAt"), "<", since)]))
    .orderBy(
      (eb) => eb.fn.max("a.createdAt"),
      (order) => order.asc().nullsFirst(),
    )
    .orderBy("b.id")
    .limit(max)
    .execute();
}

/** A new audit of a post that waits for its run. @returns its id */
export async function begin(tx: Tx, blogPostId: string, label: string, scope: readonly AuditScope[]): Promise<string> {
  const id = newId("contentAudit");
  await tx
    .insertInto("contentAudits")
    .values({ tenantId: tenant(), id, blogPostId, scope: [...scope], status: "queued" })
    .execute();
  await Effect.audit("content_audit.requested", { type: "content_audit", id, label }, { after: { blogPostId } });
  return id;
}

async function openOf(tx: Tx, blogPostId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom("contentAudits")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("blogPostId", "=", blogPostId)
    .where("status", "in", ["queued", "running"])
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
