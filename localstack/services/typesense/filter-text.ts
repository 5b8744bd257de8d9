import type { Collection } from "./collection.ts";
import type { Document } from "./document.ts";
import { badRequest } from "./failure.ts";
import type { Field } from "./field.ts";
import type { Filter } from "./filter.ts";
import { splitValues } from "./filter-syntax.ts";

/** One value of a text filter, in words. */
interface Wanted {
  words: string[];
  /** The last word may go on. */
  prefix: boolean;
  /** The words stand next to each other, in this order. */
  phrase: boolean;
}

/**
 * A filter on text: `:=a b` compares a whole value, `:a b` wants all its words somewhere in the field, `:"a b"` side by side; `!` turns
 * any of them around and `*` at the end leaves the last word open. @throws TypesenseFailure 400 when there is no value
 */
export function textCondition(collection: Collection, field: Field, given: string): Filter {
  const [, operator = "", text = ""] = /^(=|!=|!)? *(.*)$/s.exec(given) ?? [];
  if (text === "") throw badRequest(`Error with filter field \`${field.name}\`: Filter value cannot be empty.`);
  const values = text.startsWith("[") && text.endsWith("]") ? splitValues(text.slice(1, -1)) : [text];
  const wanted = values.map((value) => readValue(collection, value));
  const whole = operator.endsWith("=");
  const filter = whole ? equalTo(collection, field, wanted) : containing(collection, field, wanted);
  return operator.startsWith("!") ? { test: (entry) => !filter.test(entry) } : filter;
}

function readValue(collection: Collection, value: string): Wanted {
  const phrase = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  const words = collection.tokenize(value).map((word) => word.token);
  return { words, prefix: !phrase && value.endsWith("*"), phrase };
}

function equalTo(collection: Collection, field: Field, wanted: Wanted[]): Filter {
  const useful = wanted.filter(({ words }) => words.length > 0);
  if (field.facet && useful.every(({ prefix, phrase }) => !prefix && !phrase)) {
    const keys = new Set(useful.map(({ words }) => words.join(" ")));
    const lists = [...keys].map((key) => collection.withValue(field.name, key) ?? []);
    const marks = new Uint8Array(collection.span);
    for (const list of lists) for (const num of list) marks[num] = 1;
    return {
      test: (entry) => marks[entry.num] === 1,
      candidates: {
        most: lists.reduce((sum, list) => sum + list.length, 0),
        // A document with several values may be in several lists.
        list: () => (lists.length === 1 ? (lists[0] ?? []) : [...new Set(lists.flat())]),
      },
    };
  }
  return {
    test: ({ doc }) =>
      elements(collection, field, doc).some((tokens) =>
        useful.some((value) => (value.phrase ? hasPhrase(tokens, value.words) : startsWith(tokens, value))),
      ),
  };
}

function containing(collection: Collection, field: Field, wanted: Wanted[]): Filter {
  const useful = wanted.filter(({ words }) => words.length > 0);
  return {
    test: ({ doc }) => {
      const found = elements(collection, field, doc);
      const all = found.flat();
      return useful.some(({ words, prefix, phrase }) => {
        if (phrase) return found.some((tokens) => hasPhrase(tokens, words));
        return words.every((word, index) =>
          prefix && index === words.length - 1 ? all.some((token) => token.startsWith(word)) : all.includes(word),
        );
      });
    },
  };
}

function elements(collection: Collection, field: Field, doc: Document): string[][] {
  return collection.texts(doc, field.name).map((text) => collection.tokenize(text).map((word) => word.token));
}

/** True when the words begin the text, the last one open, or are all of it. */
function startsWith(tokens: string[], { words, prefix }: Wanted): boolean {
  if (!prefix && tokens.length !== words.length) return false;
  return words.every((word, index) =>
    prefix && index === words.length - 1 ? tokens[index]?.startsWith(word) : tokens[index] === word,
  );
}

/** True when the words stand side by side somewhere in the text. */
export function hasPhrase(tokens: string[], words: string[]): boolean {
  return tokens.some((_, at) => words.every((word, index) => tokens[at + index] === word));
}
