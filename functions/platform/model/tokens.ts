import { countTokens } from "gpt-tokenizer/encoding/o200k_base";

const exactMax = 100_000;

/** Tokens of a text by the o200k vocabulary; past 100,000 characters extrapolated from the beginning. */
export function estimateTokens(text: string): number {
  if (text.length <= exactMax) return countTokens(text, { disallowedSpecial: new Set() });
  return Math.ceil((estimateTokens(text.slice(0, exactMax)) * text.length) / exactMax);
}
