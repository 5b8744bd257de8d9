import type { Collection } from "./collection.ts";
import { type Document, fieldValue } from "./schema.ts";

/** How to show where a document matches; the names are those of the search parameters. */
export interface HighlightOptions {
  fields: string[];
  fullFields: string[];
  startTag: string;
  endTag: string;
  affixTokens: number;
  snippetThreshold: number;
}

interface Marked {
  matched_tokens: string[];
  snippet: string;
  value?: string;
}

/** Both forms of highlight the server answers: an object by field, and the older list. */
export interface Highlights {
  highlight: Record<string, Marked | Marked[]>;
  highlights: Record<string, unknown>[];
}

/** Marks the words of a document that made it match. */
export function highlightDocument(
  collection: Collection,
  doc: Document,
  terms: Set<string>,
  options: HighlightOptions,
): Highlights {
  const result: Highlights = { highlight: {}, highlights: [] };
  if (terms.size === 0) return result;
  for (const field of options.fields) {
    const texts = collection.texts(doc, field);
    const marked = texts.map((text) => markText(collection, text, terms, options, options.fullFields.includes(field)));
    if (marked.every((mark) => mark.matched_tokens.length === 0)) continue;
    const value = fieldValue(doc, field);
    if (!Array.isArray(value)) {
      const [only] = marked;
      if (!only) continue;
      result.highlight[field] = only;
      result.highlights.push({ field, ...only });
      continue;
    }
    const hit = marked.map((mark, index) => ({ mark, index })).filter(({ mark }) => mark.matched_tokens.length > 0);
    result.highlight[field] = marked;
    result.highlights.push({
      field,
      indices: hit.map(({ index }) => index),
      matched_tokens: hit.map(({ mark }) => mark.matched_tokens),
      snippets: hit.map(({ mark }) => mark.snippet),
    });
  }
  return result;
}

function markText(
  collection: Collection,
  text: string,
  terms: Set<string>,
  options: HighlightOptions,
  full: boolean,
): Marked {
  const words = collection.tokenize(text);
  const hits = words.flatMap((word, index) => (terms.has(word.token) ? [index] : []));
  const tokens = [...new Set(hits.map((index) => text.slice(words[index]?.start, words[index]?.end)))];
  const mark = (from: number, to: number): string => {
    let shown = "";
    let at = from;
    for (const index of hits) {
      const word = words[index];
      if (!word || word.start < from || word.end > to) continue;
      shown += `${text.slice(at, word.start)}${options.startTag}${text.slice(word.start, word.end)}${options.endTag}`;
      at = word.end;
    }
    return shown + text.slice(at, to);
  };
  const [first] = hits;
  let snippet: string;
  if (words.length <= options.snippetThreshold || first === undefined) snippet = mark(0, text.length);
  else {
    const near = hits.filter((index) => index - first <= 2 * options.affixTokens).at(-1) ?? first;
    const start = words[Math.max(0, first - options.affixTokens)]?.start ?? 0;
    const end = words[Math.min(words.length - 1, near + options.affixTokens)]?.end ?? text.length;
    snippet = mark(start, end);
  }
  return { matched_tokens: tokens, snippet, ...(full ? { value: mark(0, text.length) } : {}) };
}
