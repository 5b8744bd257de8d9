import type { Context, Hono } from "hono";
import MiniSearch from "minisearch";
import type { Control } from "./control.ts";
import { type ErrorBody, requireKey, type SimulatorEnv } from "./door.ts";
import { simulate } from "./simulate.ts";
import { type Page, pagesOf } from "./site-index.ts";

const countMax = 20;
const queryMax = 400;

/**
 * Web search of the Brave Search API, below `/brave/res/v1`. It knows the pages of the given sites, as their sitemaps and links
 * name them when somebody first searches.
 */
export function braveSimulator(control: Control, sites: readonly string[]): Hono<SimulatorEnv> {
  let index: Promise<MiniSearch<Page>> | undefined;
  const outline = { provider: "brave", errorBody, unknownPath: "Not found" } as const;
  return simulate(control, outline, (app) => {
    app.use(
      requireKey((c) => c.req.header("x-subscription-token"), "The provided subscription token is invalid.", {
        code: "SUBSCRIPTION_TOKEN_INVALID",
      }),
    );
    app.get("/web/search", async (c) => {
      const query = c.req.query("q") ?? "";
      const count = Number(c.req.query("count") ?? countMax);
      const refused = refuse(c, query, count);
      if (refused) return refused;
      index ??= indexOf(sites);
      const pages = await index;
      const found = pages.search(query, { prefix: true, boost: { title: 2 }, combineWith: "OR" }).slice(0, count);
      c.header("x-ratelimit-limit", "1, 15000");
      c.header("x-ratelimit-remaining", "0, 14999");
      c.header("x-ratelimit-reset", "1, 1209600");
      return c.json({
        type: "search",
        query: { original: query, more_results_available: false },
        web: { type: "search", family_friendly: true, results: found.map(result) },
      });
    });
  });
}

function refuse(c: Context<SimulatorEnv>, query: string, count: number): Response | undefined {
  if (query === "" || query.length > queryMax)
    return c.var.refuse(422, "Unable to validate request parameter(s)", { code: "VALIDATION", field: "q" });
  if (!Number.isInteger(count) || count < 1 || count > countMax)
    return c.var.refuse(422, "Unable to validate request parameter(s)", { code: "VALIDATION", field: "count" });
  return undefined;
}

async function indexOf(sites: readonly string[]): Promise<MiniSearch<Page>> {
  const index = new MiniSearch<Page>({
    idField: "url",
    fields: ["title", "text"],
    storeFields: ["url", "title", "text"],
  });
  for (const site of sites) index.addAll(await pagesOf(site));
  return index;
}

function result(found: { [field: string]: unknown }) {
  const { url, title, text } = found as unknown as Page;
  const { hostname, pathname } = new URL(url);
  return {
    type: "search_result",
    subtype: "generic",
    title,
    url,
    description: text.slice(0, 240),
    language: "en",
    family_friendly: true,
    is_source_local: false,
    is_source_both: false,
    profile: { name: hostname, url, long_name: hostname },
    meta_url: { scheme: new URL(url).protocol.slice(0, -1), netloc: hostname, hostname, path: pathname },
  };
}

const errorBody: ErrorBody = (status, detail, { code, field } = {}) => ({
  type: "ErrorResponse",
  error: {
    id: "00000000-0000-4000-8000-000000000000",
    status,
    code: code ?? (status === 429 ? "RATE_LIMITED" : "INTERNAL"),
    detail,
    meta: field ? { errors: [{ loc: ["query", field], msg: detail }] } : {},
  },
});
