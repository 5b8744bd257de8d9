import type { Collection } from "./collection.ts";
import { type Document, fieldValue } from "./document.ts";

/** How to show where a document matches; the names are those of the search parameters. */
export interface HighlightOptions {
  fields: string[];
  fullFields: string[];
  startTag: string;
  endTag: string;
  affixTokens: number;
  snippetThreshold: number;
  /** Also answer the older list. */
  v1: boolean;
}

interface Marked {
  matched_tokens: string[];
  snippet: string;
  value?: string;
}

/** What is shown of each field, of members of an object below the object. */
interface Shown {
  [field: string]: Marked | Marked[] | Shown;
}

/** Both forms of highlight the server answers: an object by field, and the older list. */
export interface Highlights {
  highlight: Shown;
  highlights?: Record<string, unknown>[];
}

/** Marks the words of a document that made it match; of each term as many letters as `terms` says. */
export function highlightDocument(
  collection: Collection,
  doc: Document,
  terms: Map<string, number>,
  options: HighlightOptions,
): Highlights {
  const highlight: Shown = {};
  const highlights: Record<string, unknown>[] = [];
  for (const field of terms.size === 0 ? [] : options.fields) {
    const full = options.fullFields.includes(field);
    const marked = collection.texts(doc, field).map((text) => markText(collection, text, terms, options, full));
    const hit = marked.map((mark, index) => ({ mark, index })).filter(({ mark }) => mark.matched_tokens.length > 0);
    const [first] = hit;
    if (!first) continue;
    if (!Array.isArray(fieldValue(doc, field))) {
      place(highlight, field, first.mark);
      if (!field.includes(".")) highlights.push({ field, ...first.mark });
      continue;
    }
    place(highlight, field, marked);
    if (field.includes(".")) continue;
    highlights.push({
      field,
      indices: hit.map(({ index }) => index),
      matched_tokens: hit.map(({ mark }) => mark.matched_tokens),
      snippets: hit.map(({ mark }) => mark.snippet),
      ...(full ? { values: hit.map(({ mark }) => mark.value) } : {}),
    });
  }
  return options.v1 ? { highlight, highlights } : { highlight };
}

/** Puts what is shown of `a.b` below `b` in `a`. */
function place(highlight: Shown, field: string, shown: Marked | Marked[]): void {
  const path = field.split(".");
  const last = path.pop() ?? field;
  let at = highlight;
  for (const part of path) {
    const next = (at[part] ?? {}) as Shown;
    at[part] = next;
    at = next;
  }
  at[last] = shown;
}

function markText(
  collection: Collection,
  text: string,
  terms: Map<string, number>,
  options: HighlightOptions,
  full: boolean,
): Marked {
  const words = collection.tokenize(text);
  const hits = words.flatMap((word, index) => {
    const letters = terms.get(word.token);
    if (letters === undefined) return [];
    const end = letters < word.token.length ? endOfLetters(text, word.start, word.end, letters) : word.end;
    return [{ index, start: word.start, end }];
  });
  const mark = (from: number, to: number): string => {
    let shown = "";
    let at = from;
    for (const hit of hits) {
      if (hit.start < from || hit.end > to) continue;
      shown += `${text.slice(at, hit.start)}${options.startTag}${text.slice(hit.start, hit.end)}${options.endTag}`;
      at = hit.end;
    }
    return shown + text.slice(at, to);
  };
  const first = hits[0]?.index;
  let snippet: string;
  if (words.length <= options.snippetThreshold || first === undefined) snippet = mark(0, text.length);
  else {
    const near = hits.filter(({ index }) => index - first <= 2 * options.affixTokens).at(-1)?.index ?? first;
    const start = words[Math.max(0, first - options.affixTokens)]?.start ?? 0;
    const end = words[Math.min(words.length - 1, near + options.affixTokens)]?.end ?? text.length;
    snippet = mark(start, end);
  }
  const tokens = [...new Set(hits.map(({ start, end }) => text.slice(start, end)))];
  return { matched_tokens: tokens, snippet, ...(full ? { value: mark(0, text.length) } : {}) };
}

/** Where the first so many letters and digits of a stretch of text end. */
export function endOfLetters(text: string, start: number, end: number, letters: number): number {
  let left = letters;
  let at = start;
  for (const char of text.slice(start, end)) {
    at += char.length;
    if (/[\p{L}\p{N}]/u.test(char) && --left === 0) break;
  }
  return at;
}
