import { termsOf } from "#core/dataset/terms.ts";
import { occurrencesOf } from "#core/run/prose.ts";
import type { Passage, Question } from "./facts.ts";
import { type Facet, facetOf, type Guidance, guidance, kin } from "./guidance.ts";
import { coverageOf, nearTo, scoresFor } from "./match.ts";
import type { Vary } from "./vary.ts";
import { isGoodTopic } from "./wording.ts";

export interface Section {
  heading: string;
  level: 2 | 3;
  facet: Facet;
  /** What the section is about, for matching. */
  about: string;
  /** Words it should have. */
  wanted: number;
  passages: Passage[];
  advice: Guidance[];
  link?: { url: string; anchor: string };
  /** Set when a reviewer asked for it. */
  asked?: string;
  /** Not in the brief, but in the documents. */
  added?: boolean;
}

/** An article before it is put into words. */
export interface Draft {
  opening: Passage | null;
  sections: Section[];
  faq: { q: string; a: string; chunkId: string | null; source: string[] }[];
  /** Terms of topic and keyword, which every section shares. */
  subject: ReadonlySet<string>;
  /** Passages not used yet, most relevant first. */
  spare: Passage[];
  /** Sections that carry a reminder of the keyword. */
  reminded: Set<Section>;
}

/** One section of the outline as the composer needs it. */
export function sectionOf(
  heading: string,
  level: 2 | 3,
  points: readonly string[],
  wanted: number,
  asked?: string,
): Section {
  const facts = points.filter((point) => !isInstruction(point));
  const about = asked ?? [heading, heading, ...facts].join(" ");
  return {
    heading,
    level,
    facet: facetOf(heading),
    about,
    wanted,
    passages: [],
    advice: [],
    ...(asked === undefined ? {} : { asked }),
  };
}

/** True for a point that tells the writer what to do instead of what is the case. */
export function isInstruction(point: string): boolean {
  return /^(?:describe|list|name|give|say|explain|cover|discuss|mention|show|outline|introduce)\b/i.test(point);
}

/**
 * Gives the passages of each source heading to the section they answer best, as far as there is room. What stays is returned,
 * most relevant first.
 */
export function assign(
  sections: readonly Section[],
  passages: readonly Passage[],
  topic: string,
  keyword: string,
): Passage[] {
  const relevance = scoresFor(`${topic} ${keyword} ${keyword}`, passages);
  const close = nearTo(topic, keyword, passages);
  const near = (passage: Passage) => close.has(passage);
  const groups = [...Map.groupBy(passages, (passage) => passage.group).values()];
  const ranks = new Map(
    [...new Set(passages.map((passage) => passage.chunkId))].map((chunkId, index) => [chunkId, index]),
  );
  const pairs = sections.flatMap((section) => {
    const scores = scoresFor(section.about, passages);
    return groups.map((group) => {
      const top = group
        .map((passage) => (scores.get(passage) ?? 0) + 0.4 * (relevance.get(passage) ?? 0))
        .toSorted((a, b) => b - a);
      const prior = 1 / (1 + 0.06 * (ranks.get(group[0]?.chunkId ?? "") ?? 0));
      return { section, group, score: rated(section, group, (top[0] ?? 0) + 0.5 * (top[1] ?? 0), near) * prior };
    });
  });
  const bestOf = Map.groupBy(pairs, ({ section }) => section);
  const floors = new Map(
    [...bestOf].map(([section, rows]) => [
      section,
      section.asked ? 0 : Math.max(...rows.map(({ score }) => score)) * 0.45,
    ]),
  );
  const placed = new Set<Passage[]>();
  const used = new Set<Passage>();
  for (const { section, group, score } of pairs.toSorted(
    (a, b) => b.score - a.score || (a.group[0]?.at ?? 0) - (b.group[0]?.at ?? 0),
  )) {
    if (score <= 0 || score < (floors.get(section) ?? 0) || placed.has(group) || section.wanted - wordsIn(section) < 30)
      continue;
    for (const passage of group) {
      const room = section.wanted * 1.15 - wordsIn(section);
      if (passage.words > room && (section.passages.length > 0 || passage.words > section.wanted * 1.6)) break;
      used.add(passage);
      section.passages.push(passage);
    }
    if (group.some((passage) => used.has(passage))) placed.add(group);
  }
  return passages
    .filter((passage) => !used.has(passage) && near(passage))
    .toSorted((a, b) => (relevance.get(b) ?? 0) - (relevance.get(a) ?? 0) || a.at - b.at);
}

/** One shared everyday word is not enough to belong, and what a reviewer asked for comes first. */
function rated(
  section: Section,
  group: readonly Passage[],
  score: number,
  near: (passage: Passage) => boolean,
): number {
  if (section.asked)
    return group.some((passage) => coverageOf(section.asked ?? "", passage.terms) >= 0.66) ? score * 3 + 10 : 0;
  const shares = (passage: Passage) =>
    [...termsOf(section.about).keys()].filter((term) => passage.terms.has(term)).length;
  return group.some((passage) => shares(passage) >= 2 && near(passage)) ? score : 0;
}

/** Words of a section's content, without headings and connecting sentences. */
export function wordsIn(section: Section): number {
  const advice = section.advice.reduce((sum, item) => sum + adviceWords(item), 0);
  return advice + section.passages.reduce((sum, passage) => sum + passage.words, 0);
}

