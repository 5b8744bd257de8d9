import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/**
 * Stands in for the `claude` program: prompt by stdin, one JSON object a line. The folder named by its first argument says how it
 * behaves (`reply.json`) and keeps what it was given (`calls.jsonl`).
 */
interface Reply {
  mode?: string;
  text?: string;
}

const [folder = "", ...args] = process.argv.slice(2);
const replyFile = join(folder, "reply.json");
const reply: Reply = existsSync(replyFile) ? (JSON.parse(readFileSync(replyFile, "utf8")) as Reply) : {};
const prompt = await text(process.stdin);
const given = (flag: string) => args[args.indexOf(flag) + 1] ?? "";
const system = readFileSync(given("--system-prompt-file"), "utf8");
const model = given("--model");
const ids = { session_id: "5b7b1a52-3c1e-4f2a-9c55-0c7f8f4f7f11", parent_tool_use_id: null };
const answer = reply.text ?? `Simulated answer of claude to: ${prompt.slice(0, 400)}`;

function say(line: object): void {
  process.stdout.write(`${JSON.stringify({ ...line, ...ids })}\n`);
}

function saying(piece: string): void {
  const delta = { type: "text_delta", text: piece };
  say({ type: "stream_event", event: { type: "content_block_delta", index: 0, delta } });
}

function message(content: string, stopReason: string, error?: string): void {
  const block = { type: "text", text: content };
  const head = { id: "msg_1", type: "message", role: "assistant", model };
  say({
    type: "assistant",
    message: { ...head, content: [block], stop_reason: stopReason },
    ...(error ? { error } : {}),
  });
}

function result(content: string, more: { isError?: boolean; stopReason?: string } = {}): void {
  const { isError = false, stopReason = "end_turn" } = more;
  const tokens = (of: string) => Math.ceil(of.length / 4);
  const usage = {
    input_tokens: tokens(system + prompt),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 40,
    output_tokens: tokens(content),
    server_tool_use: { web_search_requests: 0 },
  };
  const times = { duration_ms: 12, duration_api_ms: 10, num_turns: 1 };
  const end = { result: content, stop_reason: stopReason, total_cost_usd: 0.0123, usage };
  say({ type: "result", subtype: "success", is_error: isError, ...times, ...end, permission_denials: [] });
}

/** A failure as the program tells it: as a message, as its result, and by how it ends. */
function failed(words: string, error?: string): void {
  message(words, "stop_sequence", error);
  result(words, { isError: true, stopReason: "stop_sequence" });
  process.exitCode = 1;
}

function stream(content: string, stopReason = "end_turn"): void {
  for (const piece of content.match(/\s*\S{1,24}|\s+$/g) ?? []) saying(piece);
  message(content, stopReason);
}

const call = { args, env: process.env, cwd: process.cwd(), prompt, system };
const note = (more: object) => appendFileSync(join(folder, "calls.jsonl"), `${JSON.stringify({ ...call, ...more })}\n`);

const modes: Record<string, () => void | Promise<void>> = {
  right() {
    stream(answer);
    result(answer);
  },
  whole() {
    message(answer, "end_turn");
    result(answer);
  },
  garbled() {
    process.stdout.write('Warning: something that is no JSON\n{"type":\n[1,2]\n');
    stream(answer);
    result(answer);
  },
  long() {
    stream(answer.slice(0, 80), "max_tokens");
    result(answer.slice(0, 80), { stopReason: "max_tokens" });
  },
  refusing() {
    message("", "refusal");
    result("", { stopReason: "refusal" });
  },
  signedOut: () => failed("Invalid API key · Please run /login", "authentication_failed"),
  cut() {
    saying("Half an");
    process.exitCode = 137;
  },
  async flooding() {
    for (;;) {
      saying("x".repeat(100_000));
      if (process.stdout.writableNeedDrain) await new Promise((resolve) => process.stdout.once("drain", resolve));
    }
  },
  async stubborn() {
    const child = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"], { stdio: "inherit" });
    process.on("SIGTERM", () => undefined);
    note({ pid: process.pid, child: child.pid });
    saying("Half an");
    await new Promise(() => setInterval(() => undefined, 1_000));
  },
};

const mode = reply.mode ?? "right";
if (mode !== "stubborn") note({ pid: process.pid });
say({ type: "system", subtype: "init", cwd: process.cwd(), tools: [], model, apiKeySource: "none" });
await modes[mode]?.();
