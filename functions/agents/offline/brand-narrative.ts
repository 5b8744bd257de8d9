import { isSuspicious } from "#core/dataset/injection.ts";
import type { Answer } from "#schema/agent.ts";
import type { BrandNarrative, NarrativeInput } from "../brand-narrative-analyst.ts";
import { cut, listed } from "./wording.ts";

const platformNames = { chatgpt: "ChatGPT", claude: "Claude", gemini: "Gemini", perplexity: "Perplexity" } as const;
const typeNames = {
  local: "questions about a place",
  category: "questions about the trade",
  brand: "questions about the company itself",
  competitor: "comparisons",
} as const;
const lowScore = 50;
const pointMax = 280;

/** What the counts and the excerpts say, in sentences; nothing is judged that was not counted. */
export function composeNarrative({ brand, geoScore, aggregates, excerpts }: NarrativeInput): Answer<BrandNarrative> {
  const { answers, mentioned, first, trend, platforms, types, voices, sentiment } = aggregates;
  const others = voices.filter(({ own, mentions }) => !own && mentions > 0);
  const quoted = excerpts.filter(({ excerpt }) => excerpt !== null && !isSuspicious(excerpt)).slice(0, 3);
  const silent = excerpts.filter(({ excerpt }) => excerpt === null).slice(0, 3);
  const weak = types.filter(({ score }) => score < lowScore);
  const strong = types.filter(({ score }) => score >= lowScore);
  const narrative = [
    `${answers} answers of assistants were examined. ${mentioned} of them name ${brand}, ${first} before anybody else. That gives a score of ${geoScore} out of 100${trend === null ? "; there is no earlier period to compare it with" : `, ${trend >= 0 ? "up" : "down"} by ${Math.abs(trend)} points against the days before`}.`,
    platforms.length > 0
      ? `By assistant: ${listed(platforms.map(({ key, score }) => `${platformNames[key]} ${score}`))}. By kind of question: ${listed(types.map(({ key, score }) => `${typeNames[key]} ${score}`))}.`
      : "",
    `Where ${brand} is named, ${sentiment.positive} answers speak well of it, ${sentiment.neutral} without judging and ${sentiment.negative} critically. ${
      others.length > 0
        ? `Named beside it or in its place: ${listed(others.slice(0, 4).map(({ name, mentions }) => `${name} (${mentions})`))}.`
        : "No competitor of the list is named."
    }`,
    quoted.length > 0
      ? `What the answers say:\n\n${quoted.map(({ platform, excerpt }) => `- ${platformNames[platform]}: ${plain(excerpt)}`).join("\n")}`
      : `No answer says anything of ${brand}. Assistants name whom they find on pages they trust: what is not written down anywhere cannot be repeated, and that is where the work begins.`,
    "An answer is what an assistant said on a day. Asked again, it may say something else; the counts over several weeks tell more than a single one.",
  ]
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
  const point = (text: string) => cut(text, pointMax);
  const data = {
    narrative,
    geoScore,
    themes: [
      ...quoted.map(({ prompt }) => point(`Assistants speak of ${brand} when asked: ${prompt}`)),
      ...(quoted.length === 0 ? [point(`Assistants hardly know ${brand} yet`)] : []),
    ],
    strengths: strong.map(({ key, score }) => point(`Named in ${typeNames[key]}: ${score} of 100`)),
    gaps: [
      ...weak.map(({ key, score }) => point(`Seldom named in ${typeNames[key]}: ${score} of 100`)),
      ...silent.slice(0, 2).map(({ prompt }) => point(`Not named when asked: ${prompt}`)),
    ].slice(0, 6),
    actions: [
      ...silent.map(({ prompt }) => point(`Publish a page that answers in its first lines: ${prompt}`)),
      ...(others.length > 0 ? [point(`Write an honest comparison of ${brand} with ${others[0]?.name ?? ""}`)] : []),
      point(`Keep name, address, trade and services of ${brand} the same on the site and in every listing`),
    ].slice(0, 6),
  };
  return { data, citations: [], warnings: [] };
}

function plain(excerpt: string | null): string {
  return cut(
    (excerpt ?? "")
      .replaceAll(/[*_#>`|]+/g, "")
      .replaceAll(/\s+/g, " ")
      .trim(),
    320,
  );
}
