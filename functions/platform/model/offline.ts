import { setImmediate, setTimeout } from "node:timers/promises";
import { ModelError } from "./errors.ts";
import { estimateTokens } from "./tokens.ts";
import type { ModelCall, ModelEvent, ModelRequest } from "./types.ts";

const chunksPerTurn = 16;

// With a pace, people can watch the text grow; without one it comes as fast as it is made.
async function turn(): Promise<void> {
  const paceMs = Number(process.env["OFFLINE_PACE_MS"] ?? 0);
  await (paceMs > 0 ? setTimeout(paceMs) : setImmediate());
}

/**
 * Answers without a model: what `request.compose` makes of the input, as JSON (a bare string when no schema is asked),
 * in pieces of a word; before that it asks for the tools of `request.order`. The same input gives the same pieces. Throws ModelError `bad_request` when there is no `compose`.
 */
export async function* streamOffline(request: ModelRequest): AsyncIterable<ModelEvent> {
  const started = performance.now();
  const calls = request.tools?.length ? (request.order?.() ?? []) : [];
  if (calls.length > 0) {
    yield asking(request, calls, started);
    return;
  }
  if (!request.compose) throw new ModelError("bad_request", "offline", "This task cannot be composed without a model.");
  const answer = await request.compose();
  const text = typeof answer === "string" && !request.schema ? answer : JSON.stringify(answer);
  if (text === undefined) throw new ModelError("bad_request", "offline", "The composed answer is empty.");
  const pieces = text.match(/\s*\S{1,40}|\s+$/g) ?? [text];
  for (const [index, piece] of pieces.entries()) {
    if (index % chunksPerTurn === 0) await turn();
    if (request.signal?.aborted) throw new ModelError("aborted", "offline", "The call was stopped by its caller.");
    if (performance.now() - started > request.timeoutMs) {
      throw new ModelError("timeout", "offline", "Composing the answer took too long.");
    }
    yield { type: "delta", text: piece };
  }
  yield {
    type: "done",
    text: pieces.join(""),
    calls: [],
    ...ending(request, text, started),
  };
}

function asking(
  request: ModelRequest,
  wanted: readonly Omit<ModelCall, "id">[],
  started: number,
): Extract<ModelEvent, { type: "done" }> {
  const before = (request.turns ?? []).reduce((sum, turn) => sum + turn.calls.length, 0);
  const calls = wanted.map((call, index) => ({ ...call, id: `call_${before + index + 1}` }));
  return { type: "done", text: "", calls, ...ending(request, JSON.stringify(wanted), started) };
}

function ending(request: ModelRequest, said: string, started: number) {
  const heard = (request.turns ?? []).flatMap(({ text, answers }) => [text, ...answers.map((answer) => answer.text)]);
  return {
    usage: {
      inputTokens: estimateTokens([request.system, request.prompt, ...heard].join("\n")),
      outputTokens: estimateTokens(said),
      cachedTokens: 0,
    },
    finish: "stop" as const,
    model: request.model,
    latencyMs: Math.round(performance.now() - started),
  };
}
