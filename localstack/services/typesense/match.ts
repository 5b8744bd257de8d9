import type { Collection, Entry } from "./collection.ts";
import type { Filter } from "./filter.ts";
import type { Posting, TermMatch } from "./term-index.ts";

/** A searched field: its bit, its weight (higher counts more), and what it tolerates. */
export interface SearchField {
  name: string;
  bit: number;
  weight: number;
  typos: number;
  prefix: boolean;
  infix: "off" | "always" | "fallback";
}

/** How to match; the names are those of the search parameters. */
export interface MatchOptions {
  fields: SearchField[];
  minLength1: number;
  minLength2: number;
  typoTokensThreshold: number;
  dropTokensThreshold: number;
  prioritizeExactMatch: boolean;
}

export interface Hit {
  entry: Entry;
  textMatch: number;
  tokensMatched: number;
}

/** The hits of a query in no order, and the terms that made them. */
export interface Matches {
  hits: Hit[];
  terms: Set<string>;
}

/** What was found for one document so far: per word of the query its best cost and the fields it stands in. */
interface Trace {
  costs: number[];
  masks: number[];
}

const COST_MAX = 255;

/** Finds documents that hold every word, tolerating more the fewer are found: first typos, then infixes, then leaving out words. */
export function matchWords(collection: Collection, words: string[], filter: Filter, options: MatchOptions): Matches {
  const allowed = filter.candidates && marks(collection, filter.candidates);
  const typosMax = Math.max(0, ...options.fields.map((field) => field.typos));
  const terms = new Set<string>();
  const attempt = (kept: string[]): Map<number, Trace> => {
    let best = new Map<number, Trace>();
    const lookUps: ((word: string, last: boolean) => TermMatch[])[] = [];
    for (let typos = 0; typos <= typosMax; typos++)
      lookUps.push((word, last) => find(collection, word, last, typos, options));
    if (typosMax > 0) lookUps.push((word, last) => findTyping(collection, word, last, typosMax, options));
    if (options.fields.some((field) => field.infix !== "off")) {
      lookUps.push((word, last) => [...find(collection, word, last, 0, options), ...collection.terms.findInfix(word)]);
    }
    if (options.fields.some((field) => field.infix === "always")) lookUps.unshift(lookUps.pop() ?? (() => []));
    for (const lookUp of lookUps) {
      const found = kept.map((word, i) => lookUp(word, i === kept.length - 1));
      best = intersect(collection, found, filter, allowed, options);
      if (best.size > 0) for (const { term } of found.flat()) terms.add(term);
      if (best.size >= Math.max(1, options.typoTokensThreshold)) break;
    }
    return best;
  };
  const all = new Map<number, Hit>();
  for (let length = words.length; length > 0; length--) {
    for (const [num, trace] of attempt(words.slice(0, length))) {
      const entry = collection.entry(num);
      if (entry && !all.has(num))
        all.set(num, { entry, textMatch: rate(entry, trace, options), tokensMatched: length });
    }
    if (all.size >= options.dropTokensThreshold) break;
  }
  return { hits: [...all.values()], terms };
}

function typosFor(word: string, typos: number, options: MatchOptions): number {
  if (word.length < options.minLength1) return 0;
  return Math.min(typos, word.length < options.minLength2 ? 1 : 2);
}

function find(collection: Collection, word: string, last: boolean, typos: number, options: MatchOptions): TermMatch[] {
  const prefix = last && options.fields.some((field) => field.prefix);
  return collection.terms.find(word, { prefix, typos: typosFor(word, typos, options) });
}

function findTyping(
  collection: Collection,
  word: string,
  last: boolean,
  typos: number,
  options: MatchOptions,
): TermMatch[] {
  const found = find(collection, word, last, typos, options);
  const tolerated = typosFor(word, typos, options);
  if (!last || tolerated === 0 || !options.fields.some((field) => field.prefix)) return found;
  return [...found, ...collection.terms.findMistypedPrefix(word, tolerated)];
}

function intersect(
  collection: Collection,
  found: TermMatch[][],
  filter: Filter,
  allowed: Uint8Array | undefined,
  options: MatchOptions,
): Map<number, Trace> {
  const searched = options.fields.reduce((mask, field) => mask | (1 << field.bit), 0);
  let traces: Map<number, Trace> | undefined;
  for (const matches of found) {
    const next = new Map<number, Trace>();
    for (const { posting, cost } of matches) {
      extend(posting, cost, searched, (num) => {
        if (allowed && !allowed[num]) return undefined;
        const before = traces?.get(num);
        if (traces && !before) return undefined;
        const known = next.get(num);
        if (known) return known;
        const entry = collection.entry(num);
        if (!entry || (!before && !filter.test(entry))) return undefined;
        const trace = { costs: [...(before?.costs ?? []), COST_MAX], masks: [...(before?.masks ?? []), 0] };
        next.set(num, trace);
        return trace;
      });
    }
    traces = next;
    if (traces.size === 0) break;
  }
  return traces ?? new Map();
}

function extend(posting: Posting, cost: number, searched: number, traceOf: (num: number) => Trace | undefined): void {
  for (let i = 0; i < posting.docs.length; i++) {
    const mask = (posting.masks[i] ?? 0) & searched;
    const trace = mask === 0 ? undefined : traceOf(posting.docs[i] ?? -1);
    if (!trace) continue;
    const last = trace.costs.length - 1;
    if (cost < (trace.costs[last] ?? COST_MAX)) trace.costs[last] = cost;
    trace.masks[last] = (trace.masks[last] ?? 0) | mask;
  }
}

/**
 * The relevance of a document as one number, made of what counts first to last: words matched, words matched in the best field, closeness
 * of the words, that field's weight, the field being exactly the query.
 */
function rate(entry: Entry, { costs, masks }: Trace, options: MatchOptions): number {
  let best = { words: 0, weight: 0, exact: 0 };
  for (const field of options.fields) {
    const words = masks.filter((mask) => mask & (1 << field.bit)).length;
    if (words < best.words || (words === best.words && field.weight <= best.weight)) continue;
    const exact = options.prioritizeExactMatch && words === costs.length && entry.lengths[field.bit] === words ? 1 : 0;
    best = { words, weight: field.weight, exact };
  }
  const cost = Math.min(
    COST_MAX,
    costs.reduce((sum, value) => sum + value, 0),
  );
  return [costs.length, best.words, COST_MAX - cost, best.weight, best.exact].reduce(
    (sum, part) => sum * 256 + Math.min(255, part),
    0,
  );
}

function marks(collection: Collection, numbers: number[]): Uint8Array {
  const marked = new Uint8Array(collection.span);
  for (const num of numbers) marked[num] = 1;
  return marked;
}
