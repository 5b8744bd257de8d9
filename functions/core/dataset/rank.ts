import { jaccard, termsOf } from "./terms.ts";

export interface Bm25Document {
  chunkId: string;
  terms: ReadonlyMap<string, number>;
  /** Number of terms in the passage. */
  length: number;
}
/** What must be known of the whole collection, not only of the candidates. */
export interface Bm25Corpus {
  documents: number;
  averageLength: number;
  /** In how many documents a term occurs. */
  frequency: (term: string) => number;
}

const k1 = 1.2;
const b = 0.75;
const armMax = 40;

/** Okapi BM25 with k1 1.2 and b 0.75: the best 40 documents that share a term with the query, best first. */
export function bm25(
  query: ReadonlyMap<string, number>,
  documents: readonly Bm25Document[],
  corpus: Bm25Corpus,
): { chunkId: string; score: number }[] {
  const weights = new Map([...query.keys()].map((term) => [term, rarity(corpus, term)]));
  return documents
    .map((document) => ({ chunkId: document.chunkId, score: scoreOf(document, weights, corpus) }))
    .filter((hit) => hit.score > 0)
    .toSorted((x, y) => y.score - x.score || (x.chunkId < y.chunkId ? -1 : 1))
    .slice(0, armMax);
}

/** The collection facts when all of its documents are at hand. */
export function corpusOf(documents: readonly Bm25Document[]): Bm25Corpus {
  const counts = new Map<string, number>();
  for (const { terms } of documents) for (const term of terms.keys()) counts.set(term, (counts.get(term) ?? 0) + 1);
  const total = documents.reduce((sum, document) => sum + document.length, 0);
  return {
    documents: documents.length,
    averageLength: documents.length === 0 ? 0 : total / documents.length,
    frequency: (term) => counts.get(term) ?? 0,
  };
}

function rarity(corpus: Bm25Corpus, term: string): number {
  const found = corpus.frequency(term);
  return Math.log(1 + (corpus.documents - found + 0.5) / (found + 0.5));
}

function scoreOf(document: Bm25Document, weights: ReadonlyMap<string, number>, corpus: Bm25Corpus): number {
  const norm = k1 * (1 - b + (b * document.length) / Math.max(1, corpus.averageLength));
  let score = 0;
  for (const [term, weight] of weights) {
    const count = document.terms.get(term) ?? 0;
    if (count > 0) score += (weight * count * (k1 + 1)) / (count + norm);
  }
  return score;
}

/** A candidate of either arm; a score is null where the arm did not return it. */
export interface Candidate {
  chunkId: string;
  text: string;
  dense: number | null;
  bm25: number | null;
  importance: number;
  /** ISO time at which the source was made. */
  createdAt: string;
}
export interface FuseOptions {
  /** Share of the dense arm in relevance, 0..1; 1 or 0 switch the other arm off. */
  denseWeight: number;
  /** ISO time. */
  now: string;
  topK: number;
}
export type Ranked<T extends Candidate> = T & {
  rank: number;
  relevance: number;
  recency: number;
  score: number;
  used: boolean;
};

const relevanceMin = 0.15;
const copyJaccard = 0.9;
const dayMs = 86_400_000;

/**
 * Merges both arms: each is min–max scaled (a hit the arm does not know counts as 0), relevance = w·dense + (1−w)·bm25,
 * score = 0.70 relevance + 0.15 recency + 0.15 importance, recency halves every 30 days. All candidates come back, best
 * first; `used` marks the top k that are relevant enough and no near copy of a better one.
 */
export function fuse<T extends Candidate>(hits: readonly T[], { denseWeight, now, topK }: FuseOptions): Ranked<T>[] {
  const dense = scaler(hits.map((hit) => hit.dense));
  const sparse = scaler(hits.map((hit) => hit.bm25));
  const ranked = hits
    .map((hit) => {
      const relevance = denseWeight * dense(hit.dense) + (1 - denseWeight) * sparse(hit.bm25);
      const ageDays = Math.max(0, Date.parse(now) - Date.parse(hit.createdAt)) / dayMs;
      const recency = 0.5 ** (ageDays / 30);
      return { ...hit, relevance, recency, score: 0.7 * relevance + 0.15 * recency + 0.15 * hit.importance };
    })
    .toSorted((x, y) => y.score - x.score || (x.chunkId < y.chunkId ? -1 : 1));
  const kept: Set<string>[] = [];
  return ranked.map((hit, index) => {
    const terms = new Set(termsOf(hit.text).keys());
    const used =
      kept.length < topK &&
      hit.relevance >= relevanceMin &&
      !kept.some((other) => jaccard(other, terms) >= copyJaccard);
    if (used) kept.push(terms);
    return { ...hit, rank: index + 1, used };
  });
}

function scaler(scores: (number | null)[]): (score: number | null) => number {
  const known = scores.filter((score) => score !== null);
  const max = Math.max(...known);
  const min = known.length < scores.length ? Math.min(0, ...known) : Math.min(...known);
  return (score) => {
    if (score === null) return 0;
    return max > min ? (score - min) / (max - min) : 1;
  };
}
