import { termsOf, wordsOf } from "#core/dataset/terms.ts";
import { occurrencesOf } from "#core/run/prose.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import { platformBannedWords } from "#schema/tenant.ts";
import type { BriefInput, ContentBrief } from "../content-brief-writer.ts";
import { type Facts, factsOf, type Passage } from "./facts.ts";
import { secondaryKeywordsOf } from "./keywords.ts";
import { coverageOf, nearTo, scoresFor } from "./match.ts";
import { type Wishes, wishesOf } from "./notes.ts";
import { type Vary, varyBy } from "./vary.ts";
import { brandOf, capital, cut, isClause, isGoodTopic, named, small, spoken } from "./wording.ts";

interface Planned {
  heading: string;
  points: string[];
  weight: number;
}

/** Plans the article from the topic and the headings and facts of the passages, without a model. */
export function composeBrief(input: BriefInput, envelope: Envelope): Answer<ContentBrief> {
  const keyword = input.keywordCluster.primaryKeyword.trim();
  const wishes = wishesOf([envelope.reviewerNotes ?? "", input.brief ?? ""].join("\n"));
  const facts = factsOf(envelope, [...platformBannedWords, ...wishes.less]);
  const subject = [
    input.topic,
    input.topic,
    keyword,
    input.brief ?? "",
    input.audience ?? "",
    ...wishes.sections,
    ...wishes.more,
  ].join(" ");
  const vary = varyBy({
    topic: input.topic,
    keyword,
    notes: envelope.reviewerNotes ?? "",
    version: envelope.version,
    chunks: envelope.chunks.map((chunk) => chunk.text),
  });
  const wordCount = input.wordCountTarget ?? 1_400;
  const said = spoken(keyword, envelope.chunks.map((chunk) => chunk.text).join("\n"));
  const planned = planOf({
    input,
    facts,
    subject,
    keyword,
    said,
    wishes,
    brand: brandOf(envelope.contextFile),
    wordCount,
    vary,
  });
  const questions = questionsOf(facts, subject, keyword, said);
  const used = planned.flatMap((section) => section.points);
  const cited = facts.passages.flatMap((passage) =>
    passage.sentences
      .filter((sentence) => used.includes(cut(sentence, 300)))
      .map((sentence) => ({ claim: cut(sentence, 300), chunkId: passage.chunkId })),
  );
  const sourced = cited.length > 0;
  return {
    data: {
      workingTitle: titleOf(input.topic, keyword),
      targetKeyword: keyword,
      secondaryKeywords: keywordsOf(input, envelope, keyword),
      searchIntent: intentOf(input),
      wordCount,
      angle: angleOf(input, said, sourced),
      outline: outlineOf(planned, wordCount),
      questions,
      competitorReferences: [],
      internalLinks: linksOf(input, subject),
      callToAction: callOf(brandOf(envelope.contextFile)),
      notesForWriter: notesOf(input, sourced),
    },
    citations: cited.slice(0, 60),
    warnings: [
      ...(sourced ? [] : ["No own sources were found; the outline is general. Add documents on this topic."]),
      ...(input.keywordData.every(({ volume }) => !volume)
        ? ["No search volume data was available for the keywords."]
        : []),
      ...[...wishes.sections, ...wishes.more]
        .slice(0, 3)
        .map((text) => cut(`Planned a section on ${text}, as asked.`, 200)),
      ...(envelope.wakeReason === "rejection" && wishes.sections.length + wishes.more.length === 0
        ? ["Planned anew after the reviewer's note."]
        : []),
    ],
  };
}

interface Plan {
  input: BriefInput;
  facts: Facts;
  subject: string;
  keyword: string;
  /** The keyword as it stands in a sentence. */
  said: string;
  wishes: Wishes;
  brand: string | null;
  wordCount: number;
  vary: Vary;
}

