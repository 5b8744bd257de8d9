import type { Control, Fault, Provider } from "./control.ts";
import { sampleOf } from "./sample.ts";

const charactersPerToken = 4;

/** The part of a provider's request that decides the answer. */
export interface Prompt {
  system: string;
  text: string;
  schema?: Record<string, unknown> | undefined;
  json?: boolean | undefined;
  maxTokens?: number | undefined;
}

export interface Answer {
  text: string;
  /** The text in pieces as a stream delivers them. */
  pieces: string[];
  finish: "stop" | "length" | "refusal";
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
}

/** The queued reply, else a sample of the wanted JSON, else an echo; the same request gives the same answer. */
export function answer(control: Control, provider: Provider, prompt: Prompt, fault: Fault | undefined): Answer {
  const input = `${prompt.system}\n${prompt.text}`;
  const inputTokens = tokens(input);
  const whole = fault?.kind === "refusal" ? "I cannot help with that." : reply(control, provider, prompt);
  const broken =
    fault?.kind === "malformed_json" ? `${whole.slice(0, Math.ceil(whole.length * 0.7))}, "unfinished": [` : whole;
  const room = (prompt.maxTokens ?? Number.POSITIVE_INFINITY) * charactersPerToken;
  const text = broken.slice(0, room);
  const finish = fault?.kind === "refusal" ? "refusal" : text.length < broken.length ? "length" : "stop";
  const cachedTokens = control.seenBefore(provider, input) ? inputTokens : 0;
  return {
    text,
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

function reply(control: Control, provider: Provider, prompt: Prompt): string {
  const queued = control.takeReply(provider);
  if (queued !== undefined) return queued;
  if (prompt.schema) return JSON.stringify(sampleOf(prompt.schema));
  if (prompt.json) return JSON.stringify({ answer: "A short sample answer." });
  return `Simulated answer of ${provider} to: ${prompt.text.replace(/\s+/g, " ").trim().slice(0, 400)}`;
}

function tokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
