import { urlsIn } from "#core/run/clean.ts";
import { numbersIn } from "#core/run/numbers.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { ClientResearch, ClientResearchInput } from "../client-researcher.ts";
import type { Found } from "../descriptor/index.ts";
import type { SitePage } from "../descriptor/shapes.ts";
import { type Facts, factsOf } from "./facts.ts";
import { pagesOf } from "./found.ts";
import { factsOfPages, pageName, sentencesWith } from "./pages.ts";
import { capital, cut, listed } from "./wording.ts";

const apart =
  /\b(?:only|unlike|free|open|own|since|award|guarantee|without|first|fast|simple|easy|designed|specialis|specializ)\w*\b/i;
const purpose = /\b(?:for|helps?|allows?|lets?|enables?|suited|aimed|intended)\b/i;
const platforms: Record<string, RegExp> = {
  facebook: /facebook\.com\//,
  instagram: /instagram\.com\//,
  linkedin: /linkedin\.com\//,
  x: /(?:twitter|\/\/x)\.com\//,
  youtube: /youtube\.com\//,
  tiktok: /tiktok\.com\//,
  pinterest: /pinterest\.[a-z.]+\//,
};
const skipped =
  /^(?:home|index|search|contents?|table of contents|contact|about|privacy|imprint|login|terms|404|page not found|genindex|glossary|license|licence)\b/i;

/** A site that was never crawled is at least looked at. */
export function orderSite({ siteUrl, crawlPages }: ClientResearchInput, _envelope: Envelope, found: readonly Found[]) {
  if (!siteUrl || crawlPages.length > 0 || found.length > 0) return [];
  return [{ name: "web_fetch" as const, input: { url: siteUrl } }];
}

/** Research notes from the pages of the site and the documents alone: what they say is quoted, what they leave out is a gap. */
export function composeClientNotes(
  given: ClientResearchInput,
  envelope: Envelope,
  found: readonly Found[] = [],
): Answer<ClientResearch> {
  const pages = [...given.crawlPages, ...pagesOf(found)];
  const input = { ...given, crawlPages: pages };
  const site = factsOfPages(pages, envelope);
  const own = factsOf(envelope);
  const offerings = offeringsOf(input, site, own);
  const audiences = audiencesOf(input, site, own);
  const differentiators = unique(
    [...sentencesWith(own.passages, apart), ...sentencesWith(site.passages, apart)].map(({ text }) => cut(text, 300)),
  ).slice(0, 6);
  const facts = sentencesWith(site.passages, /\d/)
    .filter(({ text }) => numbersIn(text).size > 0)
    .slice(0, 20)
    .map(({ text, chunkId }) => ({ claim: cut(text, 300), sourceUrl: chunkId }));
  const gaps = gapsOf(input, site);
  const said = { offerings, audiences, differentiators, facts, gaps };
  const data: ClientResearch = {
    ...said,
    notesMarkdown: notesOf(
      input,
      said,
      [...own.passages, ...site.passages].flatMap(({ sentences }) => sentences),
    ),
    locations: pages.some(({ text }) => text.includes(input.country)) ? [input.country] : [],
    socialProfiles: profilesOf(pages),
  };
  const citations = own.passages
    .flatMap(({ sentences, chunkId }) => sentences.map((claim) => ({ claim: cut(claim, 300), chunkId })))
    .filter(({ claim }) => data.notesMarkdown.includes(claim))
    .slice(0, 40);
  const nothing = pages.length === 0 && own.passages.length === 0;
  return { data, citations, warnings: nothing ? ["No site and no documents were found."] : [] };
}

function offeringsOf(input: ClientResearchInput, site: Facts, own: Facts): ClientResearch["offerings"] {
  const named = input.crawlPages.flatMap((page) => {
    const name = pageName(page, input.crawlPages);
    const first = site.passages.find(({ chunkId }) => chunkId === page.url)?.sentences[0];
    return first && name.length >= 2 && !skipped.test(name)
      ? [{ name: cut(name, 120), description: cut(first, 500) }]
      : [];
  });
  const topical = own.passages.flatMap(({ topic, sentences: [first] }) =>
    topic && first && topic.length <= 80 ? [{ name: cut(topic, 120), description: cut(first, 500) }] : [],
  );
  const found = [...named, ...topical].filter(
    ({ name }, index, all) => all.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) === index,
  );
  const fallback = { name: input.tenantName, description: `What ${input.tenantName} offers is not described yet.` };
  return found.length > 0 ? found.slice(0, 12) : [fallback];
}

