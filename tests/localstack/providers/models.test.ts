import { describe, expect, test } from "vitest";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const schema = { type: "object", properties: { city: { type: "string", maxLength: 10 } }, required: ["city"] };
const messages = [{ role: "user", content: "What is the weather?" }];
const tool = { type: "function", function: { name: "weather", parameters: schema } };

const openai = { authorization: "Bearer sk-test" };
const anthropic = { "x-api-key": "sk-ant", "anthropic-version": "2023-06-01" };
const google = { "x-goog-api-key": "AIza" };
const contents = [{ role: "user", parts: [{ text: "What is the weather?" }] }];

const refusals: [string, string, Record<string, string>, object | undefined, number, object][] = [
  [
    "no key",
    "/openai/v1/models",
    {},
    undefined,
    401,
    { error: { code: "invalid_api_key", type: "invalid_request_error" } },
  ],
  [
    "no model",
    "/openai/v1/chat/completions",
    openai,
    { messages },
    400,
    { error: { message: "you must provide a model parameter" } },
  ],
  ["no messages", "/openai/v1/chat/completions", openai, { model: "m" }, 400, { error: { param: "messages" } }],
  [
    "an unknown model",
    "/openai/v1/embeddings",
    openai,
    { model: "unknown-1", input: "x" },
    404,
    { error: { code: "model_not_found" } },
  ],
  [
    "an unknown path",
    "/openai/v1/responses",
    openai,
    {},
    404,
    { error: { message: "Invalid URL (POST /v1/responses)" } },
  ],
  ["no key", "/anthropic/v1/messages", {}, {}, 401, { type: "error", error: { type: "authentication_error" } }],
  [
    "no version",
    "/anthropic/v1/messages",
    { "x-api-key": "k" },
    {},
    400,
    { error: { message: "anthropic-version: header is required" } },
  ],
  [
    "no limit",
    "/anthropic/v1/messages",
    anthropic,
    { model: "m", messages },
    400,
    { error: { message: "max_tokens: Field required" } },
  ],
  [
    "an unknown model",
    "/anthropic/v1/messages",
    anthropic,
    { model: "unknown-1", messages, max_tokens: 9 },
    404,
    { error: { type: "not_found_error" } },
  ],
  ["no key", "/google/v1beta/models", {}, undefined, 403, { error: { status: "PERMISSION_DENIED" } }],
  [
    "a bad key",
    "/google/v1beta/models?key=invalid",
    {},
    undefined,
    400,
    { error: { status: "INVALID_ARGUMENT", details: [{ reason: "API_KEY_INVALID" }] } },
  ],
  ["no contents", "/google/v1beta/models/gemini-2.5-flash:generateContent", google, {}, 400, { error: { code: 400 } }],
  [
    "an unknown model",
    "/google/v1beta/models/unknown-1:generateContent",
    google,
    { contents },
    404,
    { error: { status: "NOT_FOUND" } },
  ],
  ["no model", "/ollama/api/chat", {}, { messages }, 400, { error: "model is required" }],
  [
    "an unknown model",
    "/ollama/api/embed",
    {},
    { model: "unknown-1", input: "x" },
    404,
    { error: "model 'unknown-1' not found" },
  ],
];

test.each(refusals)(
  "%s at %s is refused in the provider's own shape",
  async (_why, path, headers, json, status, body) => {
    expect(await world.ask(path, { headers, json })).toMatchObject({ status, body });
  },
);

test("JSON that does not parse is refused in the provider's own shape", async () => {
  const headers = { ...openai, "content-type": "application/json" };
  const answer = await fetch(`${world.url}/openai/v1/chat/completions`, { method: "POST", headers, body: "{" });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { type: "invalid_request_error" } });
});

