import { diffWords } from "diff";
import { fold, isStopWord, wordsOf } from "#core/dataset/terms.ts";
import type { Alignment } from "./align.ts";
import { namesIn } from "./facts.ts";
import type { Finding } from "./finding.ts";

const phraseWordsMax = 3;

/** Words that stood in place of others in one sentence, folded. */
interface Swap {
  before: string[];
  after: string[];
  pair: number;
  /** Nothing else in its sentence was changed. */
  isAlone: boolean;
}

/**
 * Words that people do not want: each use is gone from sentences that stayed. A word that had one use only counts half as much,
 * and only where nothing else in its sentence was changed.
 */
export function wordsRemoved({ changed }: Alignment, before: string, after: string): Finding[] {
  const swaps = changed.flatMap(swapsOf);
  const names = new Set(changed.flatMap((pair) => [...namesIn(pair.before)]));
  const [old, fresh] = [countIn(before), countIn(after)];
  const usesOf = new Map<string, Swap[]>();
  for (const swap of swaps)
    for (const phrase of new Set(phrasesOf(swap.before))) usesOf.set(phrase, [...(usesOf.get(phrase) ?? []), swap]);
  const candidates = [...usesOf].filter(([phrase]) => {
    const isTelling = phrase.split(" ").every((word) => !names.has(word) && !/\d/.test(word));
    return isTelling && phrase.length >= 3 && fresh(phrase) === 0;
  });
  const found: Finding[] = [];
  for (const [phrase, uses] of candidates.toSorted(([a], [b]) => b.split(" ").length - a.split(" ").length)) {
    const isEverywhere = old(phrase) >= 2 && new Set(uses.map(({ pair }) => pair)).size >= 2;
    const whole = uses.find((swap) => swap.before.join(" ") === phrase && swap.isAlone);
    if (!isEverywhere && !(whole && whole.after.length <= phraseWordsMax)) continue;
    if (whole && isSpelling(phrase, whole.after.join(" "))) continue;
    if (found.some(({ point }) => point.includes(phrase))) continue;
    const instead = insteadOf(uses, phrase);
    found.push({
      kind: isEverywhere ? "forbidden_word" : "tone",
      point: `word:${phrase}`,
      text: `Do not write “${phrase}”${instead ? `; “${instead}” was put in its place` : ""}`,
      data: { word: phrase, ...(isEverywhere ? { everywhere: true } : { weight: 0.5 }) },
    });
  }
  return found;
}

/** True when all that an edit did was to correct how words are written. */
export function onlySpelling({ changed, removed, added }: Alignment): boolean {
  const swaps = changed.flatMap(swapsOf);
  return (
    removed.length + added.length === 0 &&
    swaps.length > 0 &&
    swaps.every((swap) => isSpelling(swap.before.join(" "), swap.after.join(" ")))
  );
}

function swapsOf({ before, after }: Alignment["changed"][number], pair: number): Swap[] {
  const swaps: Omit<Swap, "isAlone">[] = [];
  let open: Omit<Swap, "isAlone"> | null = null;
  for (const part of diffWords(before.text, after.text)) {
    const words = wordsOf(part.value).map(fold);
    if (!part.added && !part.removed) {
      if (words.length > 0) open = null;
      continue;
    }
    if (words.length === 0) continue;
    if (!open) {
      open = { before: [], after: [], pair };
      swaps.push(open);
    }
    (part.removed ? open.before : open.after).push(...words);
  }
  return swaps.map((swap) => ({ ...swap, isAlone: swaps.length === 1 }));
}

// How often a phrase of folded words stands in a text.
function countIn(text: string): (phrase: string) => number {
  const words = ` ${wordsOf(text).map(fold).join("  ")} `;
  return (phrase) => words.split(` ${phrase.replaceAll(" ", "  ")} `).length - 1;
}

function phrasesOf(words: readonly string[]): string[] {
  return words.flatMap((_, start) =>
    Array.from({ length: Math.min(phraseWordsMax, words.length - start) }, (__, more) =>
      words.slice(start, start + more + 1),
    )
      .filter((phrase) => !isStopWord(phrase[0] ?? "") && !isStopWord(phrase.at(-1) ?? ""))
      .map((phrase) => phrase.join(" ")),
  );
}

function insteadOf(uses: readonly Swap[], phrase: string): string | null {
  const [first, ...others] = uses
    .filter((swap) => swap.before.join(" ") === phrase)
    .map(({ after }) => after.join(" "));
  if (!first || first.split(" ").length > phraseWordsMax) return null;
  return others.every((other) => other === first) ? first : null;
}

function isSpelling(before: string, after: string): boolean {
  if (before === "" || after === "" || before[0] !== after[0] || before.length < 4) return false;
  return distance(before, after) <= (before.length > 7 ? 2 : 1);
}

/** Letters to add, drop or replace to make one word of another; two that changed places count as one. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const at = (back: number, left: number) => rows[i - back]?.[j - left] ?? Number.POSITIVE_INFINITY;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(at(1, 0) + 1, (row[j - 1] ?? 0) + 1, at(1, 1) + cost, swapped ? at(2, 2) + 1 : at(9, 9)));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
