import type { Found } from "../descriptor/index.ts";
import type { SitePage } from "../descriptor/shapes.ts";

/** A page as a search engine lists it. */
export interface Result {
  title: string;
  url: string;
  description: string;
}

/** Places where everybody is: no company of the trade. */
export const crowded =
  /(?:^|\.)(?:facebook|instagram|linkedin|twitter|x|youtube|tiktok|pinterest|reddit|wikipedia|amazon|ebay|google|yelp)\.[a-z.]+$/;

/** What searches have found, best first. */
export function resultsOf(found: readonly Found[]): Result[] {
  return found
    .filter(({ tool, error }) => tool === "web_search" && error === null)
    .flatMap(({ output }) => (output as { results?: Result[] } | null)?.results ?? []);
}

/** The pages of the web that were read. */
export function pagesOf(found: readonly Found[]): SitePage[] {
  return found.flatMap(({ tool, error, output }) => {
    if (tool !== "web_fetch" || error !== null) return [];
    const { url, title, text } = output as SitePage;
    return [{ url, title, text }];
  });
}
