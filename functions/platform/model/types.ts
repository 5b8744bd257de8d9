import type * as z from "zod";

/**
 * How a model is reached. `offline` needs no network and is built in; `openai` speaks to every server of that dialect;
 * `claude-cli` is a program on this machine that sends to its maker's cloud.
 */
export type AdapterKind = "offline" | "openai" | "anthropic" | "google" | "ollama" | "claude-cli";

/** A function that a model may ask for. It never runs by itself: the caller runs it and asks again with the answer. */
export interface ModelTool {
  name: string;
  description: string;
  /** JSON schema of the input. */
  input: Record<string, unknown>;
}

/** A model asks for a tool. The input is what the model wrote: nobody has checked it. */
export interface ModelCall {
  id: string;
  name: string;
  input: unknown;
  /** What the provider wants to see again beside the answer. */
  metadata?: Record<string, Record<string, unknown>> | undefined;
}

/** One turn after the prompt: what the model said and asked for, and what it got, in the order of its calls. */
export interface ModelTurn {
  text: string;
  calls: readonly ModelCall[];
  answers: readonly { text: string; failed: boolean }[];
}

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
  /** Tools the model may ask for; none in the last turn. */
  tools?: readonly ModelTool[];
  /** What was said since the prompt. */
  turns?: readonly ModelTurn[];
  /** Composes the answer from structured input. Only the offline adapter calls it. */
  compose?: () => unknown;
  /** The tools to ask for before composing; empty once there is nothing more to ask. Only the offline adapter calls it. */
  order?: () => readonly Omit<ModelCall, "id">[];
}

export interface ModelUsage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
}

/** What a call yields: any number of deltas, then exactly one `done`. A failure is thrown as `ModelError`. */
export type ModelEvent =
  | { type: "delta"; text: string }
  | {
      type: "done";
      text: string;
      /** Tools the model asks for; the call is not the answer then. */
      calls: readonly ModelCall[];
      usage: ModelUsage;
      finish: "stop" | "length";
      model: string;
      latencyMs: number;
      /** What the provider itself says the call cost, in millionths of USD; most say nothing. */
      costMicros?: number;
    };

export interface AdapterConfig {
  kind: AdapterKind;
  baseUrl?: string;
  apiKey?: string;
  /** The installation calls this address local; without it only Ollama's is. Believed of `ollama` and `openai` alone. */
  local?: boolean;
}

export interface ModelAdapter {
  kind: AdapterKind;
  /** True when nothing leaves the machine: the only adapters a `local_only` tenant may use. */
  local: boolean;
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}
