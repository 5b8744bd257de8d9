import { stemmer } from "stemmer";

/** A word: letters with marks and inner apostrophes, or a number with its separators. */
const wordPattern = /\p{L}[\p{L}\p{M}\p{N}]*(?:['’]\p{L}+)*|\p{N}+(?:[.,]\p{N}+)*/gu;
const unspaced = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Khmer}\p{scx=Lao}\p{scx=Myanmar}]/u;
let dictionary: Intl.Segmenter | undefined;

const stopWords = new Set(
  (
    "a about above after again all also am an and any are as at be because been before being between both but by can " +
    "could did do does doing down during each either else ever every few for from further get had has have having he " +
    "her here hers him his how i if in into is it its just let like may me might more most must my no nor not of off on " +
    "once only or other our ours out over own per same shall she should so some such than that the their theirs them " +
    "then there these they this those through to too under until up upon us very was we were what when where which " +
    "while who whom whose why will with within without would yet you your yours dont doesnt isnt arent cant wont"
  ).split(" "),
);

/** Lower case, accents and apostrophes gone: the form in which words are compared. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f'’]/g, "")
    .toLowerCase();
}

/** The words of a text as they stand. Scripts without spaces are split by the platform's dictionary. */
export function wordsOf(text: string): string[] {
  const words = text.match(wordPattern) ?? [];
  if (!unspaced.test(text)) return words;
  // Made when a text wants it: it takes longer than all else that is read here.
  dictionary ??= new Intl.Segmenter(undefined, { granularity: "word" });
  const segmenter = dictionary;
  return words.flatMap((word) =>
    unspaced.test(word)
      ? [...segmenter.segment(word)].filter((part) => part.isWordLike).map((part) => part.segment)
      : [word],
  );
}

/** True for English words that carry no meaning of their own. `word` may be in any case. */
export function isStopWord(word: string): boolean {
  return stopWords.has(fold(word));
}

/** The search term of one word: folded, English endings cut; null for stop words. */
export function termOf(word: string): string | null {
  const folded = fold(word);
  if (stopWords.has(folded)) return null;
  if (/^\p{N}/u.test(folded)) return folded.replaceAll(",", "");
  return /^[a-z]{3,}$/.test(folded) ? stemmer(folded) : folded;
}

/** Search terms of a text and how often each occurs. */
export function termsOf(text: string): Map<string, number> {
  const terms = new Map<string, number>();
  for (const word of wordsOf(text)) {
    const term = termOf(word.replace(/['’]s$/i, ""));
    if (term) terms.set(term, (terms.get(term) ?? 0) + 1);
  }
  return terms;
}

/** Share of terms two sets have in common, 0..1; two empty sets are equal. */
export function jaccard<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  if (a.size === 0 && b.size === 0) return 1;
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let both = 0;
  for (const item of small) if (large.has(item)) both += 1;
  return both / (a.size + b.size - both);
}

/** True when a text has a run of `size` words of another in it, however they are written and punctuated. */
export function sharesRun(text: string, other: string, size: number): boolean {
  const there = new Set(runsOf(other, size));
  return there.size > 0 && runsOf(text, size).some((run) => there.has(run));
}

function runsOf(text: string, size: number): string[] {
  const words = wordsOf(text).map(fold);
  return words.slice(size - 1).map((_, at) => words.slice(at, at + size).join(" "));
}
