import type { VisibilityPlatform, VisibilityType } from "#schema/visibility.ts";

export const typeWords: Record<VisibilityType, string> = {
  local: "Near by",
  category: "The trade",
  brand: "The brand",
  competitor: "Against others",
};

export const assistantWords: Record<VisibilityPlatform, string> = {
  chatgpt: "ChatGPT",
  claude: "Claude",
  gemini: "Gemini",
  perplexity: "Perplexity",
};

/** "62 %", or a dash where nothing was asked. */
export function percent(score: number | null): string {
  return score === null ? "–" : `${Math.round(score)} %`;
}