function planOf({ input, facts, subject, keyword, said, wishes, brand, wordCount, vary }: Plan): Planned[] {
  const count = wordCount <= 1_000 ? 5 : wordCount <= 1_600 ? 6 : 8;
  const asked = [...wishes.sections, ...wishes.more]
    .slice(0, 2)
    .map((text) => sectionFor(cut(capital(text), 100), facts, text, 1));
  const topical = topicsOf(facts, { subject, topic: input.topic, keyword }, brand).map(({ topic, passages }) => ({
    heading: headingOf(topic),
    points: pointsOf(passages),
    weight: Math.min(1.6, 0.7 + passages.length * 0.2),
  }));
  const own = [...asked, ...topical].slice(0, count - 1);
  const general = generalFor(input.topic, Math.max(1, count - own.length), vary);
  if (own.length >= count - 2) return withKeyword([...own, ...general], keyword);
  const basics = sectionFor(basicsOf(keyword, said), facts, subject, 1);
  const taken = new Set(own.flatMap((section) => section.points));
  const points = basics.points.filter((point) => !taken.has(point) && point !== instruction(basics.heading));
  return [
    {
      ...basics,
      points: points.length > 0 ? points : [`Explain in plain words what readers need to know about ${said}.`],
    },
    ...own,
    ...(general.length > 1 ? general.slice(1) : general),
  ];
}

function basicsOf(keyword: string, said: string): string {
  return cut(isClause(named(keyword)) ? capital(named(keyword)) : `What to know about ${said}`, 100);
}

/** One heading must hold the keyword. */
function withKeyword(sections: Planned[], keyword: string): Planned[] {
  const [first, ...rest] = sections;
  if (!first || sections.some((section) => occurrencesOf(keyword, section.heading) > 0)) return sections;
  return [{ ...first, heading: cut(`${capital(named(keyword))}: ${small(first.heading)}`, 100) }, ...rest];
}

function sectionFor(heading: string, facts: Facts, about: string, weight: number): Planned {
  const scores = [...scoresFor(about, facts.passages)]
    .filter(([passage]) => coverageOf(about, passage.terms) >= 0.2)
    .map(([passage]) => passage);
  const points = pointsOf(scores.slice(0, 3));
  return {
    heading: heading.length < 5 ? `About ${heading}` : heading,
    points: points.length > 0 ? points : [instruction(heading)],
    weight,
  };
}

function instruction(heading: string): string {
  return `Say what readers need to know here: ${cut(small(heading), 200)}.`;
}

/** The headings of the documents that say most about the subject, in the order of the documents. */
function topicsOf(
  facts: Facts,
  about: { subject: string; topic: string; keyword: string },
  brand: string | null,
): { topic: string; passages: Passage[] }[] {
  const scores = scoresFor(about.subject, facts.passages);
  const groups = new Map<string, Passage[]>();
  for (const passage of nearTo(about.topic, about.keyword, facts.passages)) {
    if (passage.topic && isGoodTopic(passage.topic, "", brand) && !passage.topic.endsWith("?"))
      groups.set(passage.topic, [...(groups.get(passage.topic) ?? []), passage]);
  }
  const ranked = [...groups]
    .map(([topic, passages]) => ({
      topic,
      passages,
      words: passages.reduce((sum, passage) => sum + passage.words, 0),
      score: passages.reduce((sum, passage) => sum + (scores.get(passage) ?? 0), 0) / Math.sqrt(passages.length),
    }))
    .filter(({ score, words }) => score > 0 && words >= 35)
    .toSorted((a, b) => b.score - a.score);
  const best = ranked[0]?.score ?? 0;
  return ranked
    .filter(({ score }) => score >= best * 0.35)
    .slice(0, 5)
    .toSorted((a, b) => (a.passages[0]?.at ?? 0) - (b.passages[0]?.at ?? 0));
}

function headingOf(topic: string): string {
  const text = capital(topic.replace(/[.:]$/, "").replace(/^\d+[.)]?\s+/, ""));
  return text.length < 5 ? `About ${text.toLowerCase()}` : cut(text, 100);
}

/** The passage's facts as points: sentences with a number first. */
function pointsOf(passages: readonly Passage[]): string[] {
  const sentences = passages.flatMap((passage) => passage.sentences);
  const ordered = [
    ...sentences.filter((sentence) => /\d/.test(sentence)),
    ...sentences.filter((sentence) => !/\d/.test(sentence)),
  ];
  return [...new Set(ordered.map((sentence) => cut(sentence, 300)))].slice(0, 4);
}

