import { Hono } from "hono";
import { type Answer, answer, textOf } from "./answer.ts";
import type { Control } from "./control.ts";
import { door, requireKey, type SimulatorEnv, streamFrames } from "./door.ts";

interface MessagesRequest {
  model: string;
  system?: unknown;
  messages: { role: string; content: unknown }[];
  max_tokens: number;
  stream?: boolean;
  tools?: { name: string; input_schema?: Record<string, unknown> }[];
  output_config?: { format?: { schema?: Record<string, unknown> } };
}

/** The Messages part of the Anthropic API, below `/anthropic/v1`. JSON comes as structured output or as the forced tool. */
export function anthropicSimulator(control: Control): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  app.use(door(control, "anthropic", errorBody));
  app.use(requireKey((c) => c.req.header("x-api-key"), errorBody));
  app.post("/messages", async (c) => {
    const request = await c.req.json<MessagesRequest>();
    const tool = request.tools?.find(({ name }) => name === "json");
    const prompt = {
      system: textOf(request.system),
      text: textOf(request.messages.map(({ content }) => content)),
      schema: request.output_config?.format?.schema ?? tool?.input_schema,
      maxTokens: request.max_tokens,
    };
    const reply = answer(control, "anthropic", prompt, c.get("fault"));
    const head = { id: `msg_${control.calls.length}`, type: "message", role: "assistant", model: request.model };
    if (request.stream) return streamFrames(c, "text/event-stream", frames(head, reply, tool?.name));
    return c.json({
      ...head,
      content: [textBlock(reply.text)],
      ...ending(reply, undefined),
      usage: usage(reply, reply.outputTokens),
    });
  });
  return app;
}

function frames(head: object, reply: Answer, tool: string | undefined): string[] {
  const asTool = tool !== undefined && reply.finish !== "refusal";
  const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const block = asTool ? { type: "tool_use", id: "toolu_1", name: tool, input: {} } : textBlock("");
  const delta = (piece: string) =>
    asTool ? { type: "input_json_delta", partial_json: piece } : { type: "text_delta", text: piece };
  return [
    event("message_start", {
      message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage: usage(reply, 1) },
    }),
    event("content_block_start", { index: 0, content_block: block }),
    event("ping", {}),
    ...reply.pieces.map((piece) => event("content_block_delta", { index: 0, delta: delta(piece) })),
    event("content_block_stop", { index: 0 }),
    event("message_delta", { delta: ending(reply, tool), usage: { output_tokens: reply.outputTokens } }),
    event("message_stop", {}),
  ];
}

function textBlock(text: string) {
  return { type: "text", text };
}

function ending(reply: Answer, tool: string | undefined) {
  const reasons = { stop: tool ? "tool_use" : "end_turn", length: "max_tokens", refusal: "refusal" };
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

function errorBody(status: number, message: string) {
  const types: Record<number, string> = { 401: "authentication_error", 429: "rate_limit_error", 500: "api_error" };
  return { type: "error", error: { type: types[status] ?? "invalid_request_error", message } };
}
