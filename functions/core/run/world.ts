import type * as z from "zod";
import type { Effective } from "#core/agent/index.ts";
import type { Hit } from "#core/dataset/retrieve.ts";
import type { Scene } from "#core/tool/descriptor.ts";
import type { Used } from "#core/tool/use.ts";
import type { ModelCall, ModelTool, ModelTurn, ModelUsage } from "#platform/model/types.ts";
import type { Envelope } from "#schema/agent.ts";

/** What a run begins with: its configuration, what it is about, and what the rules of its agent compare with. */
export interface Context {
  agent: Effective;
  input: unknown;
  base: Omit<Envelope, "chunks">;
  /** Tools it may use, with their rate. */
  granted: [name: string, limits: { ratePerMinute: number }][];
  /** Bodies of the skills it may load. */
  skills: [name: string, body: string][];
  /** Earlier texts of the kind. */
  earlier: string[];
}

/** One question to a model. */
export interface Question {
  agent: Effective;
  system: string;
  prompt: string;
  turns: readonly ModelTurn[];
  tools: readonly ModelTool[];
  /** Shape of the wanted answer; without one it is taken as it comes. */
  schema?: z.ZodType;
  compose: () => unknown;
  order: () => readonly Omit<ModelCall, "id">[];
  onDelta: (text: string) => void;
  /** Hears of an adapter that was not asked or did not answer, and why. */
  onPassedOver: (adapter: { name: string; model: string }, why: string) => Promise<void>;
}

/** What a model said to it. */
export interface Said {
  text: string;
  calls: readonly ModelCall[];
  usage: ModelUsage;
  costMicros: number;
}

/** Everything a run gets from outside itself. Whoever gives the same answers gets the same product: that is how a run is replayed. */
export interface World {
  context(): Promise<Context>;
  passages(query: string, also?: string): Promise<{ hits: Hit[]; degraded: boolean }>;
  ask(question: Question): Promise<Said>;
  use(call: ModelCall, scene: Scene): Promise<Used>;
}
