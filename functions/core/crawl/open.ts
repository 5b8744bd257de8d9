import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { add, type Find, variantsMax } from "./frontier.ts";
import { change, type Job, jobOf, siteOf } from "./job.ts";
import { readSitemap, type SitemapEntry, sitemapBytesMax } from "./sitemap.ts";
import { cleaned, kindOf, normalise, type Site } from "./url.ts";
import { CrawlFailed, rest, type Visitor } from "./visit.ts";

const redirectsMax = 5;
const busyTries = 3;
const sitemapsMax = 50;
const sitemapDepth = 2;
/** Of all sitemaps together; a site that lists more is read by what its first ones name. */
const sitemapPagesMax = 100_000;
const knownMax = 2_000;
export const pageBytesMax = 5 * 1024 ** 2;
export const isHtml = (type: string): boolean => type === "text/html" || type === "application/xhtml+xml";

/**
 * Finds the door of a site and what its sitemaps, and the crawls before, know of it. A start page that sends its visitors to another
 * host means that host. @throws CrawlFailed when there is nothing to read, or nobody may
 */
export async function open(job: Job, guest: Visitor): Promise<void> {
  const start = await findStart(job.siteUrl, guest);
  const site: Site = { ...siteOf(job), start: new URL(start) };
  const pages = await readSitemaps(site, guest);
  await transaction(async (tx) => {
    const locked = await jobOf(tx, job.id, true);
    if (locked?.status !== "running" || locked.openedAt) return;
    await change(tx, job.id, { siteUrl: start, openedAt: new Date() });
    await add(tx, job.id, [{ url: start, kind: "page", source: "start", depth: 0 }], 1);
    const room = job.maxPages * 3;
    await add(tx, job.id, findsOf(pages, site).slice(0, room * variantsMax), room);
    await add(tx, job.id, await knownPages(tx, job.channelId, site), knownMax);
  });
}

async function findStart(siteUrl: string, guest: Visitor): Promise<string> {
  let url = cleaned(siteUrl)?.href;
  for (let hops = 0, tries = 0; url && hops <= redirectsMax; ) {
    if (!(await guest.robotsOf(url)).allows(url)) throw new CrawlFailed("robots_denied");
    const visited = await guest.visit(url, { bytesMax: pageBytesMax, accepts: isHtml });
    switch (visited.kind) {
      case "answer":
      case "unchanged":
        return url;
      case "redirect":
        hops++;
        url = cleaned(visited.to)?.href;
        break;
      case "busy":
        if (++tries >= busyTries) throw new CrawlFailed("blocked");
        await rest(visited.retryAfterMs);
        break;
      case "failed":
        throw new CrawlFailed(visited.code === "too_large" ? "no_html" : visited.code);
      case "gone":
      case "other":
        throw new CrawlFailed("no_html");
    }
  }
  throw new CrawlFailed("no_html");
}

async function readSitemaps(site: Site, guest: Visitor): Promise<SitemapEntry[]> {
  const { sitemaps } = await guest.robotsOf(site.start.href);
  const named = sitemaps.length > 0 ? sitemaps : [new URL("/sitemap.xml", site.start).href];
  const queue = named.map((url) => ({ url, depth: 0 }));
  const seen = new Set<string>();
  const pages: SitemapEntry[] = [];
  for (let at = 0; at < queue.length && seen.size < sitemapsMax && pages.length < sitemapPagesMax; at++) {
    const { url = "", depth = 0 } = queue[at] ?? {};
    if (seen.has(url) || !cleaned(url)) continue;
    seen.add(url);
    const visited = await guest.visit(url, { bytesMax: sitemapBytesMax, accepts: (type) => !isHtml(type) });
    if (visited.kind !== "answer") continue;
    const found = readSitemap(visited.bytes);
    pages.push(...found.pages);
    if (depth < sitemapDepth) queue.push(...found.sitemaps.map((next) => ({ url: next, depth: depth + 1 })));
  }
  return pages;
}

function findsOf(pages: readonly SitemapEntry[], site: Site): Find[] {
  const time = ({ changedAt }: SitemapEntry) => changedAt?.getTime() ?? 0;
  return [...pages]
    .sort((a, b) => time(b) - time(a))
    .flatMap(({ url, changedAt }) => {
      const href = normalise(url, site.start, site);
      const kind = href && kindOf(href, site);
      return href && kind ? [{ url: href, kind, source: "sitemap" as const, depth: 1, changedAt }] : [];
    });
}

async function knownPages(tx: Tx, channelId: string, site: Site): Promise<Find[]> {
  const rows = await tx
    .selectFrom("webPages")
    .select("url")
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("removedAt", "is", null)
    .orderBy("linksIn", "desc")
    .orderBy("id")
    .limit(knownMax)
    .execute();
  return rows
    .filter(({ url }) => kindOf(url, site) === "page")
    .map(({ url }) => ({ url, kind: "page", source: "known", depth: 1 }));
}
