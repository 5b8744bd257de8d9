import type { ModelPrice } from "#schema/model-price.ts";
import { type CreditRateKey, creditRates, creditUnits } from "#schema/plans.ts";

const since = "2026-01-01";
// Millionths of a US dollar per million tokens: input, output, cached input.
const prices: readonly [string, string, number, number, number][] = [
  ["anthropic", "claude-haiku-4-5", 1_000_000, 5_000_000, 100_000],
  ["anthropic", "claude-sonnet-4-5", 3_000_000, 15_000_000, 300_000],
  ["anthropic", "claude-opus-4-5", 5_000_000, 25_000_000, 500_000],
  ["openai", "gpt-5-mini", 250_000, 2_000_000, 25_000],
  ["openai", "text-embedding-3-small", 20_000, 0, 20_000],
  ["openai", "gpt-5", 1_250_000, 10_000_000, 125_000],
  ["google", "gemini-2.5-flash", 300_000, 2_500_000, 75_000],
  ["google", "gemini-2.5-pro", 1_250_000, 10_000_000, 310_000],
  // A million searches.
  ["tool", "web_search", 5_000_000_000, 0, 0],
  // A million pictures, a million seconds.
  ["image", "gpt-image-1", 63_000_000_000, 0, 0],
  ["video", "veo3.1", 400_000_000_000, 0, 0],
];
const units: Record<string, ModelPrice["unit"]> = { tool: "call", image: "image", video: "video_second" };

/** What the work of agents costs clients. */
export const rateRows = Object.entries(creditRates).map(([key, credits]) => ({
  ...{ key, credits, validFrom: since },
  unit: creditUnits[key as CreditRateKey] ?? "run",
}));

/** What models and tools cost. */
export const priceRows = prices.map(([provider, model, input, output, cached]) => ({
  ...{ provider, model, unit: units[provider] ?? "token", currency: "USD", validFrom: since },
  ...{ inputMicrosPerMtok: input, outputMicrosPerMtok: output, cachedMicrosPerMtok: cached },
}));
