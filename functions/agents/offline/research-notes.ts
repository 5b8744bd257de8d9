import { numbersIn } from "#core/run/numbers.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { ResearchNotes, ResearchNotesInput } from "../research-note-writer.ts";
import { factsOf, type Passage } from "./facts.ts";
import { scoresFor } from "./match.ts";
import { itemsOf, sectionsOf } from "./sections.ts";
import { cut } from "./wording.ts";

interface Said {
  text: string;
  chunkId: string;
  source: string;
}

const figuresMax = 10;
const statementsMax = 24;
const examples = /\b(?:customer|client|case|project|for example|family|families|workshop)\w*\b/i;

const questions: readonly string[] = [
  "Which figures do public sources give, and how old are they?",
  "What do competitors say about it, and what do they leave out?",
  "Which questions do customers ask about it, in their own words?",
  "Is there an example from the company's own work that may be told?",
  "What has changed lately, and what is about to change?",
  "Where do people who know the subject disagree, and why?",
  "Which statements would need somebody to vouch for them?",
];

/** Notes from the company's own documents alone, each statement with the document it stands in. Nothing is added. */
export function composeResearchNotes(input: ResearchNotesInput, envelope: Envelope): Answer<ResearchNotes> {
  const names = new Map(envelope.chunks.map(({ chunkId, fileName }) => [chunkId, fileName]));
  const facts = factsOf(envelope);
  const scores = scoresFor(`${input.workingTitle} ${input.angle}`, facts.passages);
  const near = facts.passages
    .filter((passage) => scores.has(passage))
    .toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || a.at - b.at);
  const said = near.flatMap(({ sentences, chunkId }: Passage) =>
    sentences.map((text) => ({ text, chunkId, source: names.get(chunkId) ?? "own document" })),
  );
  const figures = said.filter(({ text }) => numbersIn(text).size > 0).slice(0, figuresMax);
  const rest = said.filter((one) => !figures.includes(one)).slice(0, statementsMax);
  const told = rest.filter(({ text }) => examples.test(text)).slice(0, 4);
  const statements = rest.filter((one) => !told.includes(one));
  const rivals = itemsOf(sectionsOf(envelope.contextFile).get("competitors") ?? "").slice(0, 3);
  const asked = facts.questions.slice(0, 5);
  const used = [...figures, ...statements, ...told];
  const sources = new Set(used.map(({ source }) => source));
  const markdownNotes = cut(
    [
      `# ${input.workingTitle}`,
      "## In short",
      input.angle || "No angle was given.",
      used.length > 0
        ? "What follows stands in the company's own documents. It has not been compared with other sources."
        : "The company's own documents say nothing about this subject, and nothing else was looked through.",
      section("Figures", figures.map(bulletOf), "The documents hold no figures on this subject."),
      section("What the company knows", statements.map(bulletOf), "Nothing was found."),
      section(
        "What others say",
        rivals.map((line) => `- ${line} (context file)`),
        "No pages of others were read.",
      ),
      section("Examples", told.map(bulletOf), "The documents tell no example."),
      section(
        "Asked and answered",
        asked.map(({ question, answer }) => `- ${question} ${answer.join(" ")}`),
        "The documents answer no question on this subject.",
      ),
      section(
        "Open questions",
        questions.map((question) => `- ${question}`),
        "",
      ),
    ].join("\n\n"),
    11_900,
  );
  const metadata = {
    statCount: figures.length,
    referenceCount: sources.size,
    competitorsCovered: 0,
    caseStudyCount: 0,
    hasClientExamples: told.length > 0,
    researchGaps: [
      ...(figures.length < 8 ? ["Fewer figures than wanted stand in the company's own documents."] : []),
      ...(sources.size < 5 ? ["Only the company's own documents were read; sources of others are missing."] : []),
      "Pages of competitors were not read.",
    ],
  };
  const citations = used.slice(0, 60).map(({ text, chunkId }) => ({ claim: cut(text, 300), chunkId }));
  return {
    data: { markdownNotes, metadata },
    citations: citations.filter(({ claim }) => markdownNotes.includes(claim)),
    warnings: ["Written without a model and without a search: from the company's own documents alone."],
  };
}

const bulletOf = ({ text, source }: Said): string => `- ${text} (${source})`;

function section(name: string, lines: readonly string[], otherwise: string): string {
  return `## ${name}\n\n${lines.length > 0 ? lines.join("\n") : otherwise}`;
}
