import type { Answer, Envelope } from "#schema/agent.ts";
import type { KeywordGroups, KeywordInput } from "../keyword-researcher.ts";
import { factsOf } from "./facts.ts";
import { keywordOf, phrasesIn, secondaryKeywordsOf } from "./keywords.ts";
import { itemsOf, sectionsOf } from "./sections.ts";
import { capital, cut } from "./wording.ts";

type Keyword = KeywordGroups["groups"][number]["keywords"][number];

/** Groups from the headings and phrases of the company's own material, around the topic and its offers. */
export function composeKeywords(input: KeywordInput, envelope: Envelope): Answer<KeywordGroups> {
  const found = input.existingRankedKeywords.filter(
    ({ position }) => position <= 10 && input.contentGoal !== "optimise_existing",
  );
  const used = new Set(
    [...input.taken, ...found.map(({ keyword }) => keyword)].map((keyword) => keyword.toLowerCase()),
  );
  const data = new Map(input.seoData.map((row) => [row.keyword.toLowerCase(), row]));
  const groups: KeywordGroups["groups"] = [];
  for (const primary of candidates(input, envelope)) {
    if (groups.length >= input.groups) break;
    const keywords = [primary, ...secondaryKeywordsOf(primary, primary, envelope.chunks), ...variants(primary)]
      .map((keyword) => cut(keyword.toLowerCase().trim(), 80))
      .filter((keyword) => keyword.length >= 2 && !used.has(keyword))
      .filter((keyword, at, all) => all.indexOf(keyword) === at)
      .slice(0, 8);
    if (keywords[0] !== primary || keywords.length < 3) continue;
    for (const keyword of keywords) used.add(keyword);
    const rows = keywords.map(
      (keyword, at): Keyword => ({
        keyword,
        searchVolume: data.get(keyword)?.searchVolume ?? "10-100",
        difficulty: data.get(keyword)?.difficulty ?? (at === 0 ? "medium" : "low"),
        intent: "informational",
        category: at === 0 ? "primary" : categoryOf(keyword),
      }),
    );
    groups.push({ name: cut(capital(primary), 80).padEnd(3, "."), purpose: "content", keywords: rows });
  }
  const all = groups.flatMap(({ keywords }) => keywords);
  const isMeasured = all.length > 0 && all.every(({ keyword }) => data.has(keyword));
  const warnings = isMeasured ? [] : ["Volumes are estimates where no search data was available."];
  return { data: { groups }, citations: [], warnings };
}

function candidates(input: KeywordInput, envelope: Envelope): string[] {
  const offers = itemsOf(sectionsOf(envelope.contextFile).get("products and services") ?? "");
  const topics = factsOf(envelope).passages.flatMap(({ topic }) => topic ?? []);
  const phrases = phrasesIn(`${envelope.contextFile}\n${envelope.chunks.map(({ text }) => text).join("\n")}`);
  const named = [input.topic, ...offers.map((item) => item.split("**: ")[0]?.replaceAll("*", "") ?? ""), ...topics];
  const found = [
    ...named.map(keywordOf),
    ...phrases,
    keywordOf(`${input.topic} guide`),
    keywordOf(`${input.topic} questions`),
  ];
  return [
    ...new Set(found.map((keyword) => cut(keyword.toLowerCase().trim(), 80)).filter((keyword) => keyword.length >= 3)),
  ];
}

const variants = (primary: string): string[] => [
  `how to use ${primary}`,
  `what is ${primary}`,
  `${primary} for beginners`,
  `${primary} example`,
];

function categoryOf(keyword: string): Keyword["category"] {
  if (/^(?:how|what|why|when|where|which|who|is|are|can)\b/.test(keyword)) return "question";
  return keyword.split(" ").length >= 4 ? "long_tail" : "secondary";
}
