import * as z from "zod";
import { ModelError, type ModelErrorCode } from "./errors.ts";

const Delta = z.object({
  type: z.literal("stream_event"),
  event: z.object({
    type: z.literal("content_block_delta"),
    delta: z.object({ type: z.literal("text_delta"), text: z.string() }),
  }),
});

const Assistant = z.object({
  type: z.literal("assistant"),
  error: z.string().optional(),
  message: z.object({ stop_reason: z.string().nullish() }),
});

const count = z.number().int().min(0).default(0);
const Result = z.object({
  type: z.literal("result"),
  subtype: z.string(),
  is_error: z.boolean(),
  result: z.string().default(""),
  stop_reason: z.string().nullish(),
  total_cost_usd: z.number().min(0).optional(),
  usage: z
    .object({
      input_tokens: count,
      output_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
    })
    .prefault({}),
});
export type Result = z.infer<typeof Result>;

/** Whatever else the program tells: its start, tools, hooks. */
const Other = z.object({ type: z.string() });
const Line = z.union([Delta, Assistant, Result, Other]);

export type Told =
  | { kind: "text"; text: string }
  | { kind: "message"; error: string | undefined; stopReason: string | undefined }
  | { kind: "result"; result: Result }
  | { kind: "other" }
  | { kind: "unreadable" };

/** One line of the program's output. */
export function readLine(line: string): Told {
  const parsed = Line.safeParse(asJson(line));
  if (!parsed.success) return { kind: "unreadable" };
  const { data } = parsed;
  if ("event" in data) return { kind: "text", text: data.event.delta.text };
  if ("message" in data)
    return { kind: "message", error: data.error, stopReason: data.message.stop_reason ?? undefined };
  if ("is_error" in data) return { kind: "result", result: data };
  // A result of another shape must not pass for something that may be skipped.
  return data.type === "result" ? { kind: "unreadable" } : { kind: "other" };
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The program's own names of what went wrong. */
const named: Record<string, ModelErrorCode> = {
  authentication_failed: "auth",
  billing_error: "auth",
  rate_limit: "rate_limited",
  server_error: "provider_down",
  invalid_request: "bad_request",
};

const told: [RegExp, ModelErrorCode][] = [
  [/\/login|invalid api key|not logged in|authentication_error|oauth token|credit balance|\b40[13]\b/i, "auth"],
  [/rate.?limit|limit reached|\b429\b/i, "rate_limited"],
  [/not_found_error|issue with the selected model|model .*not (exist|found)/i, "unknown_model"],
  [/overloaded|internal server error|api error: 5\d\d|\b5(00|02|03|29)\b/i, "provider_down"],
];

/** What the program's words about its failure mean; `otherwise` when they say nothing that is known. */
export function failureOf(words: string, error: string | undefined, otherwise: ModelErrorCode): ModelError {
  const code = named[error ?? ""] ?? told.find(([pattern]) => pattern.test(words))?.[1] ?? otherwise;
  const first = words.split("\n").find((line) => line.trim() !== "") ?? "It gave no reason.";
  if (code === "auth") {
    const remedy = "Sign it in on the machine that runs agents, or give the adapter a key.";
    return new ModelError(code, "claude-cli", `claude is not signed in: ${first.slice(0, 300)} ${remedy}`);
  }
  const until = /limit reached\|(\d{10})\b/.exec(words)?.[1];
  const retryAfterMs = until === undefined ? undefined : Math.max(0, Number(until) * 1_000 - Date.now());
  return new ModelError(code, "claude-cli", `claude failed: ${first.slice(0, 300)}`, { retryAfterMs });
}
