import { hostOf, siteOf } from "#core/crawl/domain.ts";
import { numbersIn } from "#core/run/numbers.ts";
import { type Answer, CannotCompose, type Envelope } from "#schema/agent.ts";
import type { CompetitorInput, CompetitorResearch } from "../competitor-researcher.ts";
import type { Found } from "../descriptor/index.ts";
import type { SitePage } from "../descriptor/shapes.ts";
import { crowded, pagesOf, resultsOf } from "./found.ts";
import { phrasesIn } from "./keywords.ts";
import { factsOfPages, pageName } from "./pages.ts";
import { cut, listed } from "./wording.ts";

type Competitor = CompetitorResearch["competitors"][number];

const wanted = 4;
const least = 3;

/** First the sites that the client named, and a search where they are too few; then the sites that the search gave. */
export function orderCompetitors(input: CompetitorInput, _envelope: Envelope, found: readonly Found[]) {
  const known = namedBy(input);
  const fetch = (url: string) => ({ name: "web_fetch" as const, input: { url } });
  if (found.length === 0) {
    const query = `${input.industry ?? input.tenantName} companies ${input.country}`.slice(0, 200);
    const search = known.length < least ? [{ name: "web_search" as const, input: { query, count: 10 } }] : [];
    return [...known.map(({ domain }) => fetch(`https://${domain}/`)), ...search];
  }
  const asked = new Set(found.flatMap(({ tool, input: { url } }) => (tool === "web_fetch" ? [String(url)] : [])));
  if (found.at(-1)?.tool !== "web_search") return [];
  return foundBesides(input, known, found)
    .filter(({ url }) => !asked.has(url))
    .map(({ url }) => fetch(url));
}

/**
 * Notes on the competitors that the client named, and on those that a search gave, from what stands on their pages. Without a model
 * nothing else is known of them: the notes say so instead of guessing.
 * @throws CannotCompose when fewer than three are known
 */
export function composeCompetitorNotes(
  input: CompetitorInput,
  envelope: Envelope,
  found: readonly Found[] = [],
): Answer<CompetitorResearch> {
  const known = namedBy(input);
  const pages = pagesOf(found);
  const others = foundBesides(input, known, found).map(({ url, title }) => ({
    name: cut(pageName({ url, title, text: "" }, []), 120).padEnd(2, "."),
    domain: hostOf(url),
  }));
  const themes = phrasesIn(input.crawlPages.map(({ text }) => text).join("\n")).slice(0, 8);
  const all = [
    ...known.map((one) => described(one, pages, themes, envelope) ?? unreadOf(one, themes)),
    ...others.flatMap((one) => described(one, pages, themes, envelope) ?? []),
  ];
  if (all.length < least)
    throw new CannotCompose(
      "Without a model only competitors that were named or found can be described, and fewer than three were.",
    );
  const competitors = all.slice(0, wanted);
  const keywordGap = themes.map((keyword) => ({
    keyword,
    competitors: competitors.map(({ name }) => name),
    ourStatus: "present" as const,
    opportunity: "medium" as const,
  }));
  const data: CompetitorResearch = {
    competitors,
    keywordGap,
    landscapeIntensity: "medium",
    notesMarkdown: notesOf(input.tenantName, competitors, keywordGap, envelope),
  };
  const read = competitors.filter(({ domain }) => pages.some(({ url }) => siteOf(url) === siteOf(domain)));
  const warning =
    read.length > 0
      ? `Written without a model, from one page of each of ${listed(read.map(({ name }) => name))}.`
      : "Written without a model: the competitors' own pages were not read.";
  return { data, citations: [], warnings: [cut(warning, 200)] };
}

function namedBy({ knownCompetitors, ownDomain }: CompetitorInput): { name: string; domain: string }[] {
  const own = ownDomain && siteOf(ownDomain);
  return knownCompetitors
    .map(({ name, domain }) => ({ name, domain: domain.toLowerCase().replace(/^www\./, "") }))
    .filter(
      ({ domain }, index, all) =>
        siteOf(domain) !== own && all.findIndex((other) => siteOf(other.domain) === siteOf(domain)) === index,
    )
    .slice(0, wanted);
}

