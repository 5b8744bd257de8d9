import type { Collection, Entry } from "./collection.ts";
import type { Filter } from "./filter.ts";
import { type Posting, placeOf, type TermMatch } from "./term-index.ts";

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
  /** Which words are left out first, and of how long a query at most. */
  dropMode: { side: "right_to_left" | "left_to_right" | "both_sides"; wordsMax: number };
  prioritizeExactMatch: boolean;
}

/** Why a document is as relevant as it is. */
export interface Relevance {
  tokensMatched: number;
  fieldsMatched: number;
  bestWeight: number;
  cost: number;
}

export interface Hit extends Relevance {
  entry: Entry;
  textMatch: number;
}

/** The hits of a query in no order, and the terms that made them with how many of their letters were asked for. */
export interface Matches {
  hits: Hit[];
  terms: Map<string, number>;
}

/** A term for a word, and the fields it counts in. */
type Found = TermMatch & { fields: number };

/** What was found for one document so far: per word of the query its best cost and the fields it stands in. */
interface Trace {
  costs: number[];
  masks: number[];
}

const COST_MAX = 255;
// A filter that leaves one document in so many is looked at before the words.
const FEW = 32;

/** Finds documents that hold every word, tolerating more the fewer are found: first typos, then infixes, then leaving out words. */
export function matchWords(collection: Collection, words: string[], filter: Filter, options: MatchOptions): Matches {
  const typosMax = Math.max(0, ...options.fields.map((field) => field.typos));
  const infixed = maskOf(options.fields.filter((field) => field.infix !== "off"));
  const infixAlways = options.fields.some((field) => field.infix === "always");
  const terms = new Map<string, number>();
  const look = (kept: string[], find: (word: string, last: boolean) => Found[]): Map<number, Trace> => {
    const found = kept.map((word, i) => find(word, i === kept.length - 1));
    const traces = intersect(collection, found, filter);
    if (traces.size > 0) for (const [i, matches] of found.entries()) noteTerms(terms, kept[i] ?? "", matches);
    return traces;
  };
  const attempt = (kept: string[]): Map<number, Trace> => {
    let best = new Map<number, Trace>();
    for (let typos = 0; typos <= typosMax + 1; typos++) {
      const typing = typos > typosMax;
      if (typing && typosMax === 0) break;
      const tolerated = Math.min(typos, typosMax);
      best = look(kept, (word, last) => findWord(collection, word, last, { typos: tolerated, typing }, options));
      if (best.size >= options.typoTokensThreshold) break;
    }
    if (infixAlways || (infixed !== 0 && best.size === 0)) {
      const inside = look(kept, (word, last) => [
        ...findWord(collection, word, last, { typos: 0, typing: false }, options),
        ...collection.terms.findInfix(word).map((match) => ({ ...match, fields: infixed })),
      ]);
      for (const [num, trace] of inside) if (!best.has(num)) best.set(num, trace);
    }
    return best;
  };
  const all = new Map<number, Hit>();
  for (const kept of shorterAndShorter(words, options.dropMode)) {
    for (const [num, trace] of attempt(kept)) {
      const entry = collection.entry(num);
      if (entry && !all.has(num)) all.set(num, { entry, ...rate(entry, trace, options) });
    }
    if (all.size >= options.dropTokensThreshold) break;
  }
  return { hits: [...all.values()], terms };
}

/** The words, then fewer and fewer of them. */
function* shorterAndShorter(words: string[], { side, wordsMax }: MatchOptions["dropMode"]): Iterable<string[]> {
  yield words;
  const both = side === "both_sides" && words.length <= wordsMax;
  if (side !== "left_to_right") for (let left = words.length - 1; left > 0; left--) yield words.slice(0, left);
  if (side === "left_to_right" || both) for (let gone = 1; gone < words.length; gone++) yield words.slice(gone);
}

/** Notes which letters of each term to mark: those typed when the term goes on where the word ended, else all. */
function noteTerms(terms: Map<string, number>, word: string, matches: Found[]): void {
  for (const { term, prefix } of matches) {
    const letters = prefix && term.length > word.length ? word.length : term.length;
    terms.set(term, Math.max(letters, terms.get(term) ?? 0));
  }
}

