import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { openDeadline } from "#platform/deadline.ts";
import { demandLeave } from "#platform/leaving.ts";
import { log } from "#platform/log.ts";
import { failureOf, type Result, readLine } from "./claude-lines.ts";
import { ModelError, toModelError } from "./errors.ts";
import { OutputTooLong, type Program, startProgram } from "./program.ts";
import type { AdapterConfig, ModelEvent, ModelRequest } from "./types.ts";

/** What it may write: each token comes in a line of its own, and the whole once or twice more. */
const bytesPerToken = 2_000;
const bytesBeside = 1_000_000;
/** What of our environment the program needs to find itself, its sign-in and its language; never a secret of ours. */
const passedOn = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "CLAUDE_CONFIG_DIR"];

/**
 * One call through the `claude` program in its non-interactive mode: system text in a file, prompt by stdin, one JSON object a
 * line back. It has no tools, no settings, no memory and an empty folder to work in. `CLAUDE_CLI_PATH` names another program
 * than the `claude` of the PATH. It knows no temperature. Failures are ModelErrors.
 */
export async function* streamClaudeCli(config: AdapterConfig, request: ModelRequest): AsyncIterable<ModelEvent> {
  const started = performance.now();
  const deadline = openDeadline(request.timeoutMs, request.signal);
  const seen = { text: "" };
  let room: string | undefined;
  let program: Program | undefined;
  try {
    await demandLeave("claude-cli");
    room = await mkdtemp(join(tmpdir(), "claude-"));
    const systemFile = join(room, "system.txt");
    await writeFile(systemFile, systemOf(request), { mode: 0o600 });
    program = startProgram({
      command: process.env["CLAUDE_CLI_PATH"] ?? "claude",
      args: argsOf(request.model, systemFile),
      env: environmentOf(config, request),
      cwd: room,
      input: inputOf(request),
      outputMaxBytes: bytesBeside + request.maxOutputTokens * bytesPerToken,
      signal: deadline.signal,
    });
    const { result, finish } = yield* answerOf(program, seen);
    yield {
      type: "done",
      text: seen.text,
      calls: [],
      usage: usageOf(result),
      finish,
      model: request.model,
      latencyMs: Math.round(performance.now() - started),
      ...(result.total_cost_usd === undefined ? {} : { costMicros: Math.round(result.total_cost_usd * 1_000_000) }),
    };
  } catch (error) {
    // A program that is stopped ends somehow; that it was stopped is what counts.
    throw toModelError(deadline.signal.aborted ? new Error("stopped", { cause: error }) : reasonOf(error), {
      provider: "claude-cli",
      timedOut: deadline.passed(),
      aborted: request.signal?.aborted ?? false,
      answering: seen.text !== "",
    });
  } finally {
    deadline.clear();
    await program?.stop();
    if (room) await rm(room, { recursive: true, force: true });
  }
}

async function* answerOf(
  program: Program,
  seen: { text: string },
): AsyncGenerator<ModelEvent, { result: Result; finish: "stop" | "length" }> {
  let unreadable = 0;
  let error: string | undefined;
  let stopReason: string | undefined;
  for await (const line of program.lines()) {
    if (line.trim() === "") continue;
    const told = readLine(line);
    if (told.kind === "unreadable") unreadable += 1;
    if (told.kind === "message") [error, stopReason] = [told.error ?? error, told.stopReason ?? stopReason];
    if (told.kind === "text") {
      seen.text += told.text;
      yield { type: "delta", text: told.text };
    }
    if (told.kind !== "result") continue;
    if (unreadable > 0) log.warn({ unreadable }, "claude wrote lines that nobody can read");
    const { result } = told;
    const reason = result.stop_reason ?? stopReason;
    if (reason === "refusal") throw new ModelError("refused", "claude-cli", "claude refused to answer.");
    const isCut = reason === "max_tokens" || error === "max_output_tokens";
    if (result.is_error && !isCut) throw failureOf(result.result, error, "provider_down");
    if (seen.text === "" && result.result !== "" && !result.is_error) {
      seen.text = result.result;
      yield { type: "delta", text: result.result };
    }
    return { result, finish: isCut ? "length" : "stop" };
  }
  const { code, signal } = await program.ended();
  const lost = unreadable > 0 ? ` ${unreadable} of its lines could not be read.` : "";
  const words = program.complaint() || `It ended without a result (${signal ?? `code ${code}`}).${lost}`;
  throw failureOf(words, error, seen.text === "" ? "provider_down" : "stream_cut");
}

function argsOf(model: string, systemFile: string): string[] {
  return [
    ...["--print", "--output-format", "stream-json", "--verbose", "--include-partial-messages"],
    ...["--model", model, "--system-prompt-file", systemFile, "--max-turns", "1"],
    ...["--tools", "", "--setting-sources", "", "--strict-mcp-config", "--no-session-persistence"],
  ];
}

function environmentOf({ apiKey }: AdapterConfig, { maxOutputTokens }: ModelRequest): Record<string, string> {
  const passed = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    ...(apiKey ? { ANTHROPIC_API_KEY: apiKey } : {}),
    CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(maxOutputTokens),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  };
}

// It cannot ask for our tools. What another adapter was told by them before this one stood in for it is told to it as well.
function inputOf({ prompt, turns = [] }: ModelRequest): string {
  const told = turns.flatMap(({ calls, answers }) =>
    calls.map(
      ({ name, input }, at) => `${name} was asked ${JSON.stringify(input)} and gave:\n${answers[at]?.text ?? ""}`,
    ),
  );
  return [prompt, ...told].join("\n\n");
}

function systemOf({ system, schema }: ModelRequest): string {
  if (!schema) return system;
  const shape = z.toJSONSchema(schema, { target: "draft-7", unrepresentable: "any", io: "input" });
  return `${system}\n\nAnswer with one JSON object of this JSON Schema and with nothing else:\n${JSON.stringify(shape)}`;
}

/** Its maker counts cached tokens beside the input tokens, not among them. */
function usageOf({ usage }: Result) {
  const cachedTokens = usage.cache_read_input_tokens;
  const inputTokens = usage.input_tokens + usage.cache_creation_input_tokens + cachedTokens;
  return { inputTokens, outputTokens: usage.output_tokens, cachedTokens };
}

function reasonOf(error: unknown): unknown {
  if (error instanceof OutputTooLong) return new ModelError("bad_request", "claude-cli", error.message);
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOENT" && code !== "EACCES") return error;
  const where = process.env["CLAUDE_CLI_PATH"] ?? "claude on the PATH";
  const why = `${where} cannot be started on this machine (${code}).`;
  return new ModelError(
    "not_configured",
    "claude-cli",
    `${why} Install it where agents run, or choose another adapter.`,
  );
}
