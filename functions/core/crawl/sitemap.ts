import { gunzipSync } from "node:zlib";
import { Parser } from "htmlparser2";

/** One address of a sitemap. */
export interface SitemapEntry {
  url: string;
  changedAt: Date | null;
}

/** A sitemap's pages, or the sitemaps that an index names. */
export interface Sitemap {
  pages: SitemapEntry[];
  sitemaps: string[];
}

/** Of one sitemap, unpacked. */
export const sitemapBytesMax = 50 * 1024 ** 2;
const entriesMax = 50_000;

/** Reads a sitemap or an index of them, packed or not; also a plain list of addresses. What cannot be read is empty. */
export function readSitemap(bytes: Uint8Array): Sitemap {
  const text = unpacked(bytes);
  if (text === null) return { pages: [], sitemaps: [] };
  if (!/<\s*(?:\w+:)?(?:urlset|sitemapindex)\b/i.test(text.slice(0, 4_000)))
    return { pages: listed(text), sitemaps: [] };
  const pages: SitemapEntry[] = [];
  const sitemaps: string[] = [];
  let within: "url" | "sitemap" | null = null;
  let field = "";
  let entry = { loc: "", lastmod: "" };
  const parser = new Parser(
    {
      onopentagname(tag) {
        const name = local(tag);
        if (name === "url" || name === "sitemap") {
          within = name;
          entry = { loc: "", lastmod: "" };
        }
        field = tag.includes(":") && /^(?:image|video|news):/i.test(tag) ? "" : name;
      },
      ontext(data) {
        if (!within) return;
        if (field === "loc") entry.loc += data;
        if (field === "lastmod") entry.lastmod += data;
      },
      onclosetag(tag) {
        const name = local(tag);
        field = "";
        if (name !== within) return;
        const url = entry.loc.trim();
        if (url !== "" && within === "sitemap" && sitemaps.length < 1_000) sitemaps.push(url);
        if (url !== "" && within === "url" && pages.length < entriesMax)
          pages.push({ url, changedAt: timeOf(entry.lastmod) });
        within = null;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
  return { pages, sitemaps };
}

function unpacked(bytes: Uint8Array): string | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  try {
    return gunzipSync(bytes, { maxOutputLength: sitemapBytesMax }).toString("utf8");
  } catch {
    return null;
  }
}

function listed(text: string): SitemapEntry[] {
  if (text.includes("<")) return [];
  const lines = text.split(/\r?\n/, entriesMax).map((line) => line.trim());
  return lines.filter((line) => /^https?:\/\//.test(line)).map((url) => ({ url, changedAt: null }));
}

function local(tag: string): string {
  return tag.slice(tag.indexOf(":") + 1).toLowerCase();
}

function timeOf(text: string): Date | null {
  const time = Date.parse(text.trim());
  return Number.isNaN(time) || time > Date.now() + 86_400_000 ? null : new Date(time);
}
