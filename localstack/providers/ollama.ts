import { Hono } from "hono";
import { hashingVectorizer } from "#platform/model/hashing.ts";
import { type Answer, answer, textOf } from "./answer.ts";
import type { Control } from "./control.ts";
import { door, type SimulatorEnv, streamFrames } from "./door.ts";

interface ChatRequest {
  model: string;
  messages: { role: string; content: string }[];
  stream?: boolean;
  format?: "json" | Record<string, unknown>;
  options?: { num_predict?: number };
}

const dimensions = 384;
const durations = { total_duration: 5_000_000, load_duration: 1_000_000 };

/** The chat and embedding part of Ollama's own API, below `/ollama/api`. */
export function ollamaSimulator(control: Control): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  app.use(door(control, "ollama", (_status, message) => ({ error: message })));
  app.get("/tags", (c) => c.json({ models: [{ name: "gemma3:4b", model: "gemma3:4b", size: 3_300_000_000 }] }));
  app.post("/chat", async (c) => {
    const request = await c.req.json<ChatRequest>();
    const reply = answer(control, "ollama", promptOf(request), c.get("fault"));
    const line = (content: string, ending?: object) =>
      Object.assign(
        { model: request.model, created_at: new Date().toISOString(), message: { role: "assistant", content } },
        ending ?? { done: false },
      );
    if (request.stream === false) return c.json(line(reply.text, ending(reply)));
    const lines = [...reply.pieces.map((piece) => line(piece)), line("", ending(reply))];
    return streamFrames(
      c,
      "application/x-ndjson",
      lines.map((one) => `${JSON.stringify(one)}\n`),
    );
  });
  app.post("/embed", async (c) => {
    const { model, input } = await c.req.json<{ model: string; input: string | string[] }>();
    const vectorize = hashingVectorizer(dimensions);
    const texts = [input].flat();
    return c.json({
      model,
      embeddings: texts.map(vectorize),
      ...durations,
      prompt_eval_count: Math.ceil(texts.join("").length / 4),
    });
  });
  return app;
}

function promptOf(request: ChatRequest) {
  const ofRole = (system: boolean) => request.messages.filter(({ role }) => (role === "system") === system);
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
