import { type Body, isGiven } from "./body.ts";
import { unsupported } from "./failure.ts";

/** How a text index takes texts apart, and the tests it gives for a question. */
export interface Tokenizer {
  /** Every word of the question occurs. */
  all(question: string): (value: unknown) => boolean;
  /** One word of the question occurs. */
  any(question: string): (value: unknown) => boolean;
}

const refused = ["min_token_len", "max_token_len", "stopwords", "stemmer"];

/** The tokenizer a text index asks for: words or what white space parts, in lower case unless told otherwise. @throws QdrantFailure 400 */
export function textTokenizer(schema: Body): Tokenizer {
  const { tokenizer = "word", lowercase } = schema;
  if (tokenizer !== "word" && tokenizer !== "whitespace") throw unsupported(`the tokenizer ${String(tokenizer)}`);
  const option = refused.find((name) => isGiven(schema[name]));
  if (option) throw unsupported(`the option ${option} of a text index`);
  const flag = ["ascii_folding", "phrase_matching"].find((name) => schema[name] === true);
  if (flag) throw unsupported(`the option ${flag} of a text index`);
  const parts = tokenizer === "word" ? /[^\p{Alphabetic}\p{N}]+/u : /\s+/;
  const words = (text: string): Set<string> =>
    new Set((lowercase === false ? text : text.toLowerCase()).split(parts).filter(Boolean));
  return {
    all(question) {
      const wanted = words(question);
      const hasAll = (held: Set<string>): boolean => [...wanted].every((word) => held.has(word));
      return (value) => typeof value === "string" && wanted.size > 0 && hasAll(words(value));
    },
    any(question) {
      const wanted = words(question);
      return (value) => typeof value === "string" && [...words(value)].some((word) => wanted.has(word));
    },
  };
}
