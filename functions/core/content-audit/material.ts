import * as Blog from "#core/blog/index.ts";
import { hostOf } from "#core/crawl/domain.ts";
import { siteOfTenant } from "#core/crawl/website.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AuditedPost, Surroundings } from "./rules.ts";

const pagesMax = 1_000;
const weeksMax = 16;

interface Material {
  post: AuditedPost;
  around: Surroundings;
  performance: { weekStart: string; impressions: number; clicks: number }[];
}

/** What a post is judged by: itself, its brief and sources, the posts and pages around it, and how it was found. */
export async function materialOf(tx: Tx, blogPostId: string): Promise<Material> {
  const row = await tx
    .selectFrom("blogPosts as p")
    .leftJoin("contentBriefs as b", (join) =>
      join.onRef("b.tenantId", "=", "p.tenantId").onRef("b.id", "=", "p.briefId"),
    )
    .select(["p.title", "p.body", "p.targetKeyword", "p.publishedAt", "p.updatedAt", "b.outline"])
    .where("p.tenantId", "=", tenant())
    .where("p.id", "=", blogPostId)
    .executeTakeFirstOrThrow();
  const claims = await Blog.claims(blogPostId);
  const site = await siteOfTenant(tx);
  const outline = Array.isArray(row.outline) ? (row.outline as unknown as { heading?: string; words?: number }[]) : [];
  return {
    post: {
      title: row.title,
      bodyMarkdown: row.body,
      targetKeyword: row.targetKeyword,
      publishedOn: (row.publishedAt ?? row.updatedAt).toISOString().slice(0, 10),
      briefed: outline.map(({ heading = "", words = 0 }) => ({ heading, words })),
      unsupported: claims.filter(({ support }) => support === "unsupported").map(({ text }) => text),
    },
    around: {
      today: new Date().toISOString().slice(0, 10),
      others: await othersOf(tx, blogPostId),
      pages: site ? await pagesOf(tx, site.id) : [],
      host: site ? hostOf(site.url) : "",
    },
    performance: await weeksOf(tx, blogPostId),
  };
}

async function othersOf(tx: Tx, blogPostId: string): Promise<{ title: string; targetKeyword: string }[]> {
  return tx
    .selectFrom("blogPosts")
    .select(["title", "targetKeyword"])
    .where("tenantId", "=", tenant())
    .where("id", "!=", blogPostId)
    .where("status", "=", "published")
    .where("deletedAt", "is", null)
    .orderBy("id", "desc")
    .limit(200)
    .execute();
}

async function pagesOf(tx: Tx, channelId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("webPages")
    .select("url")
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("removedAt", "is", null)
    .limit(pagesMax)
    .execute();
  // A site with more pages than these is not known well enough to call a link broken.
  return rows.length < pagesMax ? rows.map(({ url }) => url) : [];
}

async function weeksOf(tx: Tx, blogPostId: string): Promise<Material["performance"]> {
  const rows = await tx
    .selectFrom("contentPerformanceMetrics")
    .select(["weekStart", "impressions", "clicks"])
    .where("tenantId", "=", tenant())
    .where("blogPostId", "=", blogPostId)
    .orderBy("weekStart", "desc")
    .limit(weeksMax)
    .execute();
  return rows.map(({ weekStart, impressions, clicks }) => ({ weekStart: String(weekStart), impressions, clicks }));
}
