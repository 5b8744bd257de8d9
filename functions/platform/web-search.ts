import * as z from "zod";
import { config } from "./config.ts";
import { carry } from "./leaving.ts";

const callTimeoutMs = 10_000;
const answerMaxBytes = 2_000_000;

const Answer = z.object({
  web: z
    .object({
      results: z.array(
        z.object({
          title: z.string(),
          url: z.string(),
          description: z.string().default(""),
          age: z.string().optional(),
        }),
      ),
    })
    .optional(),
});

export interface Found {
  title: string;
  url: string;
  description: string;
}

/** A search the engine did not answer. `retryAfterMs` where it asked for patience. */
export class SearchError extends Error {
  readonly retryAfterMs: number | undefined;
  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.name = "SearchError";
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether this installation has the key of a search engine. */
export function canSearch(): boolean {
  return config("WEB_SEARCH_KEY") !== undefined;
}

/** What the Brave Search API finds on the web, best first. @throws SearchError */
export async function searchWeb(query: string, count: number, signal: AbortSignal): Promise<Found[]> {
  const key = config("WEB_SEARCH_KEY");
  if (key === undefined) throw new SearchError("No search engine is configured.");
  const base = config("WEB_SEARCH_URL");
  const address = new URL(`${base.replace(/\/+$/, "")}/web/search`);
  address.search = new URLSearchParams({ q: query, count: String(count), text_decorations: "false" }).toString();
  const answer = await carry(address, {
    declaredLocal: false,
    headers: { accept: "application/json", "x-subscription-token": key },
    timeoutMs: callTimeoutMs,
    maxBytes: answerMaxBytes,
    redirect: "error",
    signal,
  });
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get("x-ratelimit-reset")?.split(",")[0] ?? 1);
    throw new SearchError("The search engine asks for patience.", Math.max(1, seconds) * 1_000);
  }
  if (!answer.ok) throw new SearchError(`The search engine answers with ${answer.status}.`);
  const parsed = Answer.safeParse(await answer.json().catch(() => null));
  if (!parsed.success) throw new SearchError("The search engine's answer cannot be read.");
  return (parsed.data.web?.results ?? [])
    .slice(0, count)
    .map(({ title, url, description }) => ({ title, url, description }));
}