function adviceWords(item: Guidance): number {
  return item.sentences.join(" ").split(" ").length;
}

/** The three questions that fit the subject best, with their answers; their sentences leave the passages. */
export function pickFaq(questions: readonly Question[], passages: readonly Passage[], subject: string, max: number) {
  const fitting = questions
    .map((question) => ({ question, score: coverageOf(question.question, termsOf(subject)) }))
    .filter(({ question, score }) => score >= 0.5 && question.question.length <= 150)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, max)
    .map(({ question }) => question);
  const taken = new Set(fitting.flatMap((question) => [question.question, ...question.answer]));
  return {
    faq: fitting.map(({ question, answer, chunkId }) => ({
      q: question,
      a: answer.join(" "),
      chunkId,
      source: answer,
    })),
    passages: passages.filter(
      (passage) => !taken.has(passage.topic ?? "") && !passage.sentences.some((sentence) => taken.has(sentence)),
    ),
  };
}

/** Brings the article between `min` and `max` words by adding what is left or taking away what matters least. */
export function settle(
  draft: Draft,
  measure: (draft: Draft) => number,
  min: number,
  max: number,
  advise: Adviser,
): void {
  const removed = new Set<Guidance>();
  for (let round = 0; round < 160; round += 1) {
    const words = measure(draft);
    if (words >= min && words <= max) return;
    const changed = words < min ? grow(draft, max - words, advise, removed) : shrink(draft, words - min, removed);
    if (!changed) return;
  }
}

export type Adviser = (section: Section, skip: ReadonlySet<Guidance>) => Guidance | null;

/** Hands out unused advice: on the section's own side of the subject first. Paragraphs with a banned phrase are never given. */
export function adviser(draft: Pick<Draft, "sections">, vary: Vary, banned: readonly string[]): Adviser {
  const allowed = vary
    .order(guidance, "advice")
    .filter((item) => !banned.some((phrase) => occurrencesOf(phrase, item.sentences.join(" ")) > 0));
  return (section, skip) => {
    const used = new Set(draft.sections.flatMap((other) => other.advice));
    const free = allowed.filter((item) => !used.has(item) && !skip.has(item));
    return (
      [section.facet, ...kin[section.facet]].flatMap((facet) => free.find((item) => item.facet === facet) ?? [])[0] ??
      free[0] ??
      null
    );
  };
}

function grow(draft: Draft, room: number, advise: Adviser, removed: ReadonlySet<Guidance>): boolean {
  for (const passage of draft.spare) {
    const section = passage.words <= room ? (homeOf(passage, draft) ?? ownSection(passage, draft)) : null;
    if (!section) continue;
    draft.spare = draft.spare.filter((other) => other !== passage);
    section.passages.push(passage);
    return true;
  }
  const [widest] = draft.sections.toSorted((a, b) => b.wanted - wordsIn(b) - (a.wanted - wordsIn(a)));
  const advice = widest && advise(widest, removed);
  if (!advice) return false;
  widest.advice.push(advice);
  return true;
}

/** A heading of the documents that no section covers may become a section before the last, twice at most. */
function ownSection(passage: Passage, draft: Draft): Section | null {
  const added = draft.sections.filter((section) => section.added);
  if (
    !passage.topic ||
    !isGoodTopic(passage.topic, "", null) ||
    passage.words < 40 ||
    passage.list ||
    added.length >= 2
  )
    return null;
  if (draft.spare.some((other) => other.group === passage.group && other.at < passage.at)) return null;
  const section = { ...sectionOf(passage.topic.replace(/^\d+[.)]\s+/, ""), 2, [], 120), added: true };
  draft.sections.splice(Math.max(1, draft.sections.length - 1), 0, section);
  return section;
}

/** The section that already holds passages of the same heading, else one whose own words (beside the subject's) it shares. */
function homeOf(passage: Passage, draft: Draft): Section | null {
  const kin = draft.sections.find((section) => section.passages.some((other) => other.group === passage.group));
  if (kin) return kin;
  const shared = (section: Section) => {
    const own = [...termsOf(section.heading).keys()].filter((term) => !draft.subject.has(term));
    return own.length === 0 ? 0.5 : own.filter((term) => passage.terms.has(term)).length / own.length;
  };
  const [best] = draft.sections
    .filter((section) => shared(section) >= 0.5 && wordsIn(section) < section.wanted * 1.4)
    .toSorted((a, b) => shared(b) - shared(a));
  return best ?? null;
}

function shrink(draft: Draft, excess: number, removed: Set<Guidance>): boolean {
  const full = draft.sections.filter((section) => section.passages.length + section.advice.length > 1);
  const surplus = full.toSorted((a, b) => wordsIn(b) - b.wanted - (wordsIn(a) - a.wanted));
  const advised = surplus.find((section) => section.advice.length > 0);
  if (advised) {
    const item = advised.advice.pop();
    if (item) removed.add(item);
    return true;
  }
  const [widest] = surplus.filter((section) => !section.asked || section.passages.length > 1);
  if (!widest) return false;
  const weakest = widest.passages.toSorted(
    (a, b) => coverageOf(widest.about, a.terms) - coverageOf(widest.about, b.terms) || b.at - a.at,
  );
  const victim = weakest.find((passage) => passage.words <= excess + 60) ?? weakest[0];
  widest.passages = widest.passages.filter((passage) => passage !== victim);
  return true;
}
