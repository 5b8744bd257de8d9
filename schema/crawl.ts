import * as z from "zod";
import { CrawlSchedule } from "./dataset.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import type { Plan } from "./tenant.ts";

export const CrawlTrigger = z.enum(["signup", "manual", "schedule"]);
export type CrawlTrigger = z.infer<typeof CrawlTrigger>;
export const CrawlStatus = z.enum(["queued", "running", "completed", "partial", "failed", "cancelled"]);
export type CrawlStatus = z.infer<typeof CrawlStatus>;
export const CrawlErrorCode = z.enum(["dns", "blocked", "robots_denied", "unsafe_address", "no_html", "interrupted"]);
export type CrawlErrorCode = z.infer<typeof CrawlErrorCode>;
/** Why a crawl ended before it had seen the whole site. */
export const CrawlStop = z.enum(["page_limit", "byte_limit", "time_limit", "failures"]);
export type CrawlStop = z.infer<typeof CrawlStop>;
type CrawlVerb = "start" | "finish" | "stop_short" | "fail" | "cancel";

export const crawlMachine: readonly Transition<CrawlStatus, CrawlVerb>[] = [
  { from: ["queued"], verb: "start", to: "running" },
  { from: ["running"], verb: "finish", to: "completed" },
  { from: ["running"], verb: "stop_short", to: "partial" },
  { from: ["queued", "running"], verb: "fail", to: "failed" },
  { from: ["queued", "running"], verb: "cancel", to: "cancelled" },
];

export const CrawlUrlKind = z.enum(["page", "document", "image"]);
export type CrawlUrlKind = z.infer<typeof CrawlUrlKind>;
export const CrawlUrlSource = z.enum(["start", "sitemap", "link", "known"]);
export type CrawlUrlSource = z.infer<typeof CrawlUrlSource>;
export const CrawlUrlStatus = z.enum(["waiting", "done", "skipped", "failed"]);
/** Why an address was not taken in, or that it only led to another. */
export const CrawlUrlReason = z.enum(["robots", "duplicate", "type", "size", "error", "redirect", "gone", "foreign"]);
export type CrawlUrlReason = z.infer<typeof CrawlUrlReason>;
export const PageFlag = z.enum(["noindex", "nofollow", "needs_rendering"]);
export const WebMediaKind = z.enum(["image", "document", "video"]);

/** Pages of one site that a crawl reads at most. */
export const crawledPages: Record<Plan, number> = { free: 25, pro: 100, agency: 250, enterprise: 1_000 };

/** What a crawl takes in at most, beside pages and depth. */
export const crawlLimits = {
  bytes: 500 * 1024 ** 2,
  durationMs: 6 * 3_600_000,
  documents: 20,
  images: 200,
} as const;

export const CrawlSettings = z.object({
  maxPages: z.number().int(),
  maxDepth: z.number().int(),
  include: z.array(z.string()),
  exclude: z.array(z.string()),
  subdomains: z.boolean(),
  respectRobots: z.boolean(),
  schedule: CrawlSchedule,
  nextRunAt: Time.nullable(),
});
export type CrawlSettings = z.infer<typeof CrawlSettings>;

const Pattern = z
  .string()
  .trim()
  .regex(/^\/\S*$/, "must be a path that begins with /; * stands for anything")
  .max(200);

export const CrawlSettingsInput = z.strictObject({
  maxPages: z.number().int().min(1).max(1_000).optional(),
  maxDepth: z.number().int().min(0).max(10).optional(),
  include: z.array(Pattern).max(50).optional(),
  exclude: z.array(Pattern).max(50).optional(),
  subdomains: z.boolean().optional(),
  schedule: CrawlSchedule.optional(),
});
export type CrawlSettingsInput = z.infer<typeof CrawlSettingsInput>;

export const Crawl = z.object({
  id: id("webCrawlJob"),
  channelId: id("channel"),
  trigger: CrawlTrigger,
  status: CrawlStatus,
  pagesFound: z.number().int(),
  pagesCrawled: z.number().int(),
  pagesFailed: z.number().int(),
  bytes: z.number().int(),
  skipped: z.record(z.string(), z.number().int()),
  stopReason: CrawlStop.nullable(),
  errorCode: CrawlErrorCode.nullable(),
  errorText: z.string().nullable(),
  runId: id("run").nullable(),
  createdAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
});
export type Crawl = z.infer<typeof Crawl>;

export const WebPage = z.object({
  id: id("webPage"),
  url: z.string(),
  title: z.string().nullable(),
  metaDescription: z.string().nullable(),
  h1: z.string().nullable(),
  canonical: z.string().nullable(),
  httpStatus: z.number().int().nullable(),
  wordCount: z.number().int(),
  language: z.string().nullable(),
  linksIn: z.number().int(),
  linksOut: z.number().int(),
  schemaTypes: z.array(z.string()),
  flags: z.array(PageFlag),
  datasetFileId: z.string().nullable(),
  lastCrawledAt: Time.nullable(),
  removedAt: Time.nullable(),
});
export type WebPage = z.infer<typeof WebPage>;

export const WebMedia = z.object({
  id: id("webMedia"),
  url: z.string(),
  kind: WebMediaKind,
  altText: z.string().nullable(),
  bytes: z.number().int().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  mediaId: z.string().nullable(),
});
export type WebMedia = z.infer<typeof WebMedia>;

/** What went wrong with a crawl, in words for the people of the site. */
export const crawlErrorText: Record<CrawlErrorCode, string> = {
  dns: "The address of the website leads nowhere. Check its spelling.",
  blocked: "The website did not answer our crawler. Ask whoever runs it to let it in.",
  robots_denied: "The robots.txt of the website forbids reading it, or could not be read.",
  unsafe_address: "The address leads into a private network. Only public websites are read.",
  no_html: "There is no web page at this address.",
  interrupted: "The crawl was interrupted too often. Start it again.",
};

const Confidence = z.number().min(0).max(1);

/** What a site tells about the brand of its owner, each with how sure that is. */
export const BrandSignals = z.strictObject({
  logoUrl: z.string().max(2_000).optional(),
  logoConfidence: Confidence.optional(),
  iconUrl: z.string().max(2_000).optional(),
  colours: z
    .array(
      z.strictObject({
        hex: z.string().regex(/^#[0-9a-f]{6}$/),
        role: z.enum(["primary", "secondary", "accent", "background", "text"]),
        confidence: Confidence,
      }),
    )
    .max(8),
  fonts: z
    .array(
      z.strictObject({ family: z.string().min(1).max(60), role: z.enum(["heading", "body"]), confidence: Confidence }),
    )
    .max(4),
});
export type BrandSignals = z.infer<typeof BrandSignals>;