function audiencesOf(input: ClientResearchInput, site: Facts, own: Facts): ClientResearch["audiences"] {
  const needs = unique(
    [...sentencesWith(own.passages, purpose), ...sentencesWith(site.passages, purpose)].map(({ text }) =>
      cut(text, 300),
    ),
  ).slice(0, 4);
  const name = input.industry ? `Customers in ${input.industry}` : `Customers of ${input.tenantName}`;
  return [{ name: cut(name, 120), needs: needs.length > 0 ? needs : ["Their needs are not described yet"] }];
}

function gapsOf(input: ClientResearchInput, site: Facts): string[] {
  const text = [
    ...input.crawlPages.map((page) => page.text),
    ...site.passages.flatMap(({ sentences }) => sentences),
  ].join("\n");
  const lacks = (pattern: RegExp, gap: string) => (pattern.test(text) ? [] : [gap]);
  return [
    ...(input.crawlPages.length === 0 ? ["The site was not read: what it says is unknown."] : []),
    ...lacks(/\bpric(?:e|es|ing)\b|[€$£]\s?\d/i, "Prices are not named."),
    ...lacks(/\b(?:customers?|clients?|users?|readers?|families|companies)\b/i, "Nobody is named as the audience."),
    ...lacks(/\b(?:case stud|testimonial|review|said|trusted by)\w*/i, "There are no voices of customers."),
    ...lacks(/\b(?:call|phone|e-?mail|address|contact)\b/i, "There is no way to get in touch."),
    "Goals and their present numbers are not known.",
    "How much of the business comes from which channel is not known.",
  ].slice(0, 15);
}

function profilesOf(pages: readonly SitePage[]): ClientResearch["socialProfiles"] {
  const urls = unique(pages.flatMap(({ text }) => urlsIn(text)));
  return Object.entries(platforms)
    .flatMap(([platform, pattern]) => {
      const url = urls.find((one) => pattern.test(one));
      return url ? [{ platform, url }] : [];
    })
    .slice(0, 10);
}

type Said = Pick<ClientResearch, "offerings" | "audiences" | "differentiators" | "facts" | "gaps">;

function notesOf(input: ClientResearchInput, said: Said, sentences: readonly string[]): string {
  const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");
  const place = [input.industry, input.country].filter(Boolean).join(", ");
  const head = [
    `# Research notes: ${input.tenantName}`,
    "## Company",
    `${input.tenantName}${place ? ` (${place})` : ""}. ${input.siteUrl ? `Its site is ${input.siteUrl}.` : "It has no site that we know of."} ${
      input.crawlPages.length > 0
        ? `These notes rest on pages of the site: ${listed(input.crawlPages.slice(0, 5).map((page) => `“${pageName(page, input.crawlPages)}”`))}.`
        : "These notes rest on what was entered at sign-up and on its own documents."
    }`,
    "## Offerings",
    bullets(said.offerings.map(({ name, description }) => `**${name}**: ${description}`)),
    "## Audience",
    bullets(said.audiences.map(({ name, needs }) => `**${name}**. ${needs.join(" ")}`)),
    "## What sets it apart",
    said.differentiators.length > 0
      ? bullets(said.differentiators)
      : "Nothing in the material says what sets it apart.",
    "## Facts",
    said.facts.length > 0
      ? bullets(said.facts.map(({ claim, sourceUrl }) => `${claim} (${sourceUrl})`))
      : "The material holds no figures.",
    "## Open questions",
    bullets(said.gaps),
  ].join("\n\n");
  const rest = unique(sentences).filter((sentence) => !head.includes(sentence));
  const more = rest.slice(0, 30);
  const text = more.length > 0 ? `${head}\n\n## From the site and the documents\n\n${bullets(more)}` : head;
  return cut(text.length >= 1_500 ? text : `${text}\n\n## What to ask\n\n${bullets(questions)}`, 19_900);
}

const questions: readonly string[] = [
  "What does the company sell, and which of it brings in most of the income? A list with a sentence for each is enough.",
  "Who buys, who decides, and what do they search for before they buy? Recent conversations with customers are the best source.",
  "What do customers praise and what do they complain about? Reviews, mails and calls of the last months will tell.",
  "Which other companies do customers compare with, and why do they choose this one in the end?",
  "What has been tried in marketing so far, what worked, and what did not? Reports of earlier agencies help.",
  "Which numbers are known today: visitors, enquiries, customers, mail subscribers, followers, spending on ads?",
  "What may never be said or promised? Rules of the trade, of the law and of the house belong here.",
  "How does the company speak: what words does it use for itself, its products and its customers?",
  "What is planned for the coming half year: new products, prices, places, people, dates?",
].map(capital);

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
