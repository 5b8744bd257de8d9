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
