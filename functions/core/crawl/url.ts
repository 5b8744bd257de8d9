import { getDomain } from "tldts";

/** Which addresses belong to a site, and which of them its owner wants read. */
export interface Site {
  /** Where the crawl begins; its host and scheme are those of every address. */
  start: URL;
  subdomains: boolean;
  include: readonly string[];
  exclude: readonly string[];
}

const lengthMax = 2_000;
const dropped =
  /^(?:utm_\w+|gclid|fbclid|msclkid|dclid|mc_[ce]id|_ga|_gl|phpsessid|jsessionid|sid|sessionid|session_id|aspsessionid\w*)$/i;
const unread =
  /^(?:log-?in|sign-?in|sign-?up|register|log-?out|sign-?out|wp-login\.php|wp-admin|lost-password|cart|basket|checkout|my-account|calendar)$/i;
const dated = /^(?:ical|outlook-ical|month|year|week|date|tribe-bar-date|day)$/i;
const documentName = /\.(?:pdf|docx)$/i;
const fileName =
  /\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|js|mjs|json|xml|rss|atom|zip|gz|tgz|rar|7z|exe|dmg|apk|mp[34]|m4[av]|mov|avi|webm|ogg|wav|woff2?|ttf|otf|eot|xlsx?|pptx?|doc|csv|txt|ics|map)$/i;

/** The one form of an address of the site: without fragment, tracking and session, its query in order; null when it cannot be read. */
export function normalise(given: string, base: URL | string, site: Pick<Site, "start" | "subdomains">): string | null {
  const url = cleaned(given, base);
  if (!url) return null;
  if (isSameHost(url, site.start)) {
    url.protocol = site.start.protocol;
    url.host = site.start.host;
  }
  return url.href.length <= lengthMax ? url.href : null;
}

/** An http or https address without fragment, tracking, session and credentials of its own. */
export function cleaned(given: string, base?: URL | string): URL | null {
  const text = given.trim();
  if (text === "" || !URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return null;
  url.hash = "";
  url.pathname = url.pathname.replace(/;jsessionid=[^/]*/gi, "");
  for (const name of [...url.searchParams.keys()]) if (dropped.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  if (url.search === "?" || url.searchParams.size === 0) url.search = "";
  return url;
}

/** True for an address on the host of the site (with or without `www.`) or, where that is wanted, below its registrable domain. */
export function isOnSite(url: URL, { start, subdomains }: Pick<Site, "start" | "subdomains">): boolean {
  if (isSameHost(url, start)) return true;
  if (!subdomains || url.port !== start.port) return false;
  const domain = getDomain(start.hostname);
  return domain !== null && getDomain(url.hostname) === domain;
}

/** What of the site an address is, as far as its name tells: null for what is not read at all. */
export function kindOf(href: string, site: Site): "page" | "document" | null {
  const url = new URL(href);
  if (!isOnSite(url, site)) return null;
  if (documentName.test(url.pathname)) return "document";
  if (fileName.test(url.pathname)) return null;
  const segments = url.pathname.split("/").filter(Boolean);
  if (segments.some((segment) => unread.test(segment))) return null;
  if ([...url.searchParams.keys()].some((name) => dated.test(name))) return null;
  // A path that goes in circles: /a/b/a/b/a/b.
  if (segments.some((segment) => segments.filter((other) => other === segment).length > 2)) return null;
  return isWanted(url.pathname + url.search, site) ? "page" : null;
}

function isWanted(path: string, { include, exclude }: Site): boolean {
  if (exclude.some((pattern) => fits(path, pattern))) return false;
  return include.length === 0 || include.some((pattern) => fits(path, pattern));
}

/** A pattern is the beginning of a path, in which `*` stands for anything. */
function fits(path: string, pattern: string): boolean {
  let at = 0;
  for (const [index, part] of pattern.split("*").entries()) {
    const found = index === 0 ? (path.startsWith(part) ? 0 : -1) : path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

function isSameHost(url: URL, start: URL): boolean {
  const bare = (host: string) => host.replace(/^www\./, "");
  return bare(url.hostname) === bare(start.hostname) && url.port === start.port;
}
