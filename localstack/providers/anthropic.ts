import type { Context, Hono } from "hono";
import { type Answer, answer, forcedTool, inputOf, textOf } from "./answer.ts";
import type { Control } from "./control.ts";
import { type ErrorBody, requireKey, type SimulatorEnv, streamFrames } from "./door.ts";
import { simulate } from "./simulate.ts";

type Schema = Record<string, unknown>;

interface MessagesRequest {
  model: string;
  system?: unknown;
  messages: { role: string; content: unknown }[];
  max_tokens: number;
  stream?: boolean;
  tools?: { name: string; input_schema?: Schema }[];
  tool_choice?: { type: string; name?: string };
  output_config?: { format?: { schema?: Schema } };
}

const types: Record<number, string> = {
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

/** Models and Messages of the Anthropic API, below `/anthropic/v1`. Model names that begin with "unknown" are not known. */
export function anthropicSimulator(control: Control): Hono<SimulatorEnv> {
  const requestId = () => `req_${String(control.calls.length).padStart(24, "0")}`;
  const errorBody: ErrorBody = (status, message) => {
    const type = types[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");
    return { type: "error", error: { type, message }, request_id: requestId() };
  };
  const outline = { provider: "anthropic", errorBody, unknownPath: "Not found", ownAnswers: true } as const;
  return simulate(control, outline, (app) => {
    app.use(requireKey((c) => c.req.header("x-api-key"), "invalid x-api-key"));
    app.use(async (c, next) => {
      if (!c.req.header("anthropic-version")) return c.var.refuse(400, "anthropic-version: header is required");
      await next();
      c.header("request-id", requestId());
      return undefined;
    });
    app.get("/models", (c) => {
      const model = {
        type: "model",
        id: "claude-sonnet-4-5",
        display_name: "Claude Sonnet 4.5",
        created_at: "2025-09-29T00:00:00Z",
      };
      return c.json({ data: [model], has_more: false, first_id: model.id, last_id: model.id });
    });
    app.post("/messages", (c) => {
      const refused = refuseRequest(c);
      if (refused) return refused;
      const request = c.var.fields as unknown as MessagesRequest;
      const reply = answer(control, "anthropic", promptOf(request), c.get("fault"));
      const head = { id: `msg_${control.calls.length}`, type: "message", role: "assistant", model: request.model };
      if (request.stream) return streamFrames(c, "text/event-stream", frames(head, reply));
      const block = reply.tool ? { ...toolBlock(reply.tool), input: inputOf(reply.text) } : textBlock(reply.text);
      return c.json({ ...head, content: [block], ...ending(reply), usage: usage(reply, reply.outputTokens) });
    });
  });
}

function refuseRequest(c: Context<SimulatorEnv>): Response | undefined {
  const { fields, refuse } = c.var;
  const missing = ["model", "messages", "max_tokens"].find((name) => fields[name] === undefined);
  if (missing) return refuse(400, `${missing}: Field required`);
  const { messages, model } = fields as unknown as MessagesRequest;
  if (!Array.isArray(messages)) return refuse(400, "messages: Input should be a valid list");
  if (messages.length === 0) return refuse(400, "messages: at least one message is required");
  return model.startsWith("unknown") ? refuse(404, `model: ${model}`) : undefined;
}

/** JSON is asked for as structured output, or as the forced call of a tool named `json`. */
function promptOf({ tools = [], tool_choice: choice, ...request }: MessagesRequest) {
  const known = tools.map(({ name, input_schema }) => ({ name, schema: input_schema }));
  const name = choice?.name ?? "json";
  return {
    system: textOf(request.system),
    text: textOf(request.messages.map(({ content }) => content)),
    schema: request.output_config?.format?.schema,
    maxTokens: request.max_tokens,
    tool: forcedTool(known, name, choice?.type === "any"),
  };
}

function frames(head: object, reply: Answer): string[] {
  const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const block = reply.tool ? { ...toolBlock(reply.tool), input: {} } : textBlock("");
  const delta = (piece: string) =>
    reply.tool ? { type: "input_json_delta", partial_json: piece } : { type: "text_delta", text: piece };
  return [
    event("message_start", {
      message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage: usage(reply, 1) },
    }),
    event("content_block_start", { index: 0, content_block: block }),
    event("ping", {}),
    ...reply.pieces.map((piece) => event("content_block_delta", { index: 0, delta: delta(piece) })),
    event("content_block_stop", { index: 0 }),
    event("message_delta", { delta: ending(reply), usage: { output_tokens: reply.outputTokens } }),
    event("message_stop", {}),
  ];
}

function textBlock(text: string) {
  return { type: "text", text };
}

function toolBlock(name: string) {
  return { type: "tool_use", id: "toolu_1", name };
}

function ending(reply: Answer) {
  const reasons = { stop: reply.tool ? "tool_use" : "end_turn", length: "max_tokens", refusal: "refusal" };
  return { stop_reason: reasons[reply.finish], stop_sequence: null };
}

/** Anthropic counts cached tokens beside the input tokens, not among them. */
function usage(reply: Answer, outputTokens: number) {
  return {
    input_tokens: reply.inputTokens - reply.cachedTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: reply.cachedTokens,
    output_tokens: outputTokens,
  };
}
