import type { Control } from "./control.ts";
import type { Fault } from "./fault.ts";
import type { Provider } from "./names.ts";
import { sampleOf } from "./sample.ts";

const charactersPerToken = 4;

/** The part of a provider's request that decides the answer. */
export interface Prompt {
  system: string;
  text: string;
  schema?: Record<string, unknown> | undefined;
  json?: boolean | undefined;
  maxTokens?: number | undefined;
  /** A tool the model has no choice but to call. */
  tool?: Tool | undefined;
}

export interface Tool {
  name: string;
  schema?: Record<string, unknown> | undefined;
}

export interface Answer {
  /** What the model says; the JSON of the input if it calls a tool. */
  text: string;
  /** Name of the tool it calls. */
  tool?: string | undefined;
  /** The text in pieces as a stream delivers them. */
  pieces: string[];
  finish: "stop" | "length" | "refusal";
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
}

/** The queued reply, else a sample of the forced tool's input or of the wanted JSON, else an echo; the same request gives the same answer. */
export function answer(control: Control, provider: Provider, prompt: Prompt, fault: Fault | undefined): Answer {
  const input = `${prompt.system}\n${prompt.text}`;
  const inputTokens = tokens(input);
  const refused = fault?.kind === "refusal";
  const { text: whole, tool } = refused ? { text: "I cannot help with that." } : reply(control, provider, prompt);
  const broken =
    fault?.kind === "malformed_json" ? `${whole.slice(0, Math.ceil(whole.length * 0.7))}, "unfinished": [` : whole;
  const room = (prompt.maxTokens ?? Number.POSITIVE_INFINITY) * charactersPerToken;
  const text = broken.slice(0, room);
  const finish = refused ? "refusal" : text.length < broken.length ? "length" : "stop";
  const cachedTokens = control.seenBefore(provider, input) ? inputTokens : 0;
  return {
    text,
    tool,
    pieces: text.match(/\s*\S{1,24}|\s+$/g) ?? [],
    finish,
    inputTokens,
    outputTokens: tokens(text),
    cachedTokens,
  };
}

/** Texts inside the several shapes in which providers take content: a string, or parts with a `text`. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map(textOf).join("\n");
  const { text, parts } = (content ?? {}) as { text?: unknown; parts?: unknown };
  return textOf(text ?? parts ?? "");
}

/** The tool that a request leaves the model no choice about: the named one, or, if any will do, that or else the first. */
export function forcedTool(tools: Tool[], name: string | undefined, any: boolean): Tool | undefined {
  return tools.find((tool) => tool.name === name) ?? (any ? tools[0] : undefined);
}

/** The input of a tool call; empty if its JSON was broken on purpose. */
export function inputOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function reply(control: Control, provider: Provider, prompt: Prompt): { text: string; tool?: string } {
  const queued = control.takeReply(provider);
  if (queued?.tool) return { text: JSON.stringify(queued.tool.input), tool: queued.tool.name };
  const { tool, schema } = prompt;
  const called = tool ? { tool: tool.name } : {};
  if (queued) return { text: queued.text, ...called };
  if (tool) return { text: JSON.stringify(sampleOf(tool.schema ?? {})), ...called };
  if (schema) return { text: JSON.stringify(sampleOf(schema)) };
  if (prompt.json) return { text: JSON.stringify({ answer: "A short sample answer." }) };
  const asked = prompt.text.replace(/\s+/g, " ").trim().slice(0, 400);
  return { text: `Simulated answer of ${provider} to: ${asked}` };
}

function tokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