// Of what a search gave, sites of the trade that nobody has named, as many as are missing.
function foundBesides({ ownDomain }: CompetitorInput, known: readonly { domain: string }[], found: readonly Found[]) {
  const barred = new Set([...known.map(({ domain }) => domain), ...(ownDomain ? [ownDomain] : [])].map(siteOf));
  return resultsOf(found)
    .filter(({ url }) => URL.canParse(url) && /\.[a-z]{2,}$/.test(new URL(url).hostname))
    .filter(({ url }) => !crowded.test(new URL(url).hostname) && !barred.has(siteOf(url)))
    .filter(({ url }, at, all) => all.findIndex((other) => siteOf(other.url) === siteOf(url)) === at)
    .slice(0, Math.max(0, wanted - known.length));
}

function described(
  { name, domain }: { name: string; domain: string },
  pages: readonly SitePage[],
  themes: readonly string[],
  envelope: Envelope,
): Competitor | null {
  const page = pages.find(({ url }) => siteOf(url) === siteOf(domain));
  if (!page) return null;
  const sentences = factsOfPages([page], envelope)
    .passages.flatMap((passage) => passage.sentences)
    .filter((sentence) => numbersIn(sentence).size === 0);
  const own = phrasesIn(page.text).slice(0, 8);
  return {
    name,
    domain,
    positioning: cut(sentences[0] ?? `${name} presents itself under the title “${page.title}”.`, 500).padEnd(20, "."),
    strengths: sentences
      .slice(1, 4)
      .map((sentence) => cut(sentence, 300))
      .concat(sentences.length > 1 ? [] : ["Has a site of its own"]),
    weaknesses: [
      /pric(?:e|es|ing)\b/i.test(page.text)
        ? "Only its start page was read, so nothing is known against it yet"
        : "Its start page names no prices",
    ],
    themes: own.length > 0 ? own : [...themes],
    channels: ["website"],
    evidence: (sentences.length > 0 ? sentences.slice(0, 4) : [`The page is called “${page.title}”.`]).map((claim) => ({
      claim: cut(claim, 300),
      sourceUrl: page.url,
    })),
  };
}

function unreadOf({ name, domain }: { name: string; domain: string }, themes: readonly string[]): Competitor {
  return {
    name,
    domain,
    positioning: `${name} was named by the client as a competitor; its own pages have not been read yet.`,
    strengths: ["Known to the client's customers, since the client named it"],
    weaknesses: ["Not known yet: its pages have not been read"],
    themes: [...themes],
    channels: ["website"],
    evidence: [{ claim: `The client names ${name} as a competitor.`, sourceUrl: `https://${domain}/` }],
  };
}

function notesOf(
  company: string,
  competitors: CompetitorResearch["competitors"],
  gap: CompetitorResearch["keywordGap"],
  envelope: Envelope,
): string {
  const sections = competitors.flatMap(({ name, domain, positioning, strengths, weaknesses }) => [
    `## ${name}`,
    `${positioning} Its site is ${domain}. What counts for it: ${listed(strengths).toLowerCase()}. What speaks against it: ${listed(weaknesses).toLowerCase()}.`,
    `To find out: which of the offers of ${company} it has too, whom it speaks to and in what words, where it publishes and how often, what its customers praise and what they complain about, and for which searches it comes first.`,
  ]);
  const table =
    gap.length > 0
      ? [
          "| keyword | who | ours | chance |",
          "| --- | --- | --- | --- |",
          ...gap.map(
            (row) => `| ${row.keyword} | ${row.competitors.join(", ")} | ${row.ourStatus} | ${row.opportunity} |`,
          ),
        ].join("\n")
      : "No themes of the client's own site are known that competitors could be compared by.";
  const text = [
    `# Competitors of ${company}`,
    `State of ${envelope.now.slice(0, 10)}. These notes were written without a model, from the names that the client gave and from what could be read. They say what is not known, so that somebody can look it up.`,
    ...sections,
    "## Keyword gap",
    "The themes are those of the client's own site. Whether competitors are found for them has to be measured.",
    table,
    "## Intensity",
    `With ${listed(competitors.map(({ name }) => name))} in view, the competition is taken as medium until it has been measured.`,
  ].join("\n\n");
  return cut(text, 19_900);
}
