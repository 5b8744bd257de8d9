import { fold, jaccard, termsOf, wordsOf } from "#core/dataset/terms.ts";
import { urlsIn } from "#core/run/clean.ts";
import { plainOf, proseOf, wordCountOf } from "#core/run/prose.ts";
import type { FindingCategory, FindingSeverity } from "#schema/content-quality.ts";

/** What one look at a post has found. */
export interface Observation {
  category: FindingCategory;
  severity: FindingSeverity;
  title: string;
  detail: string;
  location?: string | undefined;
}

export interface AuditedPost {
  title: string;
  bodyMarkdown: string;
  targetKeyword: string;
  /** YYYY-MM-DD. */
  publishedOn: string;
  /** Sections of its brief with the words each should have. */
  briefed: readonly { heading: string; words: number }[];
  /** Sentences with facts that no source carries. */
  unsupported: readonly string[];
}

export interface Surroundings {
  /** YYYY-MM-DD. */
  today: string;
  /** The other published posts. */
  others: readonly { title: string; targetKeyword: string }[];
  /** The pages of the site that exist. */
  pages: readonly string[];
  /** The host of the site, without www; empty when it has none. */
  host: string;
}

export interface Scope {
  freshness: boolean;
  thinSections: boolean;
  cannibalisation: boolean;
  internalLinks: boolean;
  aiSearchStructure: boolean;
}

const oldMonths = 18;
const sectionWordsMin = 200;
const alikeFrom = 0.6;
const linksMin = 2;
const openingWordsMax = 80;
const points: Record<FindingSeverity, number> = { critical: 15, warning: 6, suggestion: 2 };

/** What can be counted and compared in a post; prices are left to those who have the documents. */
export function observe(post: AuditedPost, around: Surroundings, scope: Scope): Observation[] {
  return [
    ...(scope.freshness ? freshness(post, around.today) : []),
    ...(scope.thinSections ? thinSections(post) : []),
    ...(scope.cannibalisation ? cannibalisation(post, around) : []),
    ...(scope.internalLinks ? internalLinks(post, around) : []),
    ...(scope.aiSearchStructure ? structure(post) : []),
  ].slice(0, 40);
}

/** 0 to 100: each finding takes off points by how bad it is. */
export function healthOf(findings: readonly Pick<Observation, "severity">[]): number {
  return Math.max(0, 100 - findings.reduce((sum, { severity }) => sum + points[severity], 0));
}

/** Prices of a post that stand in none of the documents. */
export function pricesOff(bodyMarkdown: string, documents: string): string[] {
  const prices = plainOf(bodyMarkdown).match(/(?:[€$£₹]\s?\d[\d.,]*\d|[€$£₹]\s?\d)/g) ?? [];
  const known = documents.replaceAll(/\s/g, "");
  return [...new Set(prices)].filter((price) => !known.includes(price.replaceAll(/\s/g, "")));
}

function freshness({ bodyMarkdown, publishedOn, unsupported }: AuditedPost, today: string): Observation[] {
  const limit = monthsBefore(today, oldMonths);
  const years = [...new Set(plainOf(bodyMarkdown).match(/\b(?:19|20)\d{2}\b/g) ?? [])];
  const old = years.filter((year) => `${year}-12-31` < limit);
  return [
    ...(publishedOn < limit
      ? [
          finding("freshness", "warning", "The post is older than a year and a half", {
            detail:
              "Readers and search engines prefer what was looked through lately. Check each statement, and say when that was done.",
          }),
        ]
      : []),
    ...old.map((year) =>
      finding("freshness", "warning", `The year ${year} stands in the text`, {
        detail:
          "A date that lies far back makes the text look old. Replace it by a newer figure, or say why the old one still matters.",
        location: sentenceWith(bodyMarkdown, year),
      }),
    ),
    ...unsupported.slice(0, 8).map((sentence) =>
      finding("freshness", "warning", "A statement without a source", {
        detail: "No document of the company carries this statement. Find its source, change it, or leave it out.",
        location: sentence,
      }),
    ),
  ];
}

function thinSections({ bodyMarkdown, briefed }: AuditedPost): Observation[] {
  return sectionsOf(bodyMarkdown).flatMap(({ heading, text }) => {
    const words = wordCountOf(text);
    const wanted = briefed.find((one) => fold(one.heading) === fold(heading))?.words ?? 0;
    const isHalf = wanted > 0 && words < wanted / 2;
    if (words >= sectionWordsMin && !isHalf) return [];
    const detail = isHalf
      ? `The section has ${words} words; its brief asked for ${wanted}. Say what is missing.`
      : `The section has ${words} words. Say more, or join it with its neighbour.`;
    return [
      finding("thin_section", isHalf ? "warning" : "suggestion", `Little is said under “${cutAt(heading, 80)}”`, {
        detail,
        location: heading,
      }),
    ];
  });
}

