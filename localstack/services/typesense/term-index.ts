import SearchableMap from "minisearch/SearchableMap";

/** Documents that hold a term, in ascending order, each with a bit per field it stands in. */
export interface Posting {
  docs: number[];
  masks: number[];
}

/** A term of the dictionary that fits a word of the query, and how far it is from it (0 = the word itself). */
export interface TermMatch {
  term: string;
  posting: Posting;
  cost: number;
  /** The word was taken for the beginning of the term. */
  prefix: boolean;
}

const PREFIX_COST = 1;
const TYPO_COST = 2;
const PREFIX_TERMS_MAX = 1_000;

/** How to look a word up. */
export interface Lookup {
  prefix: boolean;
  typos: number;
}

/** The dictionary of a collection: a radix tree from term to documents. */
export class TermIndex {
  #terms = new SearchableMap<Posting>();

  /** Notes that a document, younger than all before it, holds the term in the fields of the mask. */
  add(term: string, doc: number, mask: number): void {
    const posting = this.#terms.get(term);
    if (!posting) {
      this.#terms.set(term, { docs: [doc], masks: [mask] });
      return;
    }
    const last = posting.docs.length - 1;
    if (posting.docs[last] === doc) posting.masks[last] = (posting.masks[last] ?? 0) | mask;
    else {
      posting.docs.push(doc);
      posting.masks.push(mask);
    }
  }

  clear(): void {
    this.#terms = new SearchableMap<Posting>();
  }

  get(term: string): Posting | undefined {
    return this.#terms.get(term);
  }

  /** The terms that fit a word, nearest first. */
  find(word: string, { prefix, typos }: Lookup): TermMatch[] {
    const found = new Map<string, TermMatch>();
    const note = (term: string, posting: Posting, cost: number, isPrefix = false): void => {
      const known = found.get(term);
      if (!known || known.cost > cost) found.set(term, { term, posting, cost, prefix: isPrefix });
    };
    const exact = this.#terms.get(word);
    if (exact) note(word, exact, 0);
    if (prefix) {
      let left = PREFIX_TERMS_MAX;
      for (const [term, posting] of this.#terms.atPrefix(word)) {
        if (left-- === 0) break;
        note(term, posting, term === word ? 0 : PREFIX_COST, term !== word);
      }
    }
    if (typos > 0) {
      for (const [term, [posting, distance]] of this.#terms.fuzzyGet(word, typos)) {
        note(term, posting, distance * TYPO_COST);
      }
      for (const swapped of swaps(word)) {
        for (const [term, [posting, distance]] of this.#terms.fuzzyGet(swapped, typos - 1)) {
          note(term, posting, (distance + 1) * TYPO_COST);
        }
      }
    }
    return [...found.values()].sort((a, b) => a.cost - b.cost);
  }

  /** Terms whose beginning is within the distance of the word, for what is still being typed; looks at the whole dictionary. */
  findMistypedPrefix(word: string, typos: number): TermMatch[] {
    const found: TermMatch[] = [];
    for (const [term, posting] of this.#terms) {
      if (term.length < word.length - typos) continue;
      const distance = prefixDistance(word, term, typos);
      if (distance <= typos) found.push({ term, posting, cost: distance * TYPO_COST + PREFIX_COST, prefix: true });
    }
    return found;
  }

  /** Terms that hold the word anywhere; looks at the whole dictionary. */
  findInfix(word: string): TermMatch[] {
    const found: TermMatch[] = [];
    for (const [term, posting] of this.#terms) {
      if (term.includes(word)) found.push({ term, posting, cost: TYPO_COST, prefix: false });
    }
    return found;
  }
}

/** Where a document stands in a posting, -1 when it does not. */
export function placeOf({ docs }: Posting, doc: number): number {
  let [low, high] = [0, docs.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = docs[middle] ?? 0;
    if (found === doc) return middle;
    if (found < doc) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The word with each two neighbouring letters exchanged: one slip of the fingers, though two edits. */
function swaps(word: string): string[] {
  return Array.from(
    { length: word.length - 1 },
    (_, i) => `${word.slice(0, i)}${word[i + 1]}${word[i]}${word.slice(i + 2)}`,
  );
}

/** Edit distance of the word to the nearest beginning of the term; above `max` it is only more than that. */
export function prefixDistance(word: string, term: string, max: number): number {
  const width = Math.min(term.length, word.length + max);
  let row = Array.from({ length: width + 1 }, (_, i) => i);
  for (let i = 1; i <= word.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= width; j++) {
      const change = (row[j - 1] ?? 0) + (word[i - 1] === term[j - 1] ? 0 : 1);
      const value = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(value);
      least = Math.min(least, value);
    }
    if (least > max) return least;
    row = next;
  }
  return Math.min(...row);
}
