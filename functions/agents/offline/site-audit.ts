import { siteRules } from "#core/site-audit/rules.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { SiteFindingCode, SiteSeverity } from "#schema/site-audit.ts";
import type { SiteAuditInput, SiteAuditReport } from "../site-auditor.ts";
import { listed } from "./wording.ts";

type Observation = SiteAuditInput["crawlSummary"]["observations"][number];
type Action = SiteAuditReport["prioritisedActionList"][number];

interface Words {
  title: string;
  why: string;
  action: string;
  owner: Action["owner"];
}

/** What each observation means for people, and who mends it. */
const words: Record<Exclude<SiteFindingCode, "other">, Words> = {
  server_error: {
    title: "Pages that the server cannot deliver",
    why: "The server answered with an error. Neither visitors nor search engines see these pages.",
    action: "Find out why the server fails on these pages",
    owner: "developer",
  },
  not_found: {
    title: "Links to pages that are not there",
    why: "Pages of the site link to addresses that answer with an error. Visitors end there, and search engines waste their time.",
    action: "Mend or redirect the links that lead nowhere",
    owner: "developer",
  },
  no_https: {
    title: "Pages without an encrypted connection",
    why: "Browsers warn before such pages, and search engines prefer the encrypted ones.",
    action: "Deliver every page over https and redirect the old addresses",
    owner: "developer",
  },
  noindex: {
    title: "Pages that search engines are told to leave out",
    why: "A mark on these pages keeps them out of the results. That is right for some pages and a mistake on others.",
    action: "Decide which of the excluded pages should be found",
    owner: "marketer",
  },
  canonical_mismatch: {
    title: "Pages that name another address as the original",
    why: "Search engines count what these pages earn for the other address.",
    action: "Let each page name its own address as the original",
    owner: "developer",
  },
  missing_title: {
    title: "Pages without a title",
    why: "The title is what people read first in the results. Without one, the search engine makes one up.",
    action: "Write a title for each page that has none",
    owner: "agent",
  },
  duplicate_title: {
    title: "Pages that share a title",
    why: "People and search engines cannot tell these pages apart by their titles.",
    action: "Give each page a title of its own",
    owner: "agent",
  },
  missing_meta_description: {
    title: "Pages without a description",
    why: "Without a description the results show a piece of the page that nobody chose.",
    action: "Write descriptions for the pages that have none",
    owner: "agent",
  },
  duplicate_meta_description: {
    title: "Pages that share a description",
    why: "The same description under several results gives nobody a reason to choose one of them.",
    action: "Give each page a description of its own",
    owner: "agent",
  },
  missing_h1: {
    title: "Pages without a main heading",
    why: "The main heading tells readers and search engines what the page is about.",
    action: "Add a main heading to each page",
    owner: "developer",
  },
  thin_content: {
    title: "Pages with very little text",
    why: "Pages with so few words seldom answer a question fully and are seldom found.",
    action: "Extend the short pages, or join those that belong together",
    owner: "agent",
  },
  duplicate_content: {
    title: "Pages with the same text",
    why: "When several addresses hold the same text, search engines show one of them, perhaps the wrong one.",
    action: "Keep one page of each text and redirect the others",
    owner: "developer",
  },
  orphan_page: {
    title: "Pages that no other page links to",
    why: "Visitors do not come upon these pages, and search engines take them for unimportant.",
    action: "Link to the lonely pages from pages on the same subject",
    owner: "marketer",
  },
  title_length: {
    title: "Titles that are too short or too long",
    why: "Short titles waste room, long ones are cut off in the results.",
    action: "Bring the titles to a length that the results show whole",
    owner: "agent",
  },
  meta_description_length: {
    title: "Descriptions that are too short or too long",
    why: "Short descriptions waste room, long ones are cut off in the results.",
    action: "Bring the descriptions to a length that the results show whole",
    owner: "agent",
  },
  missing_structured_data: {
    title: "Pages without structured data",
    why: "Structured data tells search engines what a page holds: a product, an article, a place, a question.",
    action: "Mark up the most visited pages with structured data",
    owner: "developer",
  },
  low_internal_links: {
    title: "Pages that hardly any page links to",
    why: "The more pages of the site lead to a page, the more important it is taken to be.",
    action: "Add links to these pages where readers would want them",
    owner: "marketer",
  },
  needs_rendering: {
    title: "Pages whose text appears only after scripts have run",
    why: "Some search engines and assistants read a page without running its scripts and find nothing.",
    action: "Deliver the main text of these pages with the page itself",
    owner: "developer",
  },
};

