import * as z from "zod";
import { BrandSignals, CrawlErrorCode } from "./crawl.ts";
import { id } from "./ids.ts";

/** What the crawler of a tenant's own site gets. */
export const CrawlInput = z.strictObject({
  channelId: id("channel"),
  siteUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  mode: z.enum(["initial", "scheduled", "manual", "resume"]),
  maxPages: z.number().int().min(1).max(1_000),
  maxDepth: z.number().int().min(0).max(10).default(5),
});
export type CrawlInput = z.infer<typeof CrawlInput>;

const count = z.number().int().min(0);

/** What it answers when there is nothing left to read, or to wait for. */
export const CrawlOutput = z.strictObject({
  status: z.enum(["completed", "partial", "failed"]),
  errorCode: CrawlErrorCode.nullable(),
  pagesFetched: count,
  skipped: z.strictObject({ robots: count, duplicate: count, type: count, size: count, error: count }),
  documents: count,
  images: count,
  brandSignals: BrandSignals,
});
export type CrawlOutput = z.infer<typeof CrawlOutput>;
