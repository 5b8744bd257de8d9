import robotsParser from "robots-parser";

/** The name under which a site's rules speak of the crawler. */
export const robotName = "LeadmetricsBot";

/** What a host allows. */
export interface Robots {
  allows(url: string): boolean;
  /** Milliseconds the host wants between two requests; 0 when it says nothing. */
  delayMs: number;
  sitemaps: string[];
}

const delayMaxMs = 10_000;

/** The rules of a robots.txt; the longest rule that fits an address decides. */
export function readRobots(url: string, text: string): Robots {
  const robots = robotsParser(url, text);
  const delay = Number(robots.getCrawlDelay(robotName) ?? 0);
  return {
    allows: (address) => robots.isAllowed(address, robotName) !== false,
    delayMs: Number.isFinite(delay) ? Math.min(Math.max(0, delay * 1_000), delayMaxMs) : 0,
    sitemaps: robots.getSitemaps(),
  };
}

/** The rules of a host that has none. */
export const everythingAllowed: Robots = { allows: () => true, delayMs: 0, sitemaps: [] };

/** The rules of a host whose rules could not be read: nothing now. */
export const nothingAllowed: Robots = { allows: () => false, delayMs: 0, sitemaps: [] };
