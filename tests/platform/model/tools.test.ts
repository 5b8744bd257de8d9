import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type ModelEvent, type ModelRequest, openAdapter } from "#platform/model/index.ts";
import { simulatedWorld } from "#tests/localstack/providers/world.ts";
import { ofPlatform } from "#tests/support/models.ts";

const world = simulatedWorld();
const providers = [
  { kind: "openai", path: "/openai/v1", model: "gpt-4o-mini" },
  { kind: "anthropic", path: "/anthropic/v1", model: "claude-sonnet-4-5" },
  { kind: "google", path: "/google/v1beta", model: "gemini-2.5-flash" },
  { kind: "ollama", path: "/ollama", model: "gemma3:4b" },
] as const;
const Answer = z.object({ data: z.object({ title: z.string() }) });
const lookUp = {
  name: "rag_search",
  description: "Looks for passages.",
  input: z.toJSONSchema(z.object({ query: z.string() }), { target: "draft-7" }) as Record<string, unknown>,
};
const request: ModelRequest = {
  model: "",
  system: "You write outlines.",
  prompt: "Outline a guide about oak tables.",
  schema: Answer,
  temperature: 0,
  maxOutputTokens: 900,
  timeoutMs: 5_000,
  tools: [lookUp],
};

function ended(events: AsyncIterable<ModelEvent>) {
  return ofPlatform(async () => {
    for await (const event of events) if (event.type === "done") return event;
    throw new Error("The stream ended without done.");
  });
}

describe.each(providers)("$kind", ({ kind, path, model }) => {
  const ask = (more: Partial<ModelRequest> = {}) =>
    ended(openAdapter({ kind, baseUrl: world.url + path, apiKey: "key" }).stream({ ...request, model, ...more }));
  const sent = async () => JSON.stringify((await world.calls(kind))[0]?.body);

  test("a tool is told with its shape, and what the model wants of it is given to the caller, who runs it", async () => {
    await world.ask("/admin/replies", {
      json: { provider: kind, tool: { name: "rag_search", input: { query: "oak" } } },
    });
    const { calls, finish, usage } = await ask();
    expect(calls).toMatchObject([{ name: "rag_search", input: { query: "oak" } }]);
    expect(calls[0]?.id).toBeTruthy();
    expect(finish).toBe("stop");
    expect(usage.inputTokens).toBeGreaterThan(0);
    expect(await sent()).toContain("Looks for passages.");
    expect(await world.calls(kind)).toHaveLength(1);
  });

  test("the answer of a tool goes back with the call it belongs to, and the model answers", async () => {
    await world.reply(kind, '{"data":{"title":"Oak"}}');
    const call = { id: "call_7", name: "rag_search", input: { query: "oak" } };
    const { text, calls } = await ask({
      turns: [{ text: "", calls: [call], answers: [{ text: "Oak lasts for centuries.", failed: false }] }],
    });
    expect({ text, calls }).toEqual({ text: '{"data":{"title":"Oak"}}', calls: [] });
    expect(await sent()).toContain("Oak lasts for centuries.");
  });

  test("the wanted shape is told, with tools and without", async () => {
    await ask();
    expect(await sent()).toContain("title");
    await ask({ tools: [] });
    expect(await sent()).toContain("title");
    expect(await sent()).not.toContain("rag_search");
  });
});

describe("offline", () => {
  const adapter = openAdapter({ kind: "offline" });
  const order = () => [{ name: "rag_search", input: { query: "oak" } }];

  test("asks for what its composer orders, the same each time, and composes when nothing is ordered", async () => {
    const compose = () => ({ data: { title: "Oak" } });
    const asked = await ended(adapter.stream({ ...request, compose, order }));
    expect(asked.calls).toEqual([{ id: "call_1", name: "rag_search", input: { query: "oak" } }]);
    expect(await ended(adapter.stream({ ...request, compose, order }))).toMatchObject({ calls: asked.calls });
    const done = await ended(adapter.stream({ ...request, compose, order: () => [] }));
    expect(done).toMatchObject({ text: '{"data":{"title":"Oak"}}', calls: [] });
  });

  test("asks for nothing where there are no tools", async () => {
    const done = await ended(adapter.stream({ ...request, tools: [], compose: () => ({ data: 1 }), order }));
    expect(done).toMatchObject({ text: '{"data":1}', calls: [] });
  });
});