/** Sections that need no sources, in their natural order. */
function generalFor(topic: string, count: number, vary: Vary): Planned[] {
  const costs = /\b(?:cost|price|budget|pay|cheap|afford)\w*/i.test(topic);
  const all = [
    ["How to choose what fits", "List criteria the reader can check."],
    costs
      ? ["What drives the cost", "Say which parts make up the cost."]
      : ["How to prepare", "Say what to look at before the work begins."],
    ["Common mistakes to avoid", "Name mistakes that are easy to prevent and how."],
    ["Questions to ask before you decide", "Give questions that bring out the differences."],
    ["How to tell whether it works", "Name signs of success that anyone can observe."],
    ["How to keep results over time", "Describe simple care that fits into a routine."],
    ["How to begin step by step", "Describe a small first step and how to judge it."],
  ] as const;
  const chosen = new Set(vary.order(all, "general").slice(0, count));
  return all.filter((item) => chosen.has(item)).map(([heading, point]) => ({ heading, points: [point], weight: 0.8 }));
}

function outlineOf(planned: readonly Planned[], wordCount: number): ContentBrief["outline"] {
  const total = planned.reduce((sum, section) => sum + section.weight, 0);
  return planned.slice(0, 12).map(({ heading, points, weight }) => ({
    level: "h2",
    heading,
    points: points.slice(0, 5),
    words: Math.min(600, Math.max(50, Math.round((wordCount * 0.92 * weight) / total))),
  }));
}

function titleOf(topic: string, keyword: string): string {
  const text = capital(topic.trim().replace(/[.!]$/, ""));
  const name = capital(named(keyword));
  const long = occurrencesOf(keyword, text) > 0 ? text : `${name}: ${small(text)}`;
  const fits = long.length <= 90 || occurrencesOf(keyword, cut(long, 90)) > 0;
  const title = cut(fits ? long : `${name}: what to know`, 90);
  return title.length >= 20 ? title : `${title}: what to know first`;
}

function keywordsOf(input: BriefInput, envelope: Envelope, keyword: string): string[] {
  const given = input.keywordCluster.secondaryKeywords.filter((text) => text.length >= 2 && text.length <= 80);
  return [...new Set([...given, ...secondaryKeywordsOf(keyword, input.topic, envelope.chunks)])].slice(0, 10);
}

function intentOf(input: BriefInput): ContentBrief["searchIntent"] {
  const known = input.keywordData.find((row) => row.keyword === input.keywordCluster.primaryKeyword)?.intent;
  if (known) return known;
  const text = `${input.topic} ${input.keywordCluster.primaryKeyword}`;
  if (/\b(?:buy|order|book|hire|near me|quote|discount|shop)\b/i.test(text)) return "transactional";
  return /\b(?:best|vs|versus|compare|comparison|cost|price|review|alternative|which)\b/i.test(text)
    ? "commercial"
    : "informational";
}

function questionsOf(facts: Facts, subject: string, keyword: string, said: string): string[] {
  const found = facts.questions
    .map(({ question, answer }) => ({
      question,
      score: coverageOf(subject, termsOf(`${question} ${answer.join(" ")}`)),
    }))
    .filter(({ question, score }) => score >= 0.2 && question.length <= 200)
    .toSorted((a, b) => b.score - a.score)
    .map(({ question }) => question);
  return [...new Set(found), ...(isClause(named(keyword)) ? [] : [`Where should I begin with ${said}?`])].slice(0, 6);
}

function linksOf(input: BriefInput, subject: string): ContentBrief["internalLinks"] {
  const terms = termsOf(subject);
  return input.internalPages
    .filter(({ url }) => url !== input.targetUrl)
    .map((page) => ({ page, score: coverageOf(page.title, terms) }))
    .filter(({ page, score }) => score >= 0.3 && wordsOf(page.title).length > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ page }) => ({ url: page.url, anchor: cut(page.title, 100) }));
}

function angleOf(input: BriefInput, said: string, sourced: boolean): string {
  const who = input.audience ? ` for ${cut(small(input.audience.trim().replace(/\.$/, "")), 120)}` : "";
  const basis = sourced
    ? "It builds on what our own documents say, with figures and steps a reader can check."
    : "It gives general, honest advice and makes no claims without a source.";
  return cut(`A plain, practical look at ${said}${who}. ${basis} The reader leaves with a clear next step.`, 600);
}

function callOf(brand: string | null): string {
  const whom = brand && brand.length <= 60 ? brand : "our team";
  return cut(`Talk to ${whom} about what you need`, 120);
}

function notesOf(input: BriefInput, sourced: boolean): string {
  const wish = input.brief ? ` The client asks: ${cut(input.brief.replaceAll(/\s+/g, " "), 600)}` : "";
  return cut(
    `${sourced ? "Use the facts in the points and keep their wording close to the source." : "No documents cover this topic; do not state facts."}${wish}`,
    1_000,
  );
}
