import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type ModelRequest, openAdapter } from "#platform/model/index.ts";
import { simulatedWorld } from "#tests/localstack/providers/world.ts";
import { collect, ofPlatform } from "#tests/support/models.ts";

const world = simulatedWorld();
const Outline = z.object({
  title: z.string(),
  sections: z.array(z.object({ heading: z.string(), words: z.number() })),
  note: z.string().optional(),
});

const providers = [
  { kind: "openai", path: "/openai/v1", model: "gpt-4o-mini", call: "/chat/completions" },
  { kind: "anthropic", path: "/anthropic/v1", model: "claude-sonnet-4-5", call: "/messages" },
  { kind: "google", path: "/google/v1beta", model: "gemini-2.5-flash", call: ":streamGenerateContent" },
  { kind: "ollama", path: "/ollama", model: "gemma3:4b", call: "/api/chat" },
] as const;

const request: ModelRequest = {
  model: "",
  system: "You write outlines.",
  prompt: "Outline a guide about oak tables.",
  temperature: 0.3,
  maxOutputTokens: 900,
  timeoutMs: 5000,
};

describe.each(providers)("$kind", ({ kind, path, model, call }) => {
  const adapter = () => openAdapter({ kind, baseUrl: world.url + path, apiKey: "key" });
  const run = (more: Partial<ModelRequest> = {}) => collect(adapter().stream({ ...request, model, ...more }));
  const failure = (more: Partial<ModelRequest> = {}) =>
    run(more).then(
      () => "no failure",
      (error: unknown) => error,
    );

  test("the answer arrives in several deltas, then once whole with the provider's own token counts", async () => {
    await world.reply(kind, "Oak lasts. Choose the size of the room first, then the shape.");
    const { deltas, done } = await run({ prompt: `Once for ${kind}.` });
    expect(deltas.length).toBeGreaterThan(3);
    expect(done).toMatchObject({ text: deltas.join(""), finish: "stop", model });
    expect(done.text).toBe("Oak lasts. Choose the size of the room first, then the shape.");
    expect(done.usage).toEqual({
      inputTokens: Math.ceil(`You write outlines.\nOnce for ${kind}.`.length / 4),
      outputTokens: 16,
      cachedTokens: 0,
    });
    expect(done.latencyMs).toBeGreaterThanOrEqual(0);
  });

  test("system text, temperature and length limit reach the provider in one request", async () => {
    await run();
    const calls = await world.calls(kind);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.path).toContain(call);
    const sent = JSON.stringify(calls[0]?.body);
    for (const part of ["You write outlines.", "Outline a guide about oak tables.", "0.3", "900"])
      expect(sent).toContain(part);
  });

  test("a schema is asked for in the provider's way and the JSON still streams as text", async () => {
    const { deltas, done } = await run({ schema: Outline });
    expect(deltas.length).toBeGreaterThan(1);
    expect(Outline.parse(JSON.parse(done.text)).sections).toHaveLength(1);
  });

  test("broken JSON comes through as text for the caller to mend", async () => {
    await world.fault({ provider: kind, kind: "malformed_json" });
    const { done } = await run({ schema: Outline });
    expect(() => JSON.parse(done.text)).toThrow();
    expect(done.text).toContain("unfinished");
  });

  test("tokens served from the provider's cache are counted", async () => {
    await run({ prompt: `Twice for ${kind}.` });
    const { done } = await run({ prompt: `Twice for ${kind}.` });
    expect(done.usage.cachedTokens).toBe(kind === "ollama" ? 0 : done.usage.inputTokens);
  });

  test("an answer cut by the length limit says so", async () => {
    await world.reply(kind, "word ".repeat(200));
    expect((await run({ maxOutputTokens: 20 })).done).toMatchObject({ finish: "length", usage: { outputTokens: 20 } });
  });

  test("429 is a rate limit with the provider's waiting time, asked only once", async () => {
    await world.fault({ provider: kind, kind: "rate_limit", retryAfterS: 7 });
    expect(await failure()).toMatchObject({
      code: "rate_limited",
      retriable: true,
      retryAfterMs: 7000,
      status: 429,
      provider: kind,
    });
    expect(await world.calls(kind)).toHaveLength(1);
  });

  test.each([500, 503, 529])("a server error %i is retriable", async (status) => {
    await world.fault({ provider: kind, kind: "server_error", status });
    expect(await failure()).toMatchObject({ code: "provider_down", retriable: true, status });
  });

  test("refused credentials are not retriable", async () => {
    await world.fault({ provider: kind, kind: "auth" });
    expect(await failure()).toMatchObject({ code: "auth", retriable: false, status: 401 });
  });

  test("a model that is not known is told from a request that is wrong", async () => {
    expect(await failure({ model: "unknown-7b" })).toMatchObject({ code: "unknown_model", status: 404 });
    await world.fault({ provider: kind, kind: "client_error" });
    expect(await failure()).toMatchObject({ code: "bad_request", retriable: false, status: 400 });
  });

  // Ollama asks for no key.
  if (kind !== "ollama") {
    test("a bad key is one whatever status says it", async () => {
      const wrong = openAdapter({ kind, baseUrl: world.url + path, apiKey: "invalid-key" });
      await expect(collect(wrong.stream({ ...request, model }))).rejects.toMatchObject({
        code: "auth",
        retriable: false,
      });
    });
  }

  test("a connection that dies in the middle is a cut stream, never a short answer", async () => {
    await world.fault({ provider: kind, kind: "cut_stream" });
    expect(await failure()).toMatchObject({ code: "stream_cut", retriable: true });
  });

  test("a refusal is an error, not an answer", async () => {
    await world.fault({ provider: kind, kind: "refusal" });
    expect(await failure()).toMatchObject({ code: "refused", retriable: false });
  });

  test("silence ends at the time limit", async () => {
    await world.fault({ provider: kind, kind: "timeout_before" });
    expect(await failure({ timeoutMs: 150 })).toMatchObject({ code: "timeout", retriable: true });
  });

  test("the caller's signal stops a waiting call", async () => {
    await world.fault({ provider: kind, kind: "timeout_before" });
    const stop = new AbortController();
    const failed = failure({ signal: stop.signal });
    await expect.poll(async () => (await world.calls(kind)).length).toBe(1);
    stop.abort();
    expect(await failed).toMatchObject({ code: "aborted", retriable: false });
  });

  test("the caller's signal stops an answer between two deltas", async () => {
    const stop = new AbortController();
    await world.reply(kind, "word ".repeat(5000));
    const reading = async () => {
      for await (const event of adapter().stream({ ...request, model, maxOutputTokens: 50_000, signal: stop.signal })) {
        if (event.type === "delta") stop.abort();
        if (event.type === "done") return "done";
      }
      return "ended";
    };
    await expect(ofPlatform(reading)).rejects.toMatchObject({ code: "aborted" });
  });

  test("a reader who leaves early ends the call without a trace", async () => {
    await world.reply(kind, "word ".repeat(5000));
    await ofPlatform(async () => {
      for await (const event of adapter().stream({ ...request, model, maxOutputTokens: 50_000 })) {
        expect(event.type).toBe("delta");
        break;
      }
    });
    expect((await run()).done.finish).toBe("stop");
  });

  test("an address that nobody answers at is a provider that is down", async () => {
    const closed = openAdapter({ kind, baseUrl: `http://127.0.0.1:9${path}`, apiKey: "key" });
    process.env["OUTBOUND_ALLOW"] += ",127.0.0.1:9";
    await expect(collect(closed.stream({ ...request, model }))).rejects.toMatchObject({ code: "provider_down" });
  });

  test("a private address that is not allowed is refused before anything is sent", async () => {
    const inside = openAdapter({ kind, baseUrl: "http://10.0.0.1/v1", apiKey: "key" });
    await expect(collect(inside.stream({ ...request, model }))).rejects.toMatchObject({
      code: "bad_request",
      retriable: false,
    });
  });
});
