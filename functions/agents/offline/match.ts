import { bm25, corpusOf } from "#core/dataset/rank.ts";
import { termsOf } from "#core/dataset/terms.ts";
import type { Passage } from "./facts.ts";

/** How well each passage answers a text; passages without a common term are missing. */
export function scoresFor(text: string, passages: readonly Passage[]): Map<Passage, number> {
  const documents = passages.map((passage) => ({
    chunkId: String(passage.at),
    terms: passage.terms,
    length: Math.max(1, passage.words),
  }));
  const byAt = new Map(passages.map((passage) => [String(passage.at), passage]));
  const scores = new Map<Passage, number>();
  for (const hit of bm25(termsOf(text), documents, corpusOf(documents))) {
    const passage = byAt.get(hit.chunkId);
    if (passage) scores.set(passage, hit.score);
  }
  return scores;
}

/** Share of the text's terms that a passage holds, 0..1. */
export function coverageOf(text: string, terms: ReadonlyMap<string, number>): number {
  const wanted = [...termsOf(text).keys()];
  return wanted.length === 0 ? 0 : wanted.filter((term) => terms.has(term)).length / wanted.length;
}

/**
 * Which passages are about the keyword: what stands under their heading holds more than half of its terms. When fewer than
 * five do, half is enough; when still hardly any do, those most relevant to topic and keyword count.
 */
export function nearTo(topic: string, keyword: string, passages: readonly Passage[]): ReadonlySet<Passage> {
  const relevance = scoresFor(`${topic} ${keyword} ${keyword}`, passages);
  const best = Math.max(0, ...relevance.values());
  const above = (share: number) => passages.filter((passage) => (relevance.get(passage) ?? 0) >= best * share);
  const terms = [...termsOf(keyword).keys()];
  const groups = Map.groupBy(passages, (passage) => passage.group);
  const held = (passage: Passage) =>
    terms.filter((term) => groups.get(passage.group)?.some((other) => other.terms.has(term))).length /
    Math.max(1, terms.length);
  const strict = above(0.1).filter((passage) => held(passage) > 0.5);
  if (strict.length >= 5) return new Set(strict);
  const loose = above(0.2).filter((passage) => held(passage) >= 0.5);
  return new Set(loose.length >= 3 ? loose : above(0.3));
}
