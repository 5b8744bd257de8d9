import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BrandSignals, CrawlErrorCode, CrawlStatus, CrawlStop, CrawlTrigger } from "#schema/crawl.ts";
import type { Site } from "./url.ts";

/** A crawl as it stands, with the settings of its site. */
export interface Job {
  id: string;
  channelId: string;
  trigger: CrawlTrigger;
  status: CrawlStatus;
  runId: string | null;
  maxPages: number;
  maxDepth: number;
  siteUrl: string;
  openedAt: Date | null;
  startedAt: Date | null;
  pagesFound: number;
  pagesCrawled: number;
  pagesFailed: number;
  failuresInRow: number;
  bytes: number;
  signals: Partial<BrandSignals>;
  stopReason: CrawlStop | null;
  errorCode: CrawlErrorCode | null;
  include: string[];
  exclude: string[];
  subdomains: boolean;
  respectRobots: boolean;
}

/** A crawl of the tenant at work, locked when it is about to change. */
export async function jobOf(tx: Tx, id: string, lock = false): Promise<Job | undefined> {
  const query = tx
    .selectFrom("webCrawlJobs as j")
    .innerJoin("crawlSettings as s", (join) =>
      join.onRef("s.tenantId", "=", "j.tenantId").onRef("s.channelId", "=", "j.channelId"),
    )
    .select([
      "j.id",
      "j.channelId",
      "j.trigger",
      "j.status",
      "j.runId",
      "j.maxPages",
      "j.maxDepth",
      "j.siteUrl",
      "j.openedAt",
      "j.startedAt",
      "j.pagesFound",
      "j.pagesCrawled",
      "j.pagesFailed",
      "j.failuresInRow",
      "j.bytes",
      "j.signals",
      "j.stopReason",
      "j.errorCode",
      "s.include",
      "s.exclude",
      "s.subdomains",
      "s.respectRobots",
    ])
    .where("j.tenantId", "=", tenant())
    .where("j.id", "=", id);
  const row = await (lock ? query.forUpdate("j") : query).executeTakeFirst();
  return row as unknown as Job | undefined;
}

/** The site of a crawl. */
export function siteOf(job: Job): Site {
  const { include, exclude, subdomains } = job;
  return { start: new URL(job.siteUrl), subdomains, include, exclude };
}

/** Changes a crawl. */
export async function change(tx: Tx, id: string, set: Record<string, unknown>): Promise<void> {
  await tx.updateTable("webCrawlJobs").set(set).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

/** Tells screens how far a crawl is. */
export async function tell(job: Pick<Job, "id" | "status" | "pagesCrawled" | "pagesFound">): Promise<void> {
  const { id, status, pagesCrawled, pagesFound } = job;
  await Effect.live("crawl:progress", { jobId: id, status, pagesCrawled, pagesFound });
}
