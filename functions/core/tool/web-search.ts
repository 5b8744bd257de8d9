import * as z from "zod";
import { oneLine } from "#core/dataset/clean.ts";
import { OutboundError } from "#platform/fetch.ts";
import { canSearch, SearchError, searchWeb } from "#platform/web-search.ts";
import { AppError } from "#schema/errors.ts";
import { addressOf } from "./addresses.ts";
import { defineMethod, type ToolDescriptor, ToolFailure } from "./descriptor.ts";

/** The web by a search engine. */
export const webSearch: ToolDescriptor = {
  name: "web_search",
  description: "Searches the web. Gives titles, addresses and short descriptions; read a page with web_fetch.",
  writes: false,
  needsApproval: false,
  external: true,
  ratePerMinute: 60,
  timeoutMs: 15_000,
  methods: {
    search: defineMethod({
      description: "Pages of the web that fit a query, best first.",
      input: z.strictObject({
        query: z.string().trim().min(2).max(200).describe("a few words about the task"),
        count: z.number().int().min(1).max(10).default(5),
      }),
      output: z.object({
        results: z.array(z.object({ title: z.string(), url: z.string(), description: z.string() })),
      }),
      words: ({ query }) => query,
      async call({ query, count }, { signal }) {
        if (!canSearch())
          throw new ToolFailure(
            "not_configured",
            "No search engine is configured here (WEB_SEARCH_KEY). Work with what you were given.",
          );
        const results = (await search(query, count, signal)).flatMap(({ title, url, description }) => {
          const address = addressOf(url);
          return address ? [{ title: oneLine(title), url: address, description: oneLine(description) }] : [];
        });
        return {
          output: { results },
          passages: results.map(({ title, url, description }) => ({
            label: url,
            trust: "third_party",
            text: `${title}\n${description}`,
          })),
          addresses: results.map(({ url }) => url),
        };
      },
    }),
  },
};

async function search(query: string, count: number, signal: AbortSignal) {
  try {
    return await searchWeb(query, count, signal);
  } catch (error) {
    if (error instanceof SearchError)
      throw new ToolFailure(error.retryAfterMs === undefined ? "failed" : "rate_limited", error.message);
    if (error instanceof OutboundError || error instanceof AppError) throw new ToolFailure("failed", error.message);
    throw error;
  }
}
