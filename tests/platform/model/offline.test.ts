import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";
import { type ModelEvent, type ModelRequest, openAdapter } from "#platform/model/index.ts";
import { estimateTokens } from "#platform/model/tokens.ts";

const adapter = openAdapter({ kind: "offline" });
const composed = {
  title: "Oak tables",
  body: "Oak lasts for generations. Choose the size of the room first. ".repeat(20),
};
const request: ModelRequest = {
  model: "offline-1",
  system: "You write.",
  prompt: "Write about oak.",
  schema: z.object({ title: z.string(), body: z.string() }),
  temperature: 0,
  maxOutputTokens: 1000,
  timeoutMs: 5000,
  compose: () => composed,
};

test("the composed value streams as JSON and is counted", async () => {
  const events = await all(request);
  const done = events.at(-1);
  if (done?.type !== "done") throw new Error("The last event is not done.");
  expect(JSON.parse(done.text)).toEqual(composed);
  expect(
    events
      .slice(0, -1)
      .map((event) => event.type === "delta" && event.text)
      .join(""),
  ).toBe(done.text);
  expect(events.length).toBeGreaterThan(100);
  expect(done).toMatchObject({ finish: "stop", model: "offline-1" });
  expect(done.usage).toEqual({
    inputTokens: estimateTokens("You write.\nWrite about oak."),
    outputTokens: estimateTokens(done.text),
    cachedTokens: 0,
  });
});

test("two calls of one request give the same events", async () => {
  const timeless = (events: ModelEvent[]) => events.map((event) => ({ ...event, latencyMs: 0 }));
  expect(timeless(await all(request))).toEqual(timeless(await all(request)));
});

test("whitespace at the ends and long words survive", async () => {
  const { schema: _schema, ...free } = request;
  const text = `  leading, ${"x".repeat(100)} and trailing`;
  expect((await all({ ...free, compose: () => Promise.resolve(text) })).at(-1)).toMatchObject({ text });
});

test("a text that ends in whitespace is kept whole", async () => {
  const { schema: _schema, ...free } = request;
  expect((await all({ ...free, compose: () => "ends here \n" })).at(-1)).toMatchObject({ text: "ends here \n" });
});

test("a task without compose is refused", async () => {
  const { compose: _compose, ...without } = request;
  await expect(all(without)).rejects.toMatchObject({ code: "bad_request", provider: "offline", retriable: false });
});

test("the signal stops the answer, also from a timer", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1);
  const long = { ...request, compose: () => "word ".repeat(500_000), signal: stop.signal };
  await expect(all(long)).rejects.toMatchObject({ code: "aborted" });
});

test("an offline call loads no provider SDK", async () => {
  const script = `
    const { openAdapter } = await import("#platform/model/index.ts");
    const { registerHooks } = await import("node:module");
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const request = { model: "m", system: "", prompt: "", temperature: 0, maxOutputTokens: 9, timeoutMs: 999, compose: () => "x" };
    for await (const event of openAdapter({ kind: "offline" }).stream(request)) void event;
    process.stdout.write(String(loaded.filter((url) => /@ai-sdk|node_modules.ai.|ollama/.test(url)).length + "/" + (loaded.length > 0)));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  expect(stdout).toBe("0/true");
});

async function all(wanted: ModelRequest): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of adapter.stream(wanted)) events.push(event);
  return events;
}
