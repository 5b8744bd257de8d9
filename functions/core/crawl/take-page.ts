import { gzipSync } from "node:zlib";
import type * as z from "zod";
import * as Crawled from "#core/dataset/crawled.ts";
import { FileError, parseFile } from "#core/dataset/parse.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { put } from "#platform/storage.ts";
import type { BrandSignals, PageFlag } from "#schema/crawl.ts";
import { newId } from "#schema/ids.ts";
import { readBrand } from "./brand.ts";
import { add, close, type Find, type Waiting } from "./frontier.ts";
import { change, type Job, jobOf, siteOf, tell } from "./job.ts";
import { type PageFacts, readPage } from "./page.ts";
import { settle } from "./settle.ts";
import { link } from "./take-media.ts";
import { textKeyOf } from "./text-key.ts";
import { kindOf, normalise } from "./url.ts";
import type { Visitor } from "./visit.ts";

/** A page as it came, or as it was kept when the site says that it did not change. */
export interface Read {
  html: string;
  status: number;
  bytes: number;
  isUnchanged: boolean;
  headers: Headers | null;
}

const shortText = 200;
const missesMax = 2;
const roomFor = (maxPages: number) => maxPages * 20 + 500;
const stylesheetsMax = 6;
const stylesheetBytesMax = 1024 ** 2;

interface Text {
  text: string;
  language: string | null;
}

/** Takes in a page: what it says, where it leads, and its text for the knowledge base. Copies of other pages are left. */
export async function takePage(job: Job, row: Waiting, read: Read, guest: Visitor): Promise<void> {
  const page = factsOf(read, row.url);
  if (!page) return settle(job, row, "skipped", "type");
  const { document, ...facts } = page;
  if (await isCollapsed(job, row, facts)) return;
  const { text, language } = await textOf(read.html);
  const htmlKey = await keep(job.channelId, read.html, text);
  const signals = row.source === "start" ? await signalsOf(document, facts, row.url, guest) : null;
  const source = facts.noindex || text === "" ? null : await Crawled.prepare(asHtml(read.html));
  await transaction(async (tx) => {
    const now = await jobOf(tx, job.id, true);
    if (now?.status !== "running") return;
    const textSha256 = text === "" ? null : sha256(text);
    if (textSha256 && (await isCopy(tx, job.channelId, row.url, textSha256))) {
      await close(tx, row.id, "skipped", "duplicate");
      return;
    }
    if (!(await close(tx, row.id, "done"))) return;
    const set = { ...columnsOf(facts, read, text), language, htmlKey, textSha256 };
    const stored = await upsert(tx, job.channelId, row.url, set);
    const isLanding = row.depth === 0;
    const fileId = await ingest(tx, stored, { source, title: facts.title ?? row.url, url: row.url, isLanding });
    await tx
      .updateTable("webPages")
      .set({ datasetFileId: fileId })
      .where("tenantId", "=", tenant())
      .where("id", "=", stored.id)
      .execute();
    if (row.depth < job.maxDepth)
      await add(tx, job.id, findsOf(job, row, facts), roomFor(job.maxPages) - now.pagesFound);
    await link(tx, job, stored.id, picturesOf(facts, signals));
    const counts = { pagesCrawled: now.pagesCrawled + 1, pagesFound: await found(tx, job.id) };
    await change(tx, job.id, {
      ...counts,
      bytes: now.bytes + read.bytes,
      failuresInRow: 0,
      ...(signals ? { signals: JSON.stringify(signals) } : {}),
    });
    await tell({ ...now, ...counts });
  });
}

/** Notes that a page was not there; from the second crawl on it is removed, and its text with it. */
export async function miss(tx: Tx, channelId: string, url: string, httpStatus: number): Promise<void> {
  const page = await tx
    .updateTable("webPages")
    .set((eb) => ({ missed: eb("missed", "+", 1), httpStatus }))
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("urlSha256", "=", sha256(url))
    .where("removedAt", "is", null)
    .returning(["id", "missed", "datasetFileId"])
    .executeTakeFirst();
  if (!page || page.missed < missesMax) return;
  if (page.datasetFileId) await Crawled.drop(tx, page.datasetFileId);
  await tx
    .updateTable("webPages")
    .set({ removedAt: new Date(), datasetFileId: null })
    .where("tenantId", "=", tenant())
    .where("id", "=", page.id)
    .execute();
}

function factsOf({ html, headers }: Read, url: string): (PageFacts & { document: Document }) | null {
  try {
    return readPage(html, url, headers?.get("x-robots-tag") ?? null);
  } catch (error) {
    if (error instanceof FileError) return null;
    throw error;
  }
}

// A page that names another address as its own is read there, unless that address was left for this one.
async function isCollapsed(job: Job, row: Waiting, { canonical }: PageFacts): Promise<boolean> {
  const site = siteOf(job);
  const url = canonical && normalise(canonical, row.url, site);
  if (!url || url === row.url || row.source === "start" || kindOf(url, site) !== "page") return false;
  const other = await transaction((tx) =>
    tx
      .selectFrom("webCrawlUrls")
      .select("status")
      .where("tenantId", "=", tenant())
      .where("webCrawlJobId", "=", job.id)
      .where("urlSha256", "=", sha256(url))
      .executeTakeFirst(),
  );
  if (other && other.status !== "waiting" && other.status !== "done") return false;
  await settle(job, row, "skipped", "duplicate", (tx) =>
    add(tx, job.id, [{ url, kind: "page", source: "link", depth: row.depth }], 1),
  );
  return true;
}