function cannibalisation({ title, targetKeyword }: AuditedPost, { others }: Surroundings): Observation[] {
  const terms = new Set(termsOf(title).keys());
  return others.flatMap((other) => {
    const same = targetKeyword !== "" && fold(other.targetKeyword) === fold(targetKeyword);
    const alike = jaccard(terms, new Set(termsOf(other.title).keys())) >= alikeFrom;
    if (!same && !alike) return [];
    return [
      finding("cannibalisation", same ? "critical" : "warning", "Another post answers the same search", {
        detail: `“${other.title}” ${same ? "has the same search term" : "is much like it"}. Join the two, or give each a question of its own.`,
        location: other.title,
      }),
    ];
  });
}

function internalLinks({ bodyMarkdown }: AuditedPost, { pages, host }: Surroundings): Observation[] {
  if (host === "") return [];
  const own = urlsIn(bodyMarkdown).filter((url) => hostOf(url) === host);
  const known = new Set(pages.map(bare));
  const broken = own.filter((url) => known.size > 0 && !known.has(bare(url)));
  return [
    ...(own.length < linksMin
      ? [
          finding("internal_links", "suggestion", "Hardly any link to the rest of the site", {
            detail: `The post links to ${own.length} pages of the site. Lead readers on to pages on the same subject.`,
          }),
        ]
      : []),
    ...broken.map((url) =>
      finding("internal_links", "critical", "A link to a page that is not there", {
        detail: "The last crawl did not find this page. Link to what has taken its place, or leave the link out.",
        location: url,
      }),
    ),
  ];
}

function structure({ bodyMarkdown }: AuditedPost): Observation[] {
  const lines = proseOf(bodyMarkdown);
  const headings = lines.filter(({ kind }) => kind === "heading");
  const long = sectionsOf(bodyMarkdown).filter(
    ({ text }) => wordsOf(proseOf(text).find(({ kind }) => kind === "paragraph")?.text ?? "").length > openingWordsMax,
  );
  return [
    ...(headings.some(({ text }) => text.trim().endsWith("?"))
      ? []
      : [
          finding("ai_search", "suggestion", "No heading asks what readers ask", {
            detail:
              "Assistants look for questions and their answers. Put at least one heading as a question and answer it in the first sentence below.",
          }),
        ]),
    ...(lines.some(({ kind }) => kind === "item")
      ? []
      : [
          finding("ai_search", "suggestion", "No list in the text", {
            detail: "Steps and options are taken over more easily from a list than from a paragraph.",
          }),
        ]),
    ...long.slice(0, 6).map(({ heading }) =>
      finding("ai_search", "suggestion", `“${cutAt(heading, 80)}” takes long to answer`, {
        detail:
          "The first paragraph below the heading is long. Begin with the answer in one or two sentences, then explain it.",
        location: heading,
      }),
    ),
  ];
}

function finding(
  category: FindingCategory,
  severity: FindingSeverity,
  title: string,
  { detail, location }: { detail: string; location?: string },
): Observation {
  const place = location?.trim().slice(0, 500);
  return {
    category,
    severity,
    title: cutAt(title, 120),
    detail: cutAt(detail, 800),
    ...(place ? { location: place } : {}),
  };
}

interface Section {
  heading: string;
  text: string;
}

function sectionsOf(markdown: string): Section[] {
  return markdown
    .split(/^##\s+(?!#)/m)
    .slice(1)
    .map((part) => {
      const [heading = "", ...rest] = part.split("\n");
      return { heading: heading.trim(), text: rest.join("\n") };
    })
    .filter(({ heading }) => heading !== "");
}

function sentenceWith(markdown: string, word: string): string {
  return (
    plainOf(markdown)
      .split(/(?<=[.!?])\s+|\n+/)
      .find((sentence) => sentence.includes(word)) ?? word
  );
}

function monthsBefore(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.toISOString().slice(0, 10);
}

const cutAt = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 1)}…`);
const bare = (url: string): string =>
  url
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .replace(/[#?].*$/, "")
    .replace(/\/$/, "");
const hostOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).hostname.toLowerCase().replace(/^www\./, "") : "";
