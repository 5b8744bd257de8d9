import type { Context, Hono } from "hono";
import { type Answer, answer, forcedTool, inputOf, textOf } from "./answer.ts";
import type { Control } from "./control.ts";
import { isKey, type SimulatorEnv, streamFrames } from "./door.ts";
import { googleError } from "./google-shape.ts";
import { simulate } from "./simulate.ts";

type Schema = Record<string, unknown>;

interface GenerateRequest {
  contents: { parts: unknown }[];
  systemInstruction?: unknown;
  tools?: { functionDeclarations?: { name: string; parameters?: Schema; parametersJsonSchema?: Schema }[] }[];
  toolConfig?: { functionCallingConfig?: { mode?: string; allowedFunctionNames?: string[] } };
  generationConfig?: {
    maxOutputTokens?: number;
    responseMimeType?: string;
    responseJsonSchema?: Schema;
    responseSchema?: Schema;
  };
}

/** Models and text generation of the Gemini API, below `/google/v1beta`. Model names that begin with "unknown" are not known. */
export function googleSimulator(control: Control): Hono<SimulatorEnv> {
  const outline = {
    provider: "google",
    errorBody: googleError,
    unknownPath: "Method not found.",
    ownAnswers: true,
  } as const;
  return simulate(control, outline, (app) => {
    app.use(async (c, next) => {
      const key = c.req.header("x-goog-api-key") ?? c.req.query("key");
      if (!key) {
        return c.var.refuse(
          403,
          "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
        );
      }
      if (!isKey(key)) {
        return c.var.refuse(400, "API key not valid. Please pass a valid API key.", { code: "API_KEY_INVALID" });
      }
      await next();
      return undefined;
    });
    app.get("/models", (c) =>
      c.json({
        models: [
          {
            name: "models/gemini-2.5-flash",
            displayName: "Gemini 2.5 Flash",
            supportedGenerationMethods: ["generateContent", "countTokens"],
          },
        ],
      }),
    );
    app.post("/models/:call", (c) => {
      const [model = "", verb = ""] = c.req.param("call").split(":");
      const refused = refuseRequest(c, model, verb);
      if (refused) return refused;
      const request = c.var.fields as unknown as GenerateRequest;
      if (verb === "countTokens") return c.json({ totalTokens: Math.ceil(textOf(request.contents).length / 4) });
      const reply = answer(control, "google", promptOf(request), c.get("fault"));
      if (verb === "generateContent") return c.json(part(model, reply, reply.text, true));
      const pieces = reply.pieces.length > 0 && !reply.tool ? reply.pieces : [reply.text];
      const parts = pieces.map((piece, at) => part(model, reply, piece, at === pieces.length - 1));
      return streamFrames(
        c,
        "text/event-stream",
        parts.map((frame) => `data: ${JSON.stringify(frame)}\r\n\r\n`),
      );
    });
  });
}

function refuseRequest(c: Context<SimulatorEnv>, model: string, verb: string): Response | undefined {
  const known = ["generateContent", "streamGenerateContent", "countTokens"].includes(verb);
  if (!known || model.startsWith("unknown")) {
    return c.var.refuse(
      404,
      `models/${model} is not found for API version v1beta, or is not supported for ${verb}. Call ListModels to see the list of available models and their supported methods.`,
    );
  }
  if (Array.isArray(c.var.fields["contents"])) return undefined;
  return c.var.refuse(400, "* GenerateContentRequest.contents: contents is not specified\n");
}

function promptOf({ contents, systemInstruction, generationConfig: config = {}, ...request }: GenerateRequest) {
  const declared = (request.tools ?? []).flatMap(({ functionDeclarations }) => functionDeclarations ?? []);
  const tools = declared.map(({ name, parameters, parametersJsonSchema }) => ({
    name,
    schema: parametersJsonSchema ?? parameters,
  }));
  const { mode, allowedFunctionNames: [name] = [] } = request.toolConfig?.functionCallingConfig ?? {};
  return {
    system: textOf(systemInstruction),
    text: textOf(contents),
    schema: config.responseJsonSchema ?? config.responseSchema,
    json: config.responseMimeType === "application/json",
    maxTokens: config.maxOutputTokens,
    tool: mode === "ANY" ? forcedTool(tools, name, name === undefined) : undefined,
  };
}

function part(model: string, reply: Answer, text: string, last: boolean) {
  const finish = { stop: "STOP", length: "MAX_TOKENS", refusal: "SAFETY" }[reply.finish];
  const content = reply.tool ? { functionCall: { name: reply.tool, args: inputOf(text) } } : { text };
  return {
    candidates: [{ index: 0, content: { role: "model", parts: [content] }, ...(last ? { finishReason: finish } : {}) }],
    usageMetadata: {
      promptTokenCount: reply.inputTokens,
      candidatesTokenCount: reply.outputTokens,
      totalTokenCount: reply.inputTokens + reply.outputTokens,
      cachedContentTokenCount: reply.cachedTokens,
    },
    modelVersion: model,
  };
}
