/** Which characters split words and which symbols stay part of them; all other symbols are dropped. */
export interface TokenRules {
  separators: string[];
  symbols: string[];
}

/** A word of a text: its token, and where it stands in the text as it was written. */
export interface Word {
  token: string;
  start: number;
  end: number;
}

export type Tokenizer = (text: string) => Word[];

const letters: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", þ: "th" };

/** Makes the tokenizer of a collection: words between white space and separators, in lower case, without accents. */
export function tokenizer(rules: TokenRules): Tokenizer {
  const word = new RegExp(`[^\\s${rules.separators.map(escapeInClass).join("")}]+`, "gu");
  const dropped = new RegExp(`[^\\p{L}\\p{N}${rules.symbols.map(escapeInClass).join("")}]`, "gu");
  return (text) => {
    const words: Word[] = [];
    for (const match of text.matchAll(word)) {
      const token = fold(match[0]).replace(dropped, "");
      if (token !== "") words.push({ token, start: match.index, end: match.index + match[0].length });
    }
    return words;
  };
}

/** The tokens of a text joined by a space: what an exact filter compares. */
export function exactKey(tokenize: Tokenizer, text: string): string {
  return tokenize(text)
    .map((word) => word.token)
    .join(" ");
}

function fold(text: string): string {
  const lower = text.toLowerCase();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the quick test for plain ASCII
  if (/^[\x00-\x7f]*$/.test(lower)) return lower;
  return lower
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[ßæœøłđþ]/g, (char) => letters[char] ?? char);
}

function escapeInClass(char: string): string {
  return char.replace(/[\\\]^-]/g, "\\$&");
}
