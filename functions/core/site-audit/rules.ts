import type { AuditArea, SiteFindingCode, SiteSeverity } from "#schema/site-audit.ts";

/** A page of a site as its last crawl left it. */
export interface CrawledPage {
  url: string;
  title: string | null;
  metaDescription: string | null;
  h1: string | null;
  canonical: string | null;
  httpStatus: number | null;
  wordCount: number;
  linksIn: number;
  linksOut: number;
  schemaTypes: string[];
  flags: string[];
  textSha256: string | null;
}

/** What is wrong or could be better on some pages, as the figures of the crawl show it. */
export interface Observation {
  code: SiteFindingCode;
  area: AuditArea;
  severity: SiteSeverity;
  /** All pages it concerns. */
  count: number;
  /** At most 50 of them. */
  urls: string[];
  /** The figures it rests on. */
  evidence: string;
}

interface Rule {
  area: AuditArea;
  severity: SiteSeverity;
  effort: "low" | "medium" | "high";
  impact: "low" | "medium" | "high";
}

/** What each finding is about, how bad it is, how much work it makes and what it brings. */
export const siteRules: Record<SiteFindingCode, Rule> = {
  server_error: { area: "crawlability", severity: "critical", effort: "medium", impact: "high" },
  not_found: { area: "crawlability", severity: "critical", effort: "low", impact: "high" },
  no_https: { area: "crawlability", severity: "critical", effort: "medium", impact: "high" },
  noindex: { area: "crawlability", severity: "warning", effort: "low", impact: "high" },
  canonical_mismatch: { area: "crawlability", severity: "warning", effort: "low", impact: "medium" },
  missing_title: { area: "on-page", severity: "warning", effort: "low", impact: "high" },
  duplicate_title: { area: "on-page", severity: "warning", effort: "low", impact: "medium" },
  missing_meta_description: { area: "on-page", severity: "warning", effort: "low", impact: "medium" },
  duplicate_meta_description: { area: "on-page", severity: "warning", effort: "low", impact: "low" },
  missing_h1: { area: "on-page", severity: "warning", effort: "low", impact: "medium" },
  thin_content: { area: "on-page", severity: "warning", effort: "high", impact: "medium" },
  duplicate_content: { area: "on-page", severity: "warning", effort: "medium", impact: "medium" },
  orphan_page: { area: "crawlability", severity: "warning", effort: "low", impact: "medium" },
  title_length: { area: "on-page", severity: "opportunity", effort: "low", impact: "low" },
  meta_description_length: { area: "on-page", severity: "opportunity", effort: "low", impact: "low" },
  missing_structured_data: { area: "structured-data", severity: "opportunity", effort: "medium", impact: "medium" },
  low_internal_links: { area: "crawlability", severity: "opportunity", effort: "low", impact: "medium" },
  needs_rendering: { area: "speed", severity: "opportunity", effort: "high", impact: "medium" },
  other: { area: "on-page", severity: "opportunity", effort: "medium", impact: "low" },
};

const urlsMax = 50;
const wordsMin = 200;
const titleLength = { min: 30, max: 60 } as const;
const descriptionLength = { min: 70, max: 160 } as const;
/** Points that a finding takes from the score when it concerns every page. */
const weights: Record<SiteSeverity, number> = { critical: 30, warning: 12, opportunity: 4 };

