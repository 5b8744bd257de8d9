import { checkUrl, UnsafeAddressError } from "#platform/address.ts";
import { config } from "#platform/config.ts";
import { guardedFetch, OutboundError } from "#platform/fetch.ts";
import type { CrawlErrorCode } from "#schema/crawl.ts";
import { everythingAllowed, nothingAllowed, type Robots, readRobots, robotName } from "./robots.ts";

/** What came of asking for one address. */
export type Visited =
  | { kind: "answer"; url: string; status: number; bytes: Uint8Array; type: string; headers: Headers }
  /** Something else than was asked for; nothing of it was read. */
  | { kind: "other"; type: string }
  | { kind: "redirect"; to: string }
  | { kind: "unchanged" }
  | { kind: "gone"; status: number }
  | { kind: "busy"; retryAfterMs: number }
  | { kind: "failed"; code: CrawlErrorCode | "too_large"; status: number | null };

export interface Wanted {
  bytesMax: number;
  /** The types that are read; others are left where they are. */
  accepts(type: string): boolean;
  etag?: string | null;
  lastModified?: string | null;
}

/** Asks a site for its pages as a guest does: no faster than once a second and host, or than the host wants, and within its robots.txt. */
export interface Visitor {
  robotsOf(url: string): Promise<Robots>;
  visit(url: string, wanted: Wanted): Promise<Visited>;
}

const timeoutMs = 15_000;
const betweenMs = 1_000;
const robotsBytesMax = 500_000;
const robotsTries = 3;
const patienceMaxMs = 30_000;

/** A visitor of its own for one slice. A host of this machine itself (OUTBOUND_ALLOW) needs no sparing. */
export function visitor(respectRobots: boolean): Visitor {
  const known = new Map<string, Promise<Robots>>();
  const free = new Map<string, number>();

  async function turn(url: URL, delayMs: number): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, free.get(url.host) ?? 0);
    free.set(url.host, at + Math.max(delayMs, isOurs(url) ? 0 : betweenMs));
    if (at > now) await rest(at - now);
  }

  async function fetchRobots(origin: string): Promise<Robots> {
    const url = new URL("/robots.txt", origin);
    for (let tries = 1; ; tries++) {
      await turn(url, 0);
      const answer = await ask(url.href, robotsBytesMax * 4, {}).catch((error: unknown) => codeOf(error));
      if (answer === "dns" || answer === "unsafe_address") throw new CrawlFailed(answer);
      if (answer === "too_large" || (typeof answer === "object" && answer.status < 500)) {
        if (answer === "too_large" || !answer.ok) return everythingAllowed;
        const text = await answer.text().catch(() => null);
        if (text !== null) return readRobots(url.href, text.slice(0, robotsBytesMax));
      }
      if (tries >= robotsTries) return nothingAllowed;
      await rest(isOurs(url) ? 20 : tries * 5_000);
    }
  }

  function robotsOf(href: string): Promise<Robots> {
    const { origin } = new URL(href);
    if (!respectRobots) return Promise.resolve(everythingAllowed);
    const found = known.get(origin) ?? fetchRobots(origin);
    known.set(origin, found);
    return found;
  }

  async function visit(href: string, wanted: Wanted): Promise<Visited> {
    const url = new URL(href);
    const { delayMs } = await (known.get(url.origin) ?? everythingAllowed);
    await turn(url, delayMs);
    try {
      return await read(await ask(href, wanted.bytesMax, conditions(wanted), "manual"), href, wanted);
    } catch (error) {
      return { kind: "failed", code: codeOf(error), status: null };
    }
  }

  return { robotsOf, visit };
}

/** A crawl that cannot go on at all. */
export class CrawlFailed extends Error {
  readonly code: CrawlErrorCode;
  constructor(code: CrawlErrorCode) {
    super(code);
    this.name = "CrawlFailed";
    this.code = code;
  }
}

/** Waits. */
export function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function ask(
  href: string,
  maxBytes: number,
  headers: Record<string, string>,
  redirect: RequestRedirect = "follow",
): Promise<Response> {
  const url = new URL(href);
  if (url.port !== "" && !isOurs(url)) throw new UnsafeAddressError(url.host, "its port is neither 80 nor 443");
  return guardedFetch(href, {
    redirect,
    timeoutMs,
    maxBytes,
    headers: {
      "user-agent": `${robotName}/1.0 (+${config("DASHBOARD_URL")})`,
      "accept-encoding": "gzip, br",
      accept: "text/html,application/xhtml+xml,*/*;q=0.8",
      ...headers,
    },
  });
}

function conditions({ etag, lastModified }: Wanted): Record<string, string> {
  return { ...(etag ? { "if-none-match": etag } : {}), ...(lastModified ? { "if-modified-since": lastModified } : {}) };
}

async function read(answer: Response, url: string, { accepts }: Wanted): Promise<Visited> {
  const { status, headers } = answer;
  const leave = async (visited: Visited): Promise<Visited> => {
    await answer.body?.cancel().catch(() => undefined);
    return visited;
  };
  if (status === 304) return leave({ kind: "unchanged" });
  const location = status >= 300 && status < 400 ? headers.get("location") : null;
  if (location && URL.canParse(location, url)) return leave({ kind: "redirect", to: new URL(location, url).href });
  if (status === 404 || status === 410) return leave({ kind: "gone", status });
  if (status === 429 || status === 503) return leave({ kind: "busy", retryAfterMs: patienceOf(headers, url) });
  if (status !== 200) return leave({ kind: "failed", code: "blocked", status });
  const type = (headers.get("content-type") ?? "text/html").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!accepts(type)) return leave({ kind: "other", type });
  return { kind: "answer", url, status, type, headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

function patienceOf(headers: Headers, url: string): number {
  const given = headers.get("retry-after");
  const ms = given === null ? Number.NaN : /^\d+$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - Date.now();
  if (Number.isNaN(ms)) return isOurs(new URL(url)) ? 20 : 5_000;
  return Math.min(Math.max(0, ms), patienceMaxMs);
}

function codeOf(error: unknown): CrawlErrorCode | "too_large" {
  if (error instanceof UnsafeAddressError) return "unsafe_address";
  if (error instanceof OutboundError && error.code === "unresolvable") return "dns";
  if (error instanceof OutboundError && error.code === "too_large") return "too_large";
  if (error instanceof OutboundError || error instanceof TypeError) return "blocked";
  throw error;
}

function isOurs(url: URL): boolean {
  try {
    return checkUrl(url, []).allowed;
  } catch {
    return false;
  }
}
