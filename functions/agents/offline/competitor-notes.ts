import { type Answer, CannotCompose, type Envelope } from "#schema/agent.ts";
import type { CompetitorInput, CompetitorResearch } from "../competitor-researcher.ts";
import { phrasesIn } from "./keywords.ts";
import { cut, listed } from "./wording.ts";

/**
 * Notes on the competitors that the client named. Without a model nobody else can be found, and nothing of them is known but
 * name and domain: the notes say so instead of guessing.
 * @throws CannotCompose when fewer than three were named
 */
export function composeCompetitorNotes(input: CompetitorInput, envelope: Envelope): Answer<CompetitorResearch> {
  const known = input.knownCompetitors
    .map(({ name, domain }) => ({ name, domain: domain.toLowerCase().replace(/^www\./, "") }))
    .filter(
      ({ domain }, index, all) =>
        domain !== input.ownDomain && all.findIndex((other) => other.domain === domain) === index,
    )
    .slice(0, 4);
  if (known.length < 3)
    throw new CannotCompose(
      "Without a model only competitors that were named can be described, and fewer than three were.",
    );
  const themes = phrasesIn(input.crawlPages.map(({ text }) => text).join("\n")).slice(0, 8);
  const competitors = known.map(({ name, domain }) => ({
    name,
    domain,
    positioning: `${name} was named by the client as a competitor; its own pages have not been read yet.`,
    strengths: ["Known to the client's customers, since the client named it"],
    weaknesses: ["Not known yet: its pages have not been read"],
    themes,
    channels: ["website"],
    evidence: [{ claim: `The client names ${name} as a competitor.`, sourceUrl: `https://${domain}/` }],
  }));
  const keywordGap = themes.map((keyword) => ({
    keyword,
    competitors: known.map(({ name }) => name),
    ourStatus: "present" as const,
    opportunity: "medium" as const,
  }));
  const data: CompetitorResearch = {
    competitors,
    keywordGap,
    landscapeIntensity: "medium",
    notesMarkdown: notesOf(input.tenantName, competitors, keywordGap, envelope),
  };
  return { data, citations: [], warnings: ["Written without a model: the competitors' own pages were not read."] };
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
    `State of ${envelope.now.slice(0, 10)}. These notes were written without a model, from the names that the client gave. They say what is not known, so that somebody can look it up.`,
    ...sections,
    "## Keyword gap",
    "The themes are those of the client's own site. Whether competitors are found for them has to be measured.",
    table,
    "## Intensity",
    `With ${listed(competitors.map(({ name }) => name))} named by the client, the competition is taken as medium until it has been measured.`,
  ].join("\n\n");
  return cut(text, 19_900);
}
