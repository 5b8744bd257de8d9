import type * as z from "zod";
import type { AgentName, Answer, Envelope, Tier } from "#schema/agent.ts";
import type { CreditRateKey } from "#schema/plans.ts";

/** One named part of a prompt. The part with the highest rank goes first when the whole is too long. */
export interface PromptPart {
  name: string;
  text: string;
  /** Tokens. */
  budget: number;
  rank: number;
  /** Text of others: wrapped as a labelled data block. */
  untrusted?: boolean;
  /** Parts of one group share the budget of its first part, in order. */
  group?: string;
}

export type ValidatorCode = "V1" | "V2" | "V3" | "V4" | "V5" | "V6" | "V7" | "V8" | "V9" | "V10" | "V11";

/** What one rule found in an answer. `repairable` findings that did not pass are put to the model once more. */
export interface Finding {
  validator: ValidatorCode;
  action: "none" | "repaired" | "cleaned" | "warned" | "failed";
  passed: boolean;
  message: string;
  repairable: boolean;
}

/** Everything the runner must know of an agent. `I` is its input, `O` the data part of its answer. */
export interface AgentDescriptor<I = unknown, O = unknown> {
  name: AgentName;
  label: string;
  description: string;
  tier: Tier;
  creditRateKey: CreditRateKey | null;
  temperature: number;
  /** Tokens. */
  maxOutputTokens: number;
  input: z.ZodType<I>;
  output: z.ZodType<O>;
  /** First version of the stored prompt; the runner reads the stored one. */
  systemPrompt: string;
  /** What to look for in the tenant's passages; empty for an agent that needs none. */
  query(input: I): string;
  prompt(input: I, envelope: Envelope): PromptPart[];
  /** The rules of this agent alone. */
  check(output: O, input: I, envelope: Envelope): Finding[];
  /** Composes an answer without a model. The same input gives the same answer. */
  offline(input: I, envelope: Envelope): Answer<O>;
  /** The prose of an answer, for the rules that every agent keeps. */
  text(output: O): string;
}

/** Fixes the types of a descriptor. */
export function defineAgent<I, O>(descriptor: AgentDescriptor<I, O>): AgentDescriptor<I, O> {
  return descriptor;
}