const standing: readonly Omit<Action, "order">[] = [
  { title: "Crawl the site anew after the changes and compare", effort: "S", impact: "medium", owner: "agent" },
  { title: "Connect the search console to see what is found", effort: "S", impact: "medium", owner: "marketer" },
  { title: "Agree who looks after the site between audits", effort: "S", impact: "low", owner: "marketer" },
];
const sizes = { low: "S", medium: "M", high: "L" } as const;
const value = { low: 1, medium: 2, high: 3 } as const;

/** The findings that the figures of the crawl show, in plain words; what was not measured is said to be so. */
export function composeSiteAudit(input: SiteAuditInput, envelope: Envelope): Answer<SiteAuditReport> {
  const { crawlSummary: crawl, focusAreas, previousScore } = input;
  const seen = crawl.observations.filter(({ code }) => code !== "other");
  const of = (severity: SiteSeverity, max: number) =>
    seen
      .filter((one) => one.severity === severity)
      .slice(0, max)
      .map(findingOf);
  const ordered = seen.toSorted(
    (a, b) => Number(focusAreas.includes(b.area)) - Number(focusAreas.includes(a.area)) || worth(b) - worth(a),
  );
  const actions = [
    ...ordered.slice(0, 17).map(({ code }) => {
      const { action: title, owner } = wordsOf(code);
      return { title, effort: sizes[siteRules[code].effort], impact: siteRules[code].impact, owner };
    }),
    ...standing,
  ].map((action, at) => ({ order: at + 1, ...action }));
  const data: SiteAuditReport = {
    auditDate: envelope.now.slice(0, 10),
    technicalScore: crawl.score,
    ...(previousScore === undefined ? {} : { scoreDelta: crawl.score - previousScore }),
    summary: summaryOf(input, ordered),
    criticalIssues: of("critical", 30),
    warnings: of("warning", 60),
    opportunities: of("opportunity", 30),
    prioritisedActionList: actions,
  };
  return { data, citations: [], warnings: ["Speed and mobile display were not measured by the crawl."] };
}

function wordsOf(code: SiteFindingCode): Words {
  if (code === "other") throw new Error("other is nothing that a crawl shows");
  return words[code];
}

const worth = ({ code, severity }: Observation): number =>
  value[siteRules[code].impact] * 2 - value[siteRules[code].effort] + (severity === "critical" ? 4 : 0);

function findingOf({ code, count, urls, evidence }: Observation) {
  const { title, why, action } = wordsOf(code);
  const pages = count === 1 ? "One page is concerned." : `${count} pages are concerned.`;
  return { code, title, detail: `${why} ${pages} What to do: ${action}.`, affectedUrls: urls, evidence };
}

function summaryOf({ clientDomain, crawlSummary: crawl }: SiteAuditInput, ordered: readonly Observation[]): string {
  const read = `The crawl of ${crawl.crawledOn} read ${crawl.pages} pages of ${clientDomain}${
    crawl.failedPages > 0 ? `; ${crawl.failedPages} could not be read` : ""
  }.`;
  if (ordered.length === 0)
    return `${read} Nothing that it measures speaks against the site. Keep it so, and look again after larger changes.`;
  const first = ordered.slice(0, 3).map(({ code }) => wordsOf(code).title.toLowerCase());
  return `${read} What matters most: ${listed(first)}. The list below begins with what brings the most for the least work.`;
}