describe("a tool the model must call", () => {
  const city = { city: expect.any(String) };

  test("openai answers with its arguments, whole and in pieces", async () => {
    const json = { model: "gpt-5-mini", messages, tools: [tool], tool_choice: "required" };
    const whole = await world.ask<{ choices: { finish_reason: string; message: Message }[] }>(
      "/openai/v1/chat/completions",
      { headers: openai, json },
    );
    expect(whole.body.choices[0]).toMatchObject({ finish_reason: "tool_calls", message: { content: null } });
    const call = whole.body.choices[0]?.message.tool_calls[0]?.function;
    expect([call?.name, JSON.parse(call?.arguments ?? "")]).toEqual(["weather", city]);
    const stream = await world.ask<string>("/openai/v1/chat/completions", {
      headers: openai,
      json: { ...json, stream: true },
    });
    const frames = stream.body.split("\n\n").filter((frame) => frame.startsWith("data: {"));
    const pieces = frames.flatMap((frame) => JSON.parse(frame.slice(6)).choices[0]?.delta.tool_calls ?? []);
    expect(JSON.parse(pieces.map((piece) => piece.function.arguments).join(""))).toEqual(city);
  });

  test("anthropic answers with a tool_use block", async () => {
    const tools = [{ name: "weather", input_schema: schema }];
    const json = {
      model: "claude-sonnet-4-5",
      max_tokens: 99,
      messages,
      tools,
      tool_choice: { type: "tool", name: "weather" },
    };
    expect((await world.ask("/anthropic/v1/messages", { headers: anthropic, json })).body).toMatchObject({
      stop_reason: "tool_use",
      content: [{ type: "tool_use", name: "weather", input: city }],
      usage: { input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    });
  });

  test("gemini answers with a functionCall", async () => {
    const tools = [{ functionDeclarations: [{ name: "weather", parameters: schema }] }];
    const json = { contents, tools, toolConfig: { functionCallingConfig: { mode: "ANY" } } };
    const answer = await world.ask("/google/v1beta/models/gemini-2.5-flash:generateContent", { headers: google, json });
    const content = { role: "model", parts: [{ functionCall: { name: "weather", args: city } }] };
    expect(answer.body).toMatchObject({ candidates: [{ content, finishReason: "STOP" }] });
  });

  test("ollama, which cannot be forced, calls the tool that was queued", async () => {
    await world.steer("/admin/replies", { provider: "ollama", tool: { name: "weather", input: { city: "Pune" } } });
    const answer = await world.ask("/ollama/api/chat", { json: { model: "gemma3:4b", messages, stream: false } });
    const message = { tool_calls: [{ function: { name: "weather", arguments: { city: "Pune" } } }] };
    expect(answer.body).toMatchObject({ done: true, message });
  });
});

test("a tool that may be called but need not be is left alone", async () => {
  const json = { model: "gpt-5-mini", messages, tools: [tool], tool_choice: "auto" };
  const answer = await world.ask("/openai/v1/chat/completions", { headers: openai, json });
  expect(answer.body).toMatchObject({ choices: [{ finish_reason: "stop", message: { content: expect.any(String) } }] });
});

test.each([
  ["/openai/v1/models", openai, { data: [{ object: "model" }, {}, {}] }],
  ["/anthropic/v1/models", anthropic, { data: [{ type: "model" }] }],
  ["/google/v1beta/models", google, { models: [{ name: expect.stringContaining("models/") }] }],
  ["/ollama/api/tags", {}, { models: [{ name: "gemma3:4b" }] }],
])("%s lists models", async (path, headers, body) => {
  expect(await world.ask(path, { headers: headers as Record<string, string> })).toMatchObject({ status: 200, body });
});

test("too many requests are told with a waiting time, in the header and where Gemini has it", async () => {
  await world.fault({ provider: "google", kind: "rate_limit", retryAfterS: 12 });
  const answer = await world.ask("/google/v1beta/models", { headers: google });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "12"]);
  expect(answer.body).toMatchObject({ error: { status: "RESOURCE_EXHAUSTED", details: [{ retryDelay: "12s" }] } });
});

interface Message {
  content: string | null;
  tool_calls: { function: { name: string; arguments: string } }[];
}
