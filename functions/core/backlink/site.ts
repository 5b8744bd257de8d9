import { decodePage } from "#core/crawl/charset.ts";
import { hostOf } from "#core/crawl/domain.ts";
import { CrawlFailed, visitor } from "#core/crawl/visit.ts";
import { readPage } from "#core/tool/page.ts";

/** What the own pages of a prospect say of how to reach it. */
export interface SiteFacts {
  extract: string;
  addresses: string[];
  contactPageUrl: string | null;
  reachable: boolean;
  hasCaptcha: boolean;
  blocked: boolean;
}

const pagesMax = 6;
const bytesMax = 1_500_000;
const hopsMax = 3;
const extractMax = 20_000;
const telling = /contact|kontakt|about|ueber|team|imprint|impressum|write-?for|contribut|editor|press|advertis/i;
const captcha = /g-recaptcha|h-captcha|cf-challenge|challenge-platform|captcha-delivery/i;
const mail = /[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]+\.)+[a-z]{2,24}/gi;
const picture = /\.(?:png|jpe?g|gif|svg|webp|css|js)$/i;

/** Reads at most six pages of a site as a guest does, within its rules: the start page, then those that tell who looks after it. */
export async function lookAt(domain: string): Promise<SiteFacts> {
  const facts: SiteFacts = { ...{ extract: "", addresses: [], contactPageUrl: null }, ...unreachable };
  const guest = visitor(true);
  const waiting = [`https://${domain}/`];
  const seen = new Set<string>();
  const texts: string[] = [];
  try {
    while (waiting.length > 0 && seen.size < pagesMax) {
      const url = waiting.shift() ?? "";
      if (seen.has(url)) continue;
      seen.add(url);
      if (!(await guest.robotsOf(url)).allows(url)) {
        facts.blocked ||= seen.size === 1;
        continue;
      }
      const page = await visitPage(guest, url, domain);
      if (!page) continue;
      if (page === "blocked") {
        facts.blocked ||= seen.size === 1;
        continue;
      }
      facts.reachable = true;
      facts.hasCaptcha ||= captcha.test(page.html);
      const { text, links } = readPage(page.html, page.url, "text/html");
      texts.push(`${page.url}\n${text}`);
      facts.addresses.push(...addressesIn(page.html));
      if (facts.contactPageUrl === null && /contact|kontakt/i.test(new URL(page.url).pathname))
        facts.contactPageUrl = page.url;
      if (seen.size === 1) waiting.push(...links.filter((link) => telling.test(new URL(link).pathname)));
    }
  } catch (error) {
    if (!(error instanceof CrawlFailed)) throw error;
  }
  const addresses = [...new Set(facts.addresses)].slice(0, 20);
  return { ...facts, addresses, extract: texts.join("\n\n").slice(0, extractMax) };
}

const unreachable = { reachable: false, hasCaptcha: false, blocked: false };

async function visitPage(
  guest: ReturnType<typeof visitor>,
  from: string,
  domain: string,
): Promise<{ html: string; url: string } | "blocked" | null> {
  let url = from;
  for (let hop = 0; hop <= hopsMax; hop += 1) {
    const visited = await guest.visit(url, { bytesMax, accepts: (type) => /^text\/html\b/i.test(type) });
    if (visited.kind === "redirect" && isOf(visited.to, domain)) {
      url = visited.to;
      continue;
    }
    if (visited.kind === "answer") return { html: decodePage(visited.bytes, visited.type), url: visited.url };
    return visited.kind === "busy" || (visited.kind === "failed" && visited.code === "blocked") ? "blocked" : null;
  }
  return null;
}

/** The mail addresses that stand in a page, in lower case. */
function addressesIn(html: string): string[] {
  const text = html.replaceAll("&#64;", "@").replaceAll(/%40/g, "@");
  return [...text.matchAll(mail)].map(([found]) => found.toLowerCase()).filter((found) => !picture.test(found));
}

function isOf(url: string, domain: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = hostOf(url);
  return host === domain || host.endsWith(`.${domain}`);
}
