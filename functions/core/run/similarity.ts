import { fold, jaccard, wordsOf } from "#core/dataset/terms.ts";

/** From this five-word overlap on, a text repeats an earlier one (V10). */
export const similarityMax = 0.6;

/** Share of five-word sequences two texts have in common, 0..1. Texts of less than five words are compared as a whole. */
export function similarity(a: string, b: string): number {
  return jaccard(fiveGrams(a), fiveGrams(b));
}

function fiveGrams(text: string): Set<string> {
  const words = wordsOf(text).map(fold);
  if (words.length < 5) return new Set(words.length === 0 ? [] : [words.join(" ")]);
  return new Set(words.slice(4).map((_, index) => words.slice(index, index + 5).join(" ")));
}
