import type { Context, Hono } from "hono";
import { hashingVectorizer } from "#platform/model/hashing.ts";
import { type Answer, answer, forcedTool, textOf } from "./answer.ts";
import type { Control } from "./control.ts";
import { type ErrorBody, requireKey, type SimulatorEnv, streamFrames } from "./door.ts";
import { drawn } from "./openai-images.ts";
import { bearer, simulate } from "./simulate.ts";

type Schema = Record<string, unknown>;

interface ChatRequest {
  model: string;
  messages: { role: string; content: unknown }[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  max_tokens?: number;
  max_completion_tokens?: number;
  response_format?: { type: string; json_schema?: { schema?: Schema } };
  tools?: { type: string; function: { name: string; parameters?: Schema } }[];
  tool_choice?: string | { type: string; function?: { name: string } };
}

const created = 1_767_225_600;
const models = ["gpt-4o-mini", "gpt-5-mini", "text-embedding-3-small"];
const codes: Record<number, string> = { 401: "invalid_api_key", 429: "rate_limit_exceeded" };

/** Models, Chat Completions, images and embeddings of the OpenAI API, below `/openai/v1`. Model names that begin with "unknown" are not known. */
export function openaiSimulator(control: Control): Hono<SimulatorEnv> {
  const unknownPath = (c: Context<SimulatorEnv>) =>
    c.var.refuse(404, `Invalid URL (${c.req.method} ${new URL(c.req.url).pathname.replace("/openai", "")})`);
  const brokenJson =
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)";
  const outline = { provider: "openai", errorBody, unknownPath, brokenJson, ownAnswers: true } as const;
  return simulate(control, outline, (app) => {
    app.use(
      requireKey(
        bearer,
        "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.",
      ),
    );
    app.use(async (c, next) => {
      await next();
      c.header("x-request-id", `req_${control.calls.length}`);
    });
    app.get("/models", (c) =>
      c.json({ object: "list", data: models.map((id) => ({ id, object: "model", created, owned_by: "system" })) }),
    );
    app.post("/chat/completions", (c) => {
      const request = c.var.fields as unknown as ChatRequest;
      const refused = refuseModel(c) ?? (Array.isArray(request.messages) ? undefined : missing(c, "messages"));
      if (refused) return refused;
      const reply = answer(control, "openai", promptOf(request), c.get("fault"));
      const id = `chatcmpl-${control.calls.length}`;
      if (request.stream) return streamFrames(c, "text/event-stream", frames(request, reply, id));
      const head = { id, object: "chat.completion", created, model: request.model };
      return c.json({ ...head, choices: [{ index: 0, ...message(reply), logprobs: null }], usage: usage(reply) });
    });
    app.post("/images/generations", drawn);
    app.post("/embeddings", (c) => {
      const {
        model,
        input,
        dimensions = 384,
      } = c.var.fields as { model: string; input?: string | string[]; dimensions?: number };
      const refused = refuseModel(c) ?? (input === undefined ? missing(c, "input") : undefined);
      if (refused) return refused;
      const vectorize = hashingVectorizer(dimensions);
      const texts = [input ?? []].flat();
      const data = texts.map((text, index) => ({ object: "embedding", index, embedding: vectorize(text) }));
      const count = Math.ceil(texts.join("").length / 4);
      return c.json({ object: "list", model, data, usage: { prompt_tokens: count, total_tokens: count } });
    });
  });
}

function refuseModel(c: Context<SimulatorEnv>): Response | undefined {
  const { model } = c.var.fields;
  if (typeof model !== "string" || model === "") return c.var.refuse(400, "you must provide a model parameter");
  if (!model.startsWith("unknown")) return undefined;
  return c.var.refuse(404, `The model \`${model}\` does not exist or you do not have access to it.`, {
    code: "model_not_found",
  });
}

function missing(c: Context<SimulatorEnv>, field: string): Response {
  return c.var.refuse(400, `Missing required parameter: '${field}'.`, { code: "missing_required_parameter", field });
}

function promptOf(request: ChatRequest) {
  const isSystem = (role: string) => role === "system" || role === "developer";
  const tools = (request.tools ?? []).map(({ function: { name, parameters } }) => ({ name, schema: parameters }));
  const choice = request.tool_choice;
  const named = typeof choice === "object" ? choice.function?.name : undefined;
  return {
    system: textOf(request.messages.filter(({ role }) => isSystem(role)).map(({ content }) => content)),
    text: textOf(request.messages.filter(({ role }) => !isSystem(role)).map(({ content }) => content)),
    schema: request.response_format?.json_schema?.schema,
    json: (request.response_format?.type ?? "text") !== "text",
    maxTokens: request.max_completion_tokens ?? request.max_tokens,
    tool: forcedTool(tools, named, choice === "required"),
  };
}

function frames(request: ChatRequest, reply: Answer, id: string): string[] {
  const head = { id, object: "chat.completion.chunk", created, model: request.model };
  const frame = (choices: object[], more = {}) => `data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`;
  const delta = (fields: object, finish_reason: string | null = null) =>
    frame([{ index: 0, delta: fields, finish_reason }]);
  const field = reply.finish === "refusal" ? "refusal" : "content";
  const call = (more: object) => ({ tool_calls: [{ index: 0, ...more }] });
  const pieces = reply.tool
    ? reply.pieces.map((piece) => delta(call({ function: { arguments: piece } })))
    : reply.pieces.map((piece) => delta({ [field]: piece }));
  const opening = reply.tool
    ? {
        role: "assistant",
        content: null,
        ...call({ id: "call_1", type: "function", function: { name: reply.tool, arguments: "" } }),
      }
    : { role: "assistant", content: "" };
  return [
    delta(opening),
    ...pieces,
    delta({}, finishOf(reply)),
    ...(request.stream_options?.include_usage ? [frame([], { usage: usage(reply) })] : []),
    "data: [DONE]\n\n",
  ];
}

function message(reply: Answer) {
  const refused = reply.finish === "refusal";
  const call = { id: "call_1", type: "function", function: { name: reply.tool, arguments: reply.text } };
  const content = refused || reply.tool ? null : reply.text;
  const calls = reply.tool ? { tool_calls: [call] } : {};
  return {
    message: { role: "assistant", content, refusal: refused ? reply.text : null, ...calls },
    finish_reason: finishOf(reply),
  };
}

function finishOf(reply: Answer): string {
  if (reply.finish === "length") return "length";
  return reply.tool ? "tool_calls" : "stop";
}

function usage(reply: Answer) {
  return {
    prompt_tokens: reply.inputTokens,
    completion_tokens: reply.outputTokens,
    total_tokens: reply.inputTokens + reply.outputTokens,
    prompt_tokens_details: { cached_tokens: reply.cachedTokens },
  };
}

const errorBody: ErrorBody = (status, text, { code = codes[status], field } = {}) => {
  const type = status === 429 ? "requests" : status >= 500 ? "server_error" : "invalid_request_error";
  return { error: { message: text, type, param: field ?? null, code: code ?? null } };
};
