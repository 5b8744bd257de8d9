import type * as z from "zod";

/** How a model is reached. `offline` needs no network and is built in; `ollama` and `offline` are local. */
export type AdapterKind = "offline" | "openai" | "anthropic" | "google" | "ollama";

/** One call of a model. Times in milliseconds, lengths in tokens. */
export interface ModelRequest {
  model: string;
  system: string;
  prompt: string;
  /** Shape of the wanted answer. Providers that can are asked for JSON of this shape; the caller parses regardless. */
  schema?: z.ZodType;
  temperature: number;
  maxOutputTokens: number;
  timeoutMs: number;
  signal?: AbortSignal;
  /** Composes the answer from structured input. Only the offline adapter calls it. */
  compose?: () => unknown;
}

export interface ModelUsage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
}

/** What a call yields: any number of deltas, then exactly one `done`. A failure is thrown as `ModelError`. */
export type ModelEvent =
  | { type: "delta"; text: string }
  | { type: "done"; text: string; usage: ModelUsage; finish: "stop" | "length"; model: string; latencyMs: number };

export interface AdapterConfig {
  kind: AdapterKind;
  baseUrl?: string;
  apiKey?: string;
}

export interface ModelAdapter {
  kind: AdapterKind;
  /** True when nothing leaves the machine: the only adapters a `local_only` tenant may use. */
  local: boolean;
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}
