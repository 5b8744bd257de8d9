import type * as z from "zod";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import type { Used } from "#core/tool/use.ts";
import type { Tx } from "#platform/db.ts";
import type { AgentName, AgentTier, Answer, Envelope, PromptSection, RosterEntry } from "#schema/agent.ts";
import type { ToolCallName, ToolName } from "#schema/tool.ts";

/** One named part of a prompt. The part with the highest rank goes first when the whole is too long. */
export interface PromptPart {
  name: string;
  text: string;
  /** The lines of `text`, those that matter most first, where it is made of lines: too long, it loses the last ones. */
  rows?: readonly string[];
  /** Tokens. */
  budget: number;
  /** 0 is what the agent works on: it never stays out. */
  rank: number;
  /** Text of others: wrapped as a labelled data block. */
  untrusted?: boolean;
  /** Parts of one section share its room, in order; one that does not fit whole stays out. Its room may be set anew by a version. */
  section?: PromptSection;
}

export type ValidatorCode = "V1" | "V2" | "V3" | "V4" | "V5" | "V6" | "V7" | "V8" | "V9" | "V10" | "V11";

/** What one rule found in an answer. `repairable` findings that did not pass are put to the model once more. */
export interface Finding {
  validator: ValidatorCode;
  action: "none" | "repaired" | "cleaned" | "warned" | "failed";
  passed: boolean;
  message: string;
  repairable: boolean;
  /** What it was found of, one by one. */
  items?: readonly string[];
}

/** Everything the runner must know of an agent. `I` is its input, `O` the data part of its answer. */
export interface AgentDescriptor<I = unknown, O = unknown> extends Omit<RosterEntry, "queue" | "tier"> {
  name: AgentName;
  /** Where its work comes from, when that is not ordered run by run. */
  queue?: string;
  tier: AgentTier;
  temperature: number;
  /** Tokens. */
  maxOutputTokens: number;
  input: z.ZodType<I>;
  output: z.ZodType<O>;
  /** First version of the stored prompt; the runner reads the stored one. */
  systemPrompt: string;
  /** What to look for in the tenant's passages; empty for an agent that needs none. */
  query(input: I): string;
  /** What else to look for there, with passages of its own. */
  alsoQuery?(input: I): string;
  prompt(input: I, envelope: Envelope): PromptPart[];
  /** The rules of this agent alone. `read` are the pages that its tools have shown it; unknown where it ran elsewhere. */
  check(output: O, input: I, envelope: Envelope, read?: readonly string[]): Finding[];
  /** Tools the agent may use; the stored version says which it does. */
  tools?: readonly ToolName[];
  /** Calls of tools in one run; as a rule 20. */
  maxTurns?: number;
  /** Composes an answer without a model, also of what tools have found. The same input gives the same answer. */
  offline(input: I, envelope: Envelope, found?: readonly Found[]): Answer<O>;
  /** Without a model: the tools to ask next, given what they found so far; nothing once there is enough to compose. */
  order?(input: I, envelope: Envelope, found: readonly Found[]): readonly { name: ToolCallName; input: unknown }[];
  /** The prose of an answer, for the rules that every agent keeps. */
  text(output: O): string;
  /** For a text that is published: the Markdown whose factual sentences need a source and that must not repeat an earlier one. */
  article?(output: O): string;
  /** For a short text that goes out: numbers, superlatives and quotes of nobody's are asked to be mended once. */
  statesFacts?: boolean;
  /** Fields of the input that strangers wrote: an address inside their words may not be linked, an order in them not be repeated. */
  outside?: readonly string[];
  /** Earlier texts of the kind, newest first, for the rule that nothing is written twice. */
  earlier?(run: ClaimedRun): Promise<string[]>;
  /** Reads what the run is about; `input` parses it. */
  load(run: ClaimedRun): Promise<Record<string, unknown>>;
  /** Puts the answer where it belongs and lets go on what waited for it, in the transaction that ends the run. */
  store(tx: Tx, run: ClaimedRun, product: Product<O>): Promise<void>;
  /** What part of its price a result is worth, where less than was ordered can come of a run; as a rule all of it. */
  share?(output: O): number;
  /** Its work is paid when another agent's run about the same activity ends it. */
  isPaidLater?: boolean;
  /** Of an agent without a model: how long it waits before it looks again. */
  restMs?: number;
  /** Of an agent without a model: how long it works before it lets the next job of its run go on. */
  sliceMs?: number;
  /** What becomes of the work when all attempts have failed. */
  giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void>;
}

/** What a tool gave. */
export type Found = Pick<Used, "tool" | "method" | "input" | "output" | "error">;

/** An agent without a model: its work is done in code, by the file in `functions/worker` that it names. */
export interface CodeAgent<I, O>
  extends Pick<
    AgentDescriptor<I, O>,
    | "name"
    | "label"
    | "description"
    | "group"
    | "minPlan"
    | "creditRateKey"
    | "concurrency"
    | "timeoutMs"
    | "input"
    | "output"
    | "load"
    | "store"
    | "giveUp"
  > {
  worker: string;
  /** `none` unless it orders pictures or videos. */
  tier?: "image" | "video";
  share?(output: O): number;
  isPaidLater?: boolean;
  restMs?: number;
  /** After so long it begins nothing new: the next job of the same run goes on. Well below `timeoutMs`. */
  sliceMs: number;
}

/** A run that has failed for good. */
export type Failed = Pick<ClaimedRun, "id" | "activityId" | "subjectType" | "subjectId" | "version">;

/** Fixes the types of a descriptor. */
export function defineAgent<I, O>(descriptor: AgentDescriptor<I, O>): AgentDescriptor<I, O> {
  return descriptor;
}

/** Fixes the types of an agent whose work is done in code. It is asked nothing, so it has no prompt and composes nothing. */
export function defineCodeAgent<I, O>(agent: CodeAgent<I, O>): AgentDescriptor<I, O> {
  return {
    tier: "none",
    ...agent,
    temperature: 0,
    maxOutputTokens: 1,
    systemPrompt: "",
    query: () => "",
    prompt: () => [],
    check: () => [],
    text: () => "",
    offline: () => {
      throw new Error(`${agent.name} has no model, so nothing is composed in its place.`);
    },
  };
}
