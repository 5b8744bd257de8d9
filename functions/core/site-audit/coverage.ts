import { shown } from "#core/keyword/ranked.ts";
import type { Tx } from "#platform/db.ts";
import { bare } from "./rules.ts";

const pagesMax = 1_000;
const listedMax = 10;

/** How much of a crawled site searchers see, as the search console counted it in the last four weeks. */
export interface Coverage {
  crawledPages: number;
  shownPages: number;
  impressions: number;
  clicks: number;
  mostShown: { url: string; impressions: number; clicks: number; position: number }[];
  /** Pages that the crawl has read and no search has shown. */
  neverShown: string[];
}

/** The coverage of the pages that a crawl has seen; none where the search console is not connected or counted nothing. */
export async function coverageOf(tx: Tx, crawled: readonly string[]): Promise<Coverage | undefined> {
  const pages = await shown(tx, "page", pagesMax);
  if (pages.length === 0) return undefined;
  const known = new Set(pages.map(({ name }) => bare(name)));
  const sum = (of: "impressions" | "clicks") => pages.reduce((total, page) => total + page[of], 0);
  return {
    crawledPages: crawled.length,
    shownPages: crawled.filter((url) => known.has(bare(url))).length,
    impressions: sum("impressions"),
    clicks: sum("clicks"),
    mostShown: pages.slice(0, listedMax).map(({ name, ...figures }) => ({ url: name, ...figures })),
    neverShown: crawled.filter((url) => !known.has(bare(url))).slice(0, listedMax),
  };
}
