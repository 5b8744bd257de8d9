import type * as z from "zod";
import type { Trust } from "#schema/dataset.ts";
import type { ToolErrorCode } from "#schema/tool.ts";

/** What a call is made for, and what it may rest on. */
export interface Scene {
  runId: string;
  activityId: string | null;
  /** Tools the run may use, by name, and how often a minute the workspace may use each. */
  granted: ReadonlyMap<string, { ratePerMinute: number }>;
  /** What the house itself says: system prompt, task, context file. */
  own: readonly string[];
  /** What others say: passages, notes, answers of tools. Grows as tools answer. */
  foreign: string[];
  /** Texts that are for the agent alone. */
  confidential: readonly string[];
  /** Addresses that came with the task or by a search, or as links of a page of the same site. Grows as tools answer. */
  addresses: Set<string>;
  /** Skills the agent may load, with the body of each. */
  skills: ReadonlyMap<string, string>;
  signal: AbortSignal;
}

/** One passage of an answer, with what it rests on. */
export interface Passage {
  label: string;
  trust: Trust | "platform";
  text: string;
}

/** What a method gives: its output, what of it the model reads, and the addresses it makes known. */
export interface ToolResult<O = unknown> {
  output: O;
  passages: Passage[];
  addresses?: readonly string[];
}

/** A method of a tool: the shapes of its input and output, and the verb behind it. */
export interface ToolMethod<I = unknown, O = unknown> {
  description: string;
  input: z.ZodType<I>;
  output: z.ZodType<O>;
  /** Of the input, what a model made up or copied: it may not come from foreign text. */
  words?(input: I): string;
  call(input: I, scene: Scene): Promise<ToolResult<O>>;
}

/** Everything the runner must know of a tool. */
export interface ToolDescriptor {
  name: string;
  description: string;
  /** Whether it changes something anywhere. */
  writes: boolean;
  /** Whether a person must have approved exactly this call; always so when it writes. */
  needsApproval: boolean;
  /** Whether anything of its input leaves the house. */
  external: boolean;
  ratePerMinute: number;
  timeoutMs: number;
  methods: Readonly<Record<string, ToolMethod>>;
}

/** Fixes the types of a method; the shapes hold, whatever comes. */
export function defineMethod<I, O>(method: ToolMethod<I, O>): ToolMethod {
  // A method is only called with what its own schema gave.
  return method as unknown as ToolMethod;
}

/** A tool could not do what it was asked, and says why in words the model can use. */
export class ToolFailure extends Error {
  readonly code: ToolErrorCode;
  constructor(code: ToolErrorCode, message: string) {
    super(message);
    this.name = "ToolFailure";
    this.code = code;
  }
}