/** What the figures of a crawl show, worst first. The start page is never an orphan. */
export function observe(pages: readonly CrawledPage[], startUrl: string): Observation[] {
  const live = pages.filter(({ httpStatus }) => httpStatus === null || httpStatus < 400);
  const start = bare(startUrl);
  const found: [SiteFindingCode, CrawledPage[], (page: CrawledPage) => string][] = [
    ["server_error", pages.filter(({ httpStatus }) => (httpStatus ?? 0) >= 500), statusOf],
    ["not_found", pages.filter(({ httpStatus }) => isBetween(httpStatus, 400, 499)), statusOf],
    ["no_https", live.filter(({ url }) => url.startsWith("http://")), () => "address begins with http://"],
    ["noindex", live.filter(({ flags }) => flags.includes("noindex")), () => "robots: noindex"],
    ["canonical_mismatch", live.filter(pointsElsewhere), ({ canonical }) => `canonical: ${canonical}`],
    ["missing_title", live.filter(({ title }) => !title), () => "title: none"],
    ["duplicate_title", repeated(live, ({ title }) => title), ({ title }) => `title: ${title}`],
    ["missing_meta_description", live.filter(({ metaDescription }) => !metaDescription), () => "description: none"],
    [
      "duplicate_meta_description",
      repeated(live, ({ metaDescription }) => metaDescription),
      ({ metaDescription }) => `description: ${metaDescription}`,
    ],
    ["missing_h1", live.filter(({ h1 }) => !h1), () => "h1: none"],
    ["thin_content", live.filter(({ wordCount }) => wordCount < wordsMin), ({ wordCount }) => `words: ${wordCount}`],
    ["duplicate_content", repeated(live, ({ textSha256 }) => textSha256), () => "text equal to another page's"],
    ["orphan_page", live.filter(({ url, linksIn }) => linksIn === 0 && bare(url) !== start), () => "links in: 0"],
    [
      "title_length",
      live.filter(({ title }) => isOutside(title, titleLength)),
      ({ title }) => `${title?.length} signs`,
    ],
    [
      "meta_description_length",
      live.filter(({ metaDescription }) => isOutside(metaDescription, descriptionLength)),
      ({ metaDescription }) => `${metaDescription?.length} signs`,
    ],
    ["missing_structured_data", live.filter(({ schemaTypes }) => schemaTypes.length === 0), () => "types: none"],
    [
      "low_internal_links",
      live.filter(({ url, linksIn }) => linksIn === 1 && bare(url) !== start),
      ({ linksIn }) => `links in: ${linksIn}`,
    ],
    ["needs_rendering", live.filter(({ flags }) => flags.includes("needs_rendering")), () => "text only after scripts"],
  ];
  return found.flatMap(([code, concerned, evidenceOf]) => {
    const [first] = concerned;
    if (!first) return [];
    const { area, severity } = siteRules[code];
    const urls = concerned.slice(0, urlsMax).map(({ url }) => url);
    const evidence = `${first.url} (${evidenceOf(first)})`.slice(0, 300);
    return [{ code, area, severity, count: concerned.length, urls, evidence }];
  });
}

/** 0 to 100: each finding takes off points by its weight and by the share of pages that it concerns. */
export function scoreOf(observations: readonly Observation[], pages: number): number {
  const lost = observations.reduce(
    (sum, { severity, count }) => sum + weights[severity] * Math.min(1, 0.25 + count / Math.max(1, pages)),
    0,
  );
  return Math.max(0, Math.round(100 - lost));
}

const statusOf = ({ httpStatus }: CrawledPage): string => `status ${httpStatus}`;
const isBetween = (value: number | null, min: number, max: number) => value !== null && value >= min && value <= max;
/** An address without what differs between two ways to write it. */
export const bare = (url: string): string => url.replace(/^https?:\/\/(?:www\.)?/, "").replace(/\/$/, "");
const isOutside = (text: string | null, { min, max }: { min: number; max: number }): boolean =>
  text !== null && text !== "" && (text.length < min || text.length > max);
const pointsElsewhere = ({ url, canonical }: CrawledPage): boolean =>
  canonical !== null && canonical !== "" && bare(canonical) !== bare(url);

function repeated(pages: readonly CrawledPage[], keyOf: (page: CrawledPage) => string | null): CrawledPage[] {
  const groups = Map.groupBy(pages, (page) => keyOf(page)?.trim().toLowerCase() ?? "");
  groups.delete("");
  return [...groups.values()].filter((group) => group.length > 1).flat();
}
