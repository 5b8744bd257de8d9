import type { Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { hashingVectorizer } from "#platform/model/hashing.ts";
import { type Answer, answer, inputOf, textOf } from "./answer.ts";
import type { Control } from "./control.ts";
import { type SimulatorEnv, streamFrames } from "./door.ts";
import { simulate } from "./simulate.ts";

interface ChatRequest {
  model: string;
  /** Ollama takes none as a wish to load the model. */
  messages?: { role: string; content: string }[];
  stream?: boolean;
  format?: "json" | Record<string, unknown>;
  options?: { num_predict?: number };
}

const dimensions = 384;
const durations = { total_duration: 5_000_000, load_duration: 1_000_000 };

/** Chat and embeddings of Ollama's own API, below `/ollama/api`. Model names that begin with "unknown" were never pulled. */
export function ollamaSimulator(control: Control): Hono<SimulatorEnv> {
  const unknownPath = (c: Context<SimulatorEnv>) => c.text("404 page not found", 404);
  const errorBody = (_status: number, message: string) => ({ error: message });
  return simulate(control, { provider: "ollama", errorBody, unknownPath, ownAnswers: true }, (app) => {
    app.get("/tags", (c) => c.json({ models: [{ name: "gemma3:4b", model: "gemma3:4b", size: 3_300_000_000 }] }));
    app.get("/version", (c) => c.json({ version: "0.12.6" }));
    app.post("/chat", needsModel, (c) => {
      const request = c.var.fields as unknown as ChatRequest;
      const reply = answer(control, "ollama", promptOf(request), c.get("fault"));
      const line = (message: object, ending?: object) =>
        Object.assign(
          { model: request.model, created_at: new Date().toISOString(), message: { role: "assistant", ...message } },
          ending ?? { done: false },
        );
      const called = { content: "", tool_calls: [{ function: { name: reply.tool, arguments: inputOf(reply.text) } }] };
      if (request.stream === false) return c.json(line(reply.tool ? called : { content: reply.text }, ending(reply)));
      const pieces = reply.tool ? [called] : reply.pieces.map((content) => ({ content }));
      const lines = [...pieces.map((piece) => line(piece)), line({ content: "" }, ending(reply))];
      return streamFrames(
        c,
        "application/x-ndjson",
        lines.map((one) => `${JSON.stringify(one)}\n`),
      );
    });
    app.post("/embed", needsModel, (c) => {
      const { model, input = [] } = c.var.fields as { model: string; input?: string | string[] };
      const vectorize = hashingVectorizer(dimensions);
      const texts = [input].flat();
      return c.json({
        model,
        embeddings: texts.map(vectorize),
        ...durations,
        prompt_eval_count: Math.ceil(texts.join("").length / 4),
      });
    });
  });
}

const needsModel = createMiddleware<SimulatorEnv>(async (c, next) => {
  const { model } = c.var.fields;
  if (typeof model !== "string" || model === "") return c.var.refuse(400, "model is required");
  if (model.startsWith("unknown")) return c.var.refuse(404, `model '${model}' not found`);
  await next();
  return undefined;
});

function promptOf(request: ChatRequest) {
  const ofRole = (system: boolean) => (request.messages ?? []).filter(({ role }) => (role === "system") === system);
  return {
    system: textOf(ofRole(true).map(({ content }) => content)),
    text: textOf(ofRole(false).map(({ content }) => content)),
    schema: typeof request.format === "object" ? request.format : undefined,
    json: request.format === "json",
    maxTokens: request.options?.num_predict,
  };
}

function ending(reply: Answer) {
  const reasons = { stop: "stop", length: "length", refusal: "content_filter" };
  return {
    done: true,
    done_reason: reasons[reply.finish],
    ...durations,
    prompt_eval_count: reply.inputTokens,
    eval_count: reply.outputTokens,
  };
}