async function textOf(html: string): Promise<Text> {
  try {
    const { text, language } = await parseFile(new TextEncoder().encode(html), "html");
    return { text, language };
  } catch (error) {
    if (error instanceof FileError) return { text: "", language: null };
    throw error;
  }
}

async function keep(channelId: string, html: string, text: string): Promise<string> {
  const key = `crawl/${tenant()}/${channelId}/${sha256(html)}.html.gz`;
  await put(key, gzipSync(html), "application/gzip");
  await put(textKeyOf(key), gzipSync(text), "application/gzip");
  return key;
}

// What the knowledge base is given is known for HTML by its first word.
function asHtml(html: string): string {
  return /^\s*<(?:!doctype\s+html|html)\b/i.test(html) ? html : `<!doctype html>\n${html}`;
}

async function signalsOf(
  document: Document,
  { stylesheets }: PageFacts,
  url: string,
  guest: Visitor,
): Promise<BrandSignals> {
  const sheets: string[] = [];
  for (const sheet of stylesheets.slice(0, stylesheetsMax)) {
    const accepts = (type: string) => type === "text/css" || type === "text/plain";
    const visited = await guest.visit(sheet, { bytesMax: stylesheetBytesMax, accepts });
    if (visited.kind === "answer") sheets.push(new TextDecoder().decode(visited.bytes));
  }
  return readBrand(document, url, sheets);
}

async function isCopy(tx: Tx, channelId: string, url: string, textSha256: string): Promise<boolean> {
  const rows = await tx
    .selectFrom("webPages")
    .select(["id", "urlSha256"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("textSha256", "=", textSha256)
    .where("removedAt", "is", null)
    .orderBy("id")
    .execute();
  return rows.length > 0 && rows[0]?.urlSha256 !== sha256(url);
}

function columnsOf(facts: PageFacts, { status, headers, isUnchanged }: Read, text: string) {
  const flags: z.infer<typeof PageFlag>[] = [
    ...(facts.noindex ? (["noindex"] as const) : []),
    ...(facts.nofollow ? (["nofollow"] as const) : []),
    ...(text.length < shortText ? (["needs_rendering"] as const) : []),
  ];
  return {
    title: facts.title,
    metaDescription: facts.description,
    h1: facts.h1,
    canonical: facts.canonical,
    schemaTypes: facts.schemaTypes,
    httpStatus: status,
    wordCount: text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0,
    linksOut: facts.links.length,
    flags,
    missed: 0,
    removedAt: null,
    lastCrawledAt: new Date(),
    ...(isUnchanged
      ? {}
      : {
          etag: headers?.get("etag")?.slice(0, 500) ?? null,
          lastModified: headers?.get("last-modified")?.slice(0, 100) ?? null,
        }),
  };
}

interface Stored {
  id: string;
  datasetFileId: string | null;
  isChanged: boolean;
}

async function upsert(
  tx: Tx,
  channelId: string,
  url: string,
  set: ReturnType<typeof columnsOf> & { language: string | null; htmlKey: string; textSha256: string | null },
): Promise<Stored> {
  const before = await tx
    .selectFrom("webPages")
    .select(["id", "datasetFileId", "textSha256"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("urlSha256", "=", sha256(url))
    .forUpdate()
    .executeTakeFirst();
  if (before) {
    await tx.updateTable("webPages").set(set).where("tenantId", "=", tenant()).where("id", "=", before.id).execute();
    return { ...before, isChanged: before.textSha256 !== set.textSha256 };
  }
  const id = newId("webPage");
  const values = { tenantId: tenant(), id, channelId, url, urlSha256: sha256(url), ...set };
  await tx.insertInto("webPages").values(values).execute();
  return { id, datasetFileId: null, isChanged: true };
}

async function ingest(
  tx: Tx,
  page: Stored,
  given: { source: Crawled.Source | null; title: string; url: string; isLanding: boolean },
): Promise<string | null> {
  const { source, title, url, isLanding } = given;
  if (!source) {
    if (page.datasetFileId) await Crawled.drop(tx, page.datasetFileId);
    return null;
  }
  if (page.datasetFileId && !page.isChanged) return page.datasetFileId;
  const docKind = isLanding ? "landing_page" : "web_page";
  return Crawled.take(tx, { ...source, id: page.datasetFileId, title, url, docKind });
}

function findsOf(job: Job, row: Waiting, { links }: PageFacts): Find[] {
  const site = siteOf(job);
  return links.flatMap((href) => {
    const url = normalise(href, row.url, site);
    const kind = url && url !== row.url ? kindOf(url, site) : null;
    return url && kind ? [{ url, kind, source: "link" as const, depth: row.depth + 1 }] : [];
  });
}

function picturesOf({ images }: PageFacts, signals: BrandSignals | null) {
  const logo = signals?.logoUrl;
  return logo && !images.some(({ url }) => url === logo) ? [{ url: logo, alt: null }, ...images] : images;
}

async function found(tx: Tx, jobId: string): Promise<number> {
  const { count } = await tx
    .selectFrom("webCrawlUrls")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("tenantId", "=", tenant())
    .where("webCrawlJobId", "=", jobId)
    .where("kind", "=", "page")
    .executeTakeFirstOrThrow();
  return count;
}