function typosFor(word: string, typos: number, options: MatchOptions): number {
  if (word.length < options.minLength1) return 0;
  return Math.min(typos, word.length < options.minLength2 ? 1 : 2);
}

/** Terms for a word; fields that tolerate the same are looked up together. */
function findWord(
  collection: Collection,
  word: string,
  last: boolean,
  { typos, typing }: { typos: number; typing: boolean },
  options: MatchOptions,
): Found[] {
  const groups = new Map<string, SearchField[]>();
  for (const field of options.fields) {
    const key = `${Math.min(typos, field.typos)} ${last && field.prefix}`;
    groups.set(key, [...(groups.get(key) ?? []), field]);
  }
  return [...groups.values()].flatMap((fields) => {
    const [first] = fields;
    const tolerated = typosFor(word, Math.min(typos, first?.typos ?? 0), options);
    const prefix = last && first?.prefix === true;
    const found = collection.terms.find(word, { prefix, typos: tolerated });
    if (typing && prefix && tolerated > 0) found.push(...collection.terms.findMistypedPrefix(word, tolerated));
    return found.map((match) => ({ ...match, fields: maskOf(fields) }));
  });
}

function maskOf(fields: SearchField[]): number {
  return fields.reduce((mask, field) => mask | (1 << field.bit), 0);
}

/** The documents that hold a term for every word; rare words first, so that common ones are only looked at where it matters. */
function intersect(collection: Collection, found: Found[][], filter: Filter): Map<number, Trace> {
  const { candidates } = filter;
  const few = candidates && candidates.most * FEW < collection.span ? new Set(candidates.list()) : undefined;
  let traces: Map<number, Trace> | undefined;
  for (const matches of found.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    const next = new Map<number, Trace>();
    for (const { posting, cost, fields } of matches) {
      extend(posting, cost, fields, traces ?? few, (num) => {
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

function sizeOf(matches: Found[]): number {
  return matches.reduce((sum, { posting }) => sum + posting.docs.length, 0);
}

function extend(
  posting: Posting,
  cost: number,
  searched: number,
  within: Pick<ReadonlySet<number>, "size" | "keys"> | undefined,
  traceOf: (num: number) => Trace | undefined,
): void {
  const note = (at: number): void => {
    const mask = (posting.masks[at] ?? 0) & searched;
    const trace = mask === 0 ? undefined : traceOf(posting.docs[at] ?? -1);
    if (!trace) return;
    const last = trace.costs.length - 1;
    if (cost < (trace.costs[last] ?? COST_MAX)) trace.costs[last] = cost;
    trace.masks[last] = (trace.masks[last] ?? 0) | mask;
  };
  if (within && within.size * Math.log2(posting.docs.length + 1) < posting.docs.length)
    for (const num of within.keys()) note(placeOf(posting, num));
  else for (let at = 0; at < posting.docs.length; at++) note(at);
}

/**
 * The relevance of a document as one number, made of what counts first to last: words matched, words matched in the best field, closeness
 * of the words, that field's weight, the field being exactly the query, the number of fields that match.
 */
function rate(entry: Entry, { costs, masks }: Trace, options: MatchOptions): Relevance & { textMatch: number } {
  let best = { words: 0, weight: 0, exact: 0 };
  let fieldsMatched = 0;
  for (const field of options.fields) {
    const words = masks.filter((mask) => mask & (1 << field.bit)).length;
    if (words > 0) fieldsMatched++;
    if (words < best.words || (words === best.words && field.weight <= best.weight)) continue;
    const exact = options.prioritizeExactMatch && words === costs.length && entry.lengths[field.bit] === words ? 1 : 0;
    best = { words, weight: field.weight, exact };
  }
  const cost = Math.min(
    COST_MAX,
    costs.reduce((sum, value) => sum + value, 0),
  );
  const parts = [costs.length, best.words, COST_MAX - cost, best.weight, best.exact, fieldsMatched];
  const textMatch = parts.reduce((sum, part) => sum * 256 + Math.min(255, part), 0);
  return { textMatch, tokensMatched: costs.length, fieldsMatched, bestWeight: best.weight, cost };
}
