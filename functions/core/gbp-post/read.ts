import * as Paging from "#core/page/index.ts";
import { latestAttempt, plannedFor } from "#core/publish/read.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { GbpPost, GbpPostFilter } from "#schema/gbp-post.ts";
import type { Page } from "#schema/page.ts";

const { iso } = Paging;

/** Posts for the tenant's Business Profile, newest first. */
export async function list({ limit, cursor, status }: GbpPostFilter): Promise<Page<GbpPost>> {
  require("blog_post.read", "see posts");
  const scope = JSON.stringify(["gbp-posts", tenant(), status]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await select(tx)
      .$if(status !== undefined, (posts) => posts.where("status", "=", status ?? ""))
      .$if(position !== undefined, (posts) => posts.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    const items: GbpPost[] = [];
    for (const row of page.rows) items.push(await shaped(tx, row));
    return { items, nextCursor: page.nextCursor };
  });
}

/** One post with how its sending went. */
export async function get(id: string): Promise<GbpPost> {
  require("blog_post.read", "see posts");
  return transaction(async (tx) => {
    const row = await select(tx).where("id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Post", id);
    return shaped(tx, row);
  });
}

function select(tx: Tx) {
  return tx
    .selectFrom("gbpPosts")
    .selectAll()
    .select((eb) => plannedFor(tx, eb.ref("gbpPosts.activityId")).as("plannedAt"))
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null);
}

async function shaped(
  tx: Tx,
  row: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number],
): Promise<GbpPost> {
  return {
    id: row.id,
    postType: row.postType as GbpPost["postType"],
    bodyText: row.bodyText,
    ctaType: row.ctaType as GbpPost["ctaType"],
    ctaUrl: row.ctaUrl,
    offer: row.offer as GbpPost["offer"],
    event: row.event as GbpPost["event"],
    status: row.status as GbpPost["status"],
    version: row.version,
    contentHash: row.contentHash,
    photoSuggestion: row.photoSuggestion,
    isApproved: row.dmApprovedAt !== null,
    channelId: row.channelId,
    activityId: row.activityId,
    plannedAt: iso(row.plannedAt),
    scheduledAt: iso(row.scheduledAt),
    publishedAt: iso(row.publishedAt),
    publishedUrl: row.publishedUrl,
    publish: await latestAttempt(tx, row.id),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  };
}
