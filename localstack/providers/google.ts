import { Hono } from "hono";
import { type Answer, answer, textOf } from "./answer.ts";
import type { Control } from "./control.ts";
import { door, requireKey, type SimulatorEnv, streamFrames } from "./door.ts";

interface GenerateRequest {
  contents: { parts: unknown }[];
  systemInstruction?: unknown;
  generationConfig?: {
    maxOutputTokens?: number;
    responseMimeType?: string;
    responseJsonSchema?: Record<string, unknown>;
    responseSchema?: Record<string, unknown>;
  };
}

/** The text generation part of the Gemini API, below `/google/v1beta`. */
export function googleSimulator(control: Control): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  app.use(door(control, "google", errorBody));
  app.use(requireKey((c) => c.req.header("x-goog-api-key") ?? c.req.query("key"), errorBody));
  app.post("/models/:call{.+}", async (c) => {
    const [model = "", verb] = c.req.param("call").split(":");
    const request = await c.req.json<GenerateRequest>();
    const reply = answer(control, "google", promptOf(request), c.get("fault"));
    if (verb === "generateContent") return c.json(part(model, reply, reply.text, true));
    if (verb !== "streamGenerateContent") return c.json(errorBody(404, `${verb} is not served.`), 404);
    const pieces = reply.pieces.length > 0 ? reply.pieces : [""];
    const frames = pieces.map((piece, at) => part(model, reply, piece, at === pieces.length - 1));
    return streamFrames(
      c,
      "text/event-stream",
      frames.map((frame) => `data: ${JSON.stringify(frame)}\r\n\r\n`),
    );
  });
  return app;
}

function promptOf({ contents, systemInstruction, generationConfig: config = {} }: GenerateRequest) {
  return {
    system: textOf(systemInstruction),
    text: textOf(contents),
    schema: config.responseJsonSchema ?? config.responseSchema,
    json: config.responseMimeType === "application/json",
    maxTokens: config.maxOutputTokens,
  };
}

function part(model: string, reply: Answer, text: string, last: boolean) {
  const finish = { stop: "STOP", length: "MAX_TOKENS", refusal: "SAFETY" }[reply.finish];
  return {
    candidates: [
      { index: 0, content: { role: "model", parts: [{ text }] }, ...(last ? { finishReason: finish } : {}) },
    ],
    usageMetadata: {
      promptTokenCount: reply.inputTokens,
      candidatesTokenCount: reply.outputTokens,
      totalTokenCount: reply.inputTokens + reply.outputTokens,
      cachedContentTokenCount: reply.cachedTokens,
    },
    modelVersion: model,
  };
}

function errorBody(status: number, message: string) {
  const states: Record<number, string> = { 401: "UNAUTHENTICATED", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL" };
  return { error: { code: status, message, status: states[status] ?? "INVALID_ARGUMENT" } };
}
