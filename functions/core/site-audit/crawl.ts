import type { Website } from "#core/crawl/website.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { crawlDaysMax } from "#schema/site-audit.ts";
import { type CrawledPage, type Observation, observe, scoreOf } from "./rules.ts";

const pagesMax = 1_000;

/** What an audit is made of. */
export interface CrawlSummary {
  crawledOn: string;
  pages: number;
  failedPages: number;
  urls: string[];
  observations: Observation[];
  score: number;
}

/** The last crawl of a site with what its figures show, or undefined when there is none of the last 30 days. */
export async function crawlOf(tx: Tx, site: Website): Promise<CrawlSummary | undefined> {
  const crawl = await tx
    .selectFrom("webCrawlJobs")
    .select(["finishedAt", "pagesFailed", "siteUrl"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", site.id)
    .where("status", "in", ["completed", "partial"])
    .where("finishedAt", ">=", new Date(Date.now() - crawlDaysMax * 86_400_000))
    .orderBy("finishedAt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!crawl?.finishedAt) return undefined;
  const pages: CrawledPage[] = await tx
    .selectFrom("webPages")
    .select(["url", "title", "metaDescription", "h1", "canonical", "httpStatus", "wordCount", "linksIn", "linksOut"])
    .select(["schemaTypes", "flags", "textSha256"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", site.id)
    .where("removedAt", "is", null)
    .orderBy("linksIn", "desc")
    .orderBy("id")
    .limit(pagesMax)
    .execute();
  if (pages.length === 0) return undefined;
  const observations = observe(pages, crawl.siteUrl);
  return {
    crawledOn: crawl.finishedAt.toISOString().slice(0, 10),
    pages: pages.length,
    failedPages: crawl.pagesFailed,
    urls: pages.map(({ url }) => url),
    observations,
    score: scoreOf(observations, pages.length),
  };
}
