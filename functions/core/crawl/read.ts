import { gunzipSync } from "node:zlib";
import * as Paging from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { get as stored } from "#platform/storage.ts";
import {
  type Crawl,
  type CrawlErrorCode,
  type CrawlStatus,
  crawlErrorText,
  type WebMedia,
  type WebPage,
} from "#schema/crawl.ts";
import { notFound } from "#schema/errors.ts";
import type { Page, PageQuery } from "#schema/page.ts";
import { textKeyOf } from "./text-key.ts";
import { siteOfTenant, websiteOf } from "./website.ts";

const { iso } = Paging;
const latestMax = 20;
const textMax = 8_000;

/** One crawl of a site. */
export async function get(channelId: string, id: string): Promise<Crawl> {
  require("channel.read", "see crawls");
  return transaction(async (tx) => {
    await websiteOf(tx, channelId);
    const row = await jobs(tx, channelId).where("id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Crawl", id);
    return shapeJob(row);
  });
}

/** The crawls of a site, newest first. */
export async function list(channelId: string, query: PageQuery): Promise<Page<Crawl>> {
  require("channel.read", "see crawls");
  const scope = JSON.stringify(["crawls", tenant(), channelId]);
  const position = Paging.decode(scope, query.cursor) as [string] | undefined;
  return transaction(async (tx) => {
    await websiteOf(tx, channelId);
    const rows = await jobs(tx, channelId)
      .$if(position !== undefined, (some) => some.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(query.limit + 1)
      .execute();
    const page = Paging.slice(rows, query.limit, scope, (row) => [row.id]);
    return { items: page.rows.map(shapeJob), nextCursor: page.nextCursor };
  });
}

interface PageFilter extends PageQuery {
  q?: string | undefined;
  status?: "present" | "removed" | "broken" | undefined;
}

/** The pages of a site as the last crawl left them, in the order they were found. */
export async function pages(channelId: string, filter: PageFilter): Promise<Page<WebPage>> {
  require("channel.read", "see crawls");
  const scope = JSON.stringify(["pages", tenant(), channelId, filter.q, filter.status]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  const pattern = Paging.like(filter.q);
  return transaction(async (tx) => {
    await websiteOf(tx, channelId);
    const rows = await pagesOf(tx, channelId)
      .$if(filter.q !== undefined, (some) =>
        some.where((eb) => eb.or([eb("url", "ilike", pattern), eb("title", "ilike", pattern)])),
      )
      .$if(filter.status === "removed", (some) => some.where("removedAt", "is not", null))
      .$if(filter.status === "present", (some) => some.where("removedAt", "is", null))
      .$if(filter.status === "broken", (some) => some.where("removedAt", "is", null).where("missed", ">", 0))
      .$if(position !== undefined, (some) => some.where("id", ">", position?.[0] ?? ""))
      .orderBy("id")
      .limit(filter.limit + 1)
      .execute();
    const page = Paging.slice(rows, filter.limit, scope, (row) => [row.id]);
    return { items: page.rows.map(shapePage), nextCursor: page.nextCursor };
  });
}

/** One page of a site. */
export async function page(channelId: string, id: string): Promise<WebPage> {
  require("channel.read", "see crawls");
  return transaction(async (tx) => {
    await websiteOf(tx, channelId);
    const row = await pagesOf(tx, channelId).where("id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Page", id);
    return shapePage(row);
  });
}

/** The images and documents that the pages of a site show. */
export async function media(channelId: string, query: PageQuery): Promise<Page<WebMedia>> {
  require("channel.read", "see crawls");
  const scope = JSON.stringify(["web media", tenant(), channelId]);
  const position = Paging.decode(scope, query.cursor) as [string] | undefined;
  return transaction(async (tx) => {
    await websiteOf(tx, channelId);
    const rows = await tx
      .selectFrom("webMedia as m")
      .select(["m.id", "m.srcUrl", "m.kind", "m.altText", "m.bytes", "m.width", "m.height", "m.mediaId"])
      .where("m.tenantId", "=", tenant())
      .where((eb) =>
        eb.or([
          eb("m.kind", "=", "document"),
          eb.exists(
            eb
              .selectFrom("webPageMedia as l")
              .innerJoin("webPages as p", (join) =>
                join.onRef("p.tenantId", "=", "l.tenantId").onRef("p.id", "=", "l.webPageId"),
              )
              .select("l.id")
              .whereRef("l.tenantId", "=", "m.tenantId")
              .whereRef("l.webMediaId", "=", "m.id")
              .where("p.channelId", "=", channelId),
          ),
        ]),
      )
      .$if(position !== undefined, (some) => some.where("m.id", ">", position?.[0] ?? ""))
      .orderBy("m.id")
      .limit(query.limit + 1)
      .execute();
    const page = Paging.slice(rows, query.limit, scope, (row) => [row.id]);
    const items = page.rows.map(({ srcUrl, kind, ...row }) => ({
      ...row,
      url: srcUrl,
      kind: kind as WebMedia["kind"],
    }));
    return { items, nextCursor: page.nextCursor };
  });
}

/** What agents read of the tenant's website. */
export interface Latest {
  /** How the newest crawl stands; null: there is no website, or it was never crawled. */
  status: CrawlStatus | null;
  /** At most 20, the start page first, then those that most pages lead to. */
  pages: { url: string; title: string; text: string }[];
}

/** The tenant's website as the newest crawls left it, for agents that study it. Texts are cut at 8,000 characters. */
export async function latest(): Promise<Latest> {
  const { status, rows } = await transaction(async (tx) => {
    const site = await siteOfTenant(tx);
    if (!site) return { status: null, rows: [] };
    const job = await jobs(tx, site.id).orderBy("id", "desc").limit(1).executeTakeFirst();
    const rows = await tx
      .selectFrom("webPages")
      .select(["url", "title", "htmlKey"])
      .where("tenantId", "=", tenant())
      .where("channelId", "=", site.id)
      .where("removedAt", "is", null)
      .where("htmlKey", "is not", null)
      .where("textSha256", "is not", null)
      .orderBy((eb) => eb("url", "<>", job?.siteUrl ?? ""))
      .orderBy("linksIn", "desc")
      .orderBy("id")
      .limit(latestMax)
      .execute();
    return { status: (job?.status ?? null) as CrawlStatus | null, rows };
  });
  const pages = await Promise.all(
    rows.map(async ({ url, title, htmlKey }) => ({ url, title: title ?? url, text: await textAt(htmlKey ?? "") })),
  );
  return { status, pages: pages.filter(({ text }) => text !== "") };
}

async function textAt(htmlKey: string): Promise<string> {
  const bytes = await stored(textKeyOf(htmlKey));
  return bytes ? gunzipSync(bytes).toString("utf8").slice(0, textMax) : "";
}

function jobs(tx: Tx, channelId: string) {
  return tx.selectFrom("webCrawlJobs").selectAll().where("tenantId", "=", tenant()).where("channelId", "=", channelId);
}

function shapeJob(row: Awaited<ReturnType<ReturnType<typeof jobs>["execute"]>>[number]): Crawl {
  const errorCode = row.errorCode as CrawlErrorCode | null;
  return {
    id: row.id,
    channelId: row.channelId,
    trigger: row.trigger as Crawl["trigger"],
    status: row.status as CrawlStatus,
    pagesFound: row.pagesFound,
    pagesCrawled: row.pagesCrawled,
    pagesFailed: row.pagesFailed,
    bytes: row.bytes,
    skipped: row.skipped as Record<string, number>,
    stopReason: row.stopReason as Crawl["stopReason"],
    errorCode,
    errorText: errorCode && crawlErrorText[errorCode],
    runId: row.runId,
    createdAt: iso(row.createdAt),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
  };
}

function pagesOf(tx: Tx, channelId: string) {
  return tx.selectFrom("webPages").selectAll().where("tenantId", "=", tenant()).where("channelId", "=", channelId);
}

function shapePage(row: Awaited<ReturnType<ReturnType<typeof pagesOf>["execute"]>>[number]): WebPage {
  return {
    id: row.id,
    url: row.url,
    title: row.title,
    metaDescription: row.metaDescription,
    h1: row.h1,
    canonical: row.canonical,
    httpStatus: row.httpStatus,
    wordCount: row.wordCount,
    language: row.language,
    linksIn: row.linksIn,
    linksOut: row.linksOut,
    schemaTypes: row.schemaTypes,
    flags: row.flags as WebPage["flags"],
    datasetFileId: row.datasetFileId,
    lastCrawledAt: iso(row.lastCrawledAt),
    removedAt: iso(row.removedAt),
  };
}
