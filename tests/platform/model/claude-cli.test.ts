import { existsSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { failureOf } from "#platform/model/claude-lines.ts";
import { type ModelRequest, openAdapter } from "#platform/model/index.ts";
import { claudeStandIn } from "#tests/support/claude.ts";
import { collect, ofPlatform } from "#tests/support/models.ts";

const claude = claudeStandIn();
const request: ModelRequest = {
  model: "claude-haiku-4-5",
  system: "You write outlines for a client named Harbor & Pine.",
  prompt: "Outline a guide about oak tables.",
  temperature: 0.3,
  maxOutputTokens: 900,
  timeoutMs: 30_000,
};
const ask = (more: Partial<ModelRequest> = {}, apiKey?: string) => {
  const config = { kind: "claude-cli", ...(apiKey ? { apiKey } : {}) } as const;
  return collect(openAdapter(config).stream({ ...request, ...more }));
};
const isAlive = (pid = 0) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("the answer streams; tokens and cost are what the program says", async () => {
  await claude.behave("right", "Oak lasts. Choose the size of the room first, then the shape.");
  const { deltas, done } = await ask();
  expect(deltas.length).toBeGreaterThan(3);
  expect(done).toMatchObject({
    text: "Oak lasts. Choose the size of the room first, then the shape.",
    finish: "stop",
    model: "claude-haiku-4-5",
    costMicros: 12_300,
    usage: { cachedTokens: 40, outputTokens: 16 },
  });
  expect(done.text).toBe(deltas.join(""));
  expect(done.usage.inputTokens).toBe(Math.ceil((request.system + request.prompt).length / 4) + 40);
});

test("the prompt goes by stdin, the system text by a file that is gone afterwards; neither is among the arguments", async () => {
  await claude.behave("right");
  await ask({ schema: z.object({ title: z.string() }) });
  const call = claude.calls().at(-1);
  expect(call?.prompt).toBe(request.prompt);
  expect(call?.system).toContain(request.system);
  expect(call?.system).toContain('"title"');
  const args = call?.args.join(" ") ?? "";
  expect(args).not.toContain("oak");
  expect(args).not.toContain("Harbor");
  expect(args).toContain("--print --output-format stream-json");
  expect(call?.args[(call?.args.indexOf("--tools") ?? 0) + 1]).toBe("");
  expect(existsSync(call?.cwd ?? "/")).toBe(false);
});

test("nothing of our environment but what it needs to start is inherited; a key is the adapter's own", async () => {
  await claude.behave("right");
  process.env["AUTH_SECRET_OF_THIS_TEST"] = "not for others";
  process.env["ANTHROPIC_API_KEY"] = "key of somebody else";
  await ask({}, "key of the adapter");
  const { env = {} } = claude.calls().at(-1) ?? {};
  await ask();
  const { env: without = {} } = claude.calls().at(-1) ?? {};
  delete process.env["ANTHROPIC_API_KEY"];
  expect(env["ANTHROPIC_API_KEY"]).toBe("key of the adapter");
  expect(without["ANTHROPIC_API_KEY"]).toBeUndefined();
  const allowed = /^(PATH|HOME|LANG|LC_ALL|TZ|TMPDIR|CLAUDE_\w+|ANTHROPIC_API_KEY|PWD|OLDPWD|SHLVL|_)$/;
  expect(Object.keys(env).filter((name) => !allowed.test(name))).toEqual([]);
});

test("lines that nobody can read are passed over, and an answer that comes only whole is still an answer", async () => {
  await claude.behave("garbled", "Oak lasts.");
  expect((await ask()).done.text).toBe("Oak lasts.");
  await claude.behave("whole", "Oak lasts.");
  expect(await ask()).toMatchObject({ deltas: ["Oak lasts."], done: { text: "Oak lasts.", finish: "stop" } });
});

test("an answer cut by the length limit says so", async () => {
  await claude.behave("long", "word ".repeat(100));
  const { done } = await ask();
  expect(done.finish).toBe("length");
  expect(done.text).toHaveLength(80);
});

test.each([
  ["refusing", "refused", false, /refused/],
  ["signedOut", "auth", false, /not signed in.*run \/login/],
  ["cut", "stream_cut", true, /without a result \(code 137\)/],
  ["flooding", "bad_request", false, /more than/],
])("a program that is %s is %s", async (mode, code, retriable, message) => {
  await claude.behave(mode);
  await expect(ask()).rejects.toMatchObject({
    ...{ code, retriable, provider: "claude-cli", message: expect.stringMatching(message) },
  });
  await expect.poll(() => isAlive(claude.calls().at(-1)?.pid)).toBe(false);
});

describe("a program that hangs and ignores being asked to end", () => {
  afterEach(() => void vi.useRealTimers());

  test("is killed at the time limit, and what it started with it", async () => {
    await claude.behave("stubborn");
    const before = claude.calls().length;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const asked = ask({ timeoutMs: 600_000 }).catch((error: unknown) => error);
    await vi.waitFor(() => expect(claude.calls().length).toBe(before + 1), { timeout: 20_000 });
    vi.advanceTimersByTime(600_000);
    expect(await asked).toMatchObject({ code: "timeout", retriable: true });
    vi.useRealTimers();
    const { pid, child } = claude.calls().at(-1) ?? {};
    expect(child).toBeGreaterThan(0);
    await expect.poll(() => isAlive(pid) || isAlive(child)).toBe(false);
  });
});

test("a program is ended when its caller stops or its reader leaves", async () => {
  await claude.behave("flooding");
  const stop = new AbortController();
  const reading = ofPlatform(async () => {
    const events = openAdapter({ kind: "claude-cli" }).stream({ ...request, signal: stop.signal });
    for await (const _ of events) stop.abort();
  });
  await expect(reading).rejects.toMatchObject({ code: "aborted", retriable: false });
  await expect.poll(() => isAlive(claude.calls().at(-1)?.pid)).toBe(false);
  await ofPlatform(async () => {
    for await (const _ of openAdapter({ kind: "claude-cli" }).stream(request)) break;
  });
  await expect.poll(() => isAlive(claude.calls().at(-1)?.pid)).toBe(false);
});

const apiError = (status: number, type: string, message: string) =>
  `API Error: ${status} ${JSON.stringify({ type: "error", error: { type, message } })}`;

test.each<[string, string | undefined, string, boolean]>([
  ["Invalid API key · Please run /login", "authentication_failed", "auth", false],
  ["Credit balance is too low", "billing_error", "auth", false],
  [apiError(401, "authentication_error", "OAuth token has expired."), undefined, "auth", false],
  [apiError(429, "rate_limit_error", "Too many requests."), "rate_limit", "rate_limited", true],
  [apiError(429, "rate_limit_error", "Too many requests."), undefined, "rate_limited", true],
  [apiError(529, "overloaded_error", "Overloaded"), "server_error", "provider_down", true],
  [apiError(500, "api_error", "Internal server error"), undefined, "provider_down", true],
  ["There's an issue with the selected model (big-9). It may not exist.", undefined, "unknown_model", false],
  ["error: unknown option '--tools'", undefined, "stream_cut", true],
])("what the program says of its failure, %s (%s), is %s", (words, error, code, retriable) => {
  expect(failureOf(words, error, "stream_cut")).toMatchObject({ code, retriable });
});

test("a limit that ends at a time is waited for until then", () => {
  const until = Math.floor(Date.now() / 1_000) + 3_600;
  const { code, retryAfterMs = 0 } = failureOf(`Claude AI usage limit reached|${until}`, undefined, "provider_down");
  expect(code).toBe("rate_limited");
  expect(Math.abs(retryAfterMs - 3_600_000)).toBeLessThan(2_000);
});

test("a machine without the program says what to install", async () => {
  const there = process.env["CLAUDE_CLI_PATH"];
  process.env["CLAUDE_CLI_PATH"] = "/nowhere/claude";
  await expect(ask()).rejects.toMatchObject({
    code: "not_configured",
    retriable: false,
    message: expect.stringContaining("/nowhere/claude cannot be started on this machine (ENOENT). Install it"),
  });
  process.env["CLAUDE_CLI_PATH"] = there;
});

test("nobody's texts go to it: who is not known sends nothing away", async () => {
  const before = claude.calls().length;
  const adapter = openAdapter({ kind: "claude-cli", local: true });
  expect(adapter.local).toBe(false);
  const reading = async () => {
    for await (const event of adapter.stream(request)) return event;
    return "ended";
  };
  await expect(reading()).rejects.toMatchObject({ code: "local_only" });
  expect(claude.calls()).toHaveLength(before);
});
