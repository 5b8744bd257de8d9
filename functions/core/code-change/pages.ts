import { gunzipSync } from "node:zlib";
import { textKeyOf } from "#core/crawl/text-key.ts";
import { siteOfTenant } from "#core/crawl/website.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { get as stored } from "#platform/storage.ts";
import { fixMax, mendedBy } from "#schema/code-change.ts";
import type { SiteFindingCode } from "#schema/site-audit.ts";

/** A finding that is open, with the element that mends it. */
export interface Issue {
  findingId: string;
  code: SiteFindingCode;
  title: string;
  urls: string[];
}

/** The open findings among these that can be mended at a page, worst first. */
export async function issuesOf(tx: Tx, siteAuditId: string, findingIds: readonly string[]): Promise<Issue[]> {
  const rows = await tx
    .selectFrom("siteAuditFindings")
    .select(["id", "code", "title", "urls"])
    .where("tenantId", "=", tenant())
    .where("siteAuditId", "=", siteAuditId)
    .where("id", "in", [...findingIds])
    .where("status", "=", "open")
    .orderBy("id")
    .execute();
  return rows.flatMap(({ id, code, title, urls }) =>
    mendedBy[code as SiteFindingCode] ? [{ findingId: id, code: code as SiteFindingCode, title, urls }] : [],
  );
}

/** The pages of the site that findings name, as the last crawl kept them. */
export async function pagesOf(tx: Tx, issues: readonly Issue[]) {
  const site = await siteOfTenant(tx);
  const urls = [...new Set(issues.flatMap((issue) => issue.urls))];
  if (!site || urls.length === 0) return [];
  return tx
    .selectFrom("webPages")
    .select(["url", "title", "metaDescription", "h1", "htmlKey"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", site.id)
    .where("removedAt", "is", null)
    .where("htmlKey", "is not", null)
    .where("url", "in", urls)
    .orderBy("linksIn", "desc")
    .orderBy("id")
    .limit(fixMax.pages)
    .execute();
}

/** The HTML under a key, or undefined when it is gone. */
export async function htmlAt(key: string): Promise<string | undefined> {
  return read(key);
}

/** The text of the page whose HTML is under a key. */
export async function textAt(key: string): Promise<string> {
  return (await read(textKeyOf(key))) ?? "";
}

async function read(key: string): Promise<string | undefined> {
  const bytes = await stored(key);
  return bytes ? gunzipSync(bytes).toString("utf8") : undefined;
}
