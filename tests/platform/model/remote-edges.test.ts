import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type AdapterKind, openAdapter } from "#platform/model/index.ts";
import { collect } from "#tests/support/models.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  delete process.env["OUTBOUND_ALLOW"];
});

const anthropicStart = `event: message_start\ndata: ${JSON.stringify({
  type: "message_start",
  message: {
    id: "m",
    type: "message",
    role: "assistant",
    model: "m",
    content: [],
    usage: { input_tokens: 1, output_tokens: 1 },
  },
})}\n\n`;
const anthropicText = [
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Half an" } },
];
const events = (list: { type: string }[]) =>
  list.map((one) => `event: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`).join("");

const unfinished: [AdapterKind, string][] = [
  ["openai", 'data: {"id":"1","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Half an"}}]}\n\n'],
  ["anthropic", anthropicStart + events(anthropicText)],
  ["google", 'data: {"candidates":[{"content":{"role":"model","parts":[{"text":"Half an"}]}}]}\n\n'],
  [
    "ollama",
    '{"model":"m","created_at":"2026-01-01T00:00:00Z","done":false,"message":{"role":"assistant","content":"Half an"}}\n',
  ],
];

describe("a stream that ends in good order but without its ending", () => {
  test.each(unfinished)("is a cut stream for %s", async (kind, body) => {
    expect(await failureOf(kind, 200, {}, body)).toMatchObject({ code: "stream_cut", retriable: true });
  });
});

describe("errors sent inside a stream", () => {
  test.each([
    ["overloaded_error", "provider_down"],
    ["rate_limit_error", "rate_limited"],
  ])("anthropic's %s is %s", async (type, code) => {
    const body =
      anthropicStart +
      events([...anthropicText, { type: "error", error: { type, message: "No." } } as { type: string }]);
    expect(await failureOf("anthropic", 200, {}, body)).toMatchObject({ code, retriable: true });
  });

  test("openai's server_error is a provider that is down", async () => {
    const body =
      'data: {"error":{"message":"The server had an error.","type":"server_error","code":null,"param":null}}\n\n';
    expect(await failureOf("openai", 200, {}, body)).toMatchObject({ code: "provider_down" });
  });

  test("google's blocked prompt is a refusal", async () => {
    const body =
      'data: {"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":4}}\n\n';
    expect(await failureOf("google", 200, {}, body)).toMatchObject({ code: "refused" });
  });
});

describe("waiting times of 429", () => {
  test("milliseconds win over seconds", async () => {
    const headers = { "retry-after-ms": "350", "retry-after": "1" };
    expect(await failureOf("openai", 429, headers, "{}")).toMatchObject({ code: "rate_limited", retryAfterMs: 350 });
  });

  test("a date counts from now", async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const { retryAfterMs = 0 } = (await failureOf("openai", 429, { "retry-after": date }, "{}")) as {
      retryAfterMs?: number;
    };
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  test("google's retryDelay is read from the body", async () => {
    const body =
      '{"error":{"code":429,"message":"Slow down","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay": "34s"}]}}';
    expect(await failureOf("google", 429, {}, body)).toMatchObject({ code: "rate_limited", retryAfterMs: 34_000 });
  });
});

test.each([
  [400, "bad_request", false],
  [403, "auth", false],
  [402, "auth", false],
  [404, "unknown_model", false],
  [408, "timeout", true],
  [503, "provider_down", true],
  [529, "provider_down", true],
])("status %i is %s", async (status, code, retriable) => {
  expect(
    await failureOf("anthropic", status, {}, '{"type":"error","error":{"type":"x","message":"No."}}'),
  ).toMatchObject({ code, retriable, status });
});

test.each([
  ["offline", undefined, true],
  ["ollama", undefined, true],
  ["ollama", "http://ollama:11434", true],
  ["ollama", "http://192.168.1.9:11434", true],
  ["ollama", "https://models.example.com", false],
  ["openai", "http://localhost:8000/v1", false],
  ["anthropic", undefined, false],
  ["google", undefined, false],
  ["claude-cli", undefined, false],
] as const)("%s at %s is local: %s", (kind, baseUrl, local) => {
  expect(openAdapter(baseUrl ? { kind, baseUrl } : { kind }).local).toBe(local);
});

test.each([
  ["openai", "http://localhost:8000/v1", true],
  ["openai", "http://models.internal/v1", true],
  ["openai", "https://api.example.com/v1", false],
  ["openai", undefined, false],
  ["anthropic", "http://localhost:8000/v1", false],
  ["google", "http://localhost:8000/v1", false],
] as const)("%s at %s, called local, is: %s", (kind, baseUrl, local) => {
  expect(openAdapter({ kind, local: true, ...(baseUrl ? { baseUrl } : {}) }).local).toBe(local);
});

test("an empty account is no reason to wait", async () => {
  const body =
    '{"error":{"message":"You exceeded your current quota.","type":"insufficient_quota","code":"insufficient_quota"}}';
  expect(await failureOf("openai", 429, {}, body)).toMatchObject({ code: "auth", retriable: false });
});

async function failureOf(
  kind: AdapterKind,
  status: number,
  headers: Record<string, string>,
  body: string,
): Promise<unknown> {
  const server = createServer((_request, response) => response.writeHead(status, headers).end(body)).listen(
    0,
    "127.0.0.1",
  );
  await new Promise((resolve) => server.once("listening", resolve));
  stops.push(() => server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env["OUTBOUND_ALLOW"] = host;
  const adapter = openAdapter({ kind, baseUrl: `http://${host}`, apiKey: "key" });
  const request = { model: "m", system: "s", prompt: "p", temperature: 0, maxOutputTokens: 10, timeoutMs: 4000 };
  return collect(adapter.stream(request)).catch((error: unknown) => error);
}
