import { setImmediate } from "node:timers/promises";
import { openDeadline } from "#platform/deadline.ts";
import { ModelError, toModelError } from "./errors.ts";
import { hashingVectorizer } from "./hashing.ts";
import { embeddingModel, sdk, staysInside } from "./providers.ts";

const textsPerTurn = 64;
const parallelCalls = 2;
const callTimeoutMs = 60_000;

export interface EmbedderConfig {
  adapter: "offline" | "openai" | "ollama";
  model: string;
  /** Length of the vectors. OpenAI is asked for it; the others must produce it by themselves. */
  dimensions: number;
  baseUrl?: string;
  apiKey?: string;
}

export interface Embedder {
  /** Adapter and model; vectors of two names must not be compared. */
  name: string;
  dimensions: number;
  /** True when no text leaves the machine. */
  local: boolean;
  /** One vector per text in the same order, of length 1. Throws ModelError. */
  embed(texts: string[], signal?: AbortSignal): Promise<number[][]>;
}

/** Opens an embedder. Nothing is loaded or called before the first `embed`. */
export function openEmbedder(config: EmbedderConfig): Embedder {
  const { adapter, model, dimensions } = config;
  const name = `${adapter}/${model}`;
  if (adapter === "offline") return { name, dimensions, local: true, embed: offline(dimensions) };
  const remote = { ...config, kind: adapter };
  return {
    name,
    dimensions,
    local: staysInside(remote),
    embed: (texts, signal) => embedRemote(config, remote, texts, signal),
  };
}

function offline(dimensions: number): Embedder["embed"] {
  const vectorize = hashingVectorizer(dimensions);
  return async (texts, signal) => {
    const vectors: number[][] = [];
    for (const [index, text] of texts.entries()) {
      if (index % textsPerTurn === 0) await setImmediate();
      if (signal?.aborted) throw failure("offline", signal.reason, false, true);
      vectors.push(vectorize(text));
    }
    return vectors;
  };
}

async function embedRemote(
  config: EmbedderConfig,
  remote: Parameters<typeof embeddingModel>[0],
  texts: string[],
  signal?: AbortSignal,
): Promise<number[][]> {
  const deadline = openDeadline(callTimeoutMs, signal);
  try {
    const { embedMany } = await sdk();
    const { embeddings } = await embedMany({
      model: await embeddingModel(remote, config.model),
      values: texts,
      maxRetries: 0,
      maxParallelCalls: parallelCalls,
      abortSignal: deadline.signal,
      providerOptions: { openai: { dimensions: config.dimensions } },
    });
    const wrong = embeddings.find((vector) => vector.length !== config.dimensions);
    if (wrong) {
      const lengths = `${wrong.length} dimensions instead of ${config.dimensions}`;
      throw new ModelError("bad_request", config.adapter, `${config.model} gives ${lengths}.`);
    }
    return embeddings.map(toUnitLength);
  } catch (error) {
    throw failure(config.adapter, error, deadline.passed(), signal?.aborted ?? false);
  } finally {
    deadline.clear();
  }
}

function failure(provider: string, error: unknown, timedOut: boolean, aborted: boolean) {
  return toModelError(error, { provider, timedOut, aborted, answering: false });
}

function toUnitLength(vector: number[]): number[] {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
