/** Price of a model from a day on. */
export interface Price {
  /** Millionths of the currency for a million tokens. */
  inputMicrosPerMtok: number;
  outputMicrosPerMtok: number;
  cachedMicrosPerMtok: number;
  currency: string;
  /** US dollars for one unit of the currency. */
  usdRate: number;
}

export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
}

/** What a call costs: in the currency of its price, and in the one of caps. */
export interface Cost {
  micros: number;
  currency: string;
  usdMicros: number;
}

/** Cost of a call in millionths, rounded up. Without a price it is nothing: models on the own machine have none. */
export function costOf(price: Price | null, usage: Usage): Cost {
  if (!price) return { micros: 0, currency: "USD", usdMicros: 0 };
  const fresh = Math.max(0, usage.inputTokens - usage.cachedTokens);
  const exact =
    (fresh * price.inputMicrosPerMtok +
      usage.cachedTokens * price.cachedMicrosPerMtok +
      usage.outputTokens * price.outputMicrosPerMtok) /
    1_000_000;
  return { micros: Math.ceil(exact), currency: price.currency, usdMicros: Math.ceil(exact * price.usdRate) };
}

// What providers put around a prompt: schema, tools, roles.
const wrappingTokens = 4_000;

/**
 * Upper bound of what a call uses: no vocabulary makes more tokens of a text than it has bytes, and nothing is read from a cache.
 */
export function boundOf(texts: readonly string[], maxOutputTokens: number): Usage {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { inputTokens: bytes + wrappingTokens, outputTokens: maxOutputTokens, cachedTokens: 0 };
}
