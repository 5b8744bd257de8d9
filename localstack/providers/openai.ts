import { Hono } from "hono";
import { hashingVectorizer } from "#platform/model/hashing.ts";
import { type Answer, answer, textOf } from "./answer.ts";
import type { Control } from "./control.ts";
import { door, requireKey, type SimulatorEnv, streamFrames } from "./door.ts";

interface ChatRequest {
  model: string;
  messages: { role: string; content: unknown }[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  max_tokens?: number;
  max_completion_tokens?: number;
  response_format?: { type: string; json_schema?: { schema?: Record<string, unknown> } };
}

const created = 1_767_225_600;

/** The Chat Completions and embeddings part of the OpenAI API, below `/openai/v1`. */
export function openaiSimulator(control: Control): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  app.use(door(control, "openai", errorBody));
  app.use(requireKey((c) => c.req.header("authorization")?.replace(/^Bearer /, ""), errorBody));
  app.post("/chat/completions", async (c) => {
    const request = await c.req.json<ChatRequest>();
    const reply = answer(control, "openai", promptOf(request), c.get("fault"));
    const id = `chatcmpl-${control.calls.length}`;
    if (request.stream) return streamFrames(c, "text/event-stream", frames(request, reply, id));
    const head = { id, object: "chat.completion", created, model: request.model };
    return c.json({ ...head, choices: [{ index: 0, ...message(reply) }], usage: usage(reply) });
  });
  app.post("/embeddings", async (c) => {
    const {
      model,
      input,
      dimensions = 384,
    } = await c.req.json<{ model: string; input: string | string[]; dimensions?: number }>();
    const vectorize = hashingVectorizer(dimensions);
    const data = [input].flat().map((text, index) => ({ object: "embedding", index, embedding: vectorize(text) }));
    const count = Math.ceil([input].flat().join("").length / 4);
    return c.json({ object: "list", model, data, usage: { prompt_tokens: count, total_tokens: count } });
  });
  return app;
}

function promptOf(request: ChatRequest) {
  const isSystem = (role: string) => role === "system" || role === "developer";
  return {
    system: textOf(request.messages.filter(({ role }) => isSystem(role)).map(({ content }) => content)),
    text: textOf(request.messages.filter(({ role }) => !isSystem(role)).map(({ content }) => content)),
    schema: request.response_format?.json_schema?.schema,
    json: (request.response_format?.type ?? "text") !== "text",
    maxTokens: request.max_completion_tokens ?? request.max_tokens,
  };
}

function frames(request: ChatRequest, reply: Answer, id: string): string[] {
  const head = { id, object: "chat.completion.chunk", created, model: request.model };
  const frame = (choices: object[], more = {}) => `data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`;
  const field = reply.finish === "refusal" ? "refusal" : "content";
  const finish = reply.finish === "length" ? "length" : "stop";
  return [
    frame([{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }]),
    ...reply.pieces.map((piece) => frame([{ index: 0, delta: { [field]: piece }, finish_reason: null }])),
    frame([{ index: 0, delta: {}, finish_reason: finish }]),
    ...(request.stream_options?.include_usage ? [frame([], { usage: usage(reply) })] : []),
    "data: [DONE]\n\n",
  ];
}

function message(reply: Answer) {
  const refused = reply.finish === "refusal";
  return {
    message: { role: "assistant", content: refused ? null : reply.text, refusal: refused ? reply.text : null },
    finish_reason: reply.finish === "length" ? "length" : "stop",
  };
}

function usage(reply: Answer) {
  return {
    prompt_tokens: reply.inputTokens,
    completion_tokens: reply.outputTokens,
    total_tokens: reply.inputTokens + reply.outputTokens,
    prompt_tokens_details: { cached_tokens: reply.cachedTokens },
  };
}

function errorBody(status: number, text: string) {
  const types: Record<number, string> = {
    401: "invalid_request_error",
    429: "rate_limit_exceeded",
    500: "server_error",
  };
  return {
    error: { message: text, type: types[status] ?? "invalid_request_error", param: null, code: types[status] ?? null },
  };
}
