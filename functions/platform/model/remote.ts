import type { jsonSchema, LanguageModelMiddleware, LanguageModelUsage, ModelMessage, ToolCallPart } from "ai";
import * as z from "zod";
import { openDeadline } from "#platform/deadline.ts";
import { ModelError, toModelError } from "./errors.ts";
import { languageModel, type RemoteConfig, sdk } from "./providers.ts";
import { estimateTokens } from "./tokens.ts";
import type { ModelCall, ModelEvent, ModelRequest, ModelUsage } from "./types.ts";

type ProviderOptions = NonNullable<ToolCallPart["providerOptions"]>;

const contextMin = 4096;
const contextMax = 32_768;

/** One call of a provider through the `ai` SDK, without retries: the queue owns those. Failures are ModelErrors. */
export async function* streamRemote(config: RemoteConfig, request: ModelRequest): AsyncIterable<ModelEvent> {
  const started = performance.now();
  const deadline = openDeadline(request.timeoutMs, request.signal);
  const left = new AbortController();
  let text = "";
  const calls: ModelCall[] = [];
  try {
    const { jsonSchema, streamText, wrapLanguageModel } = await sdk();
    const result = streamText({
      model: wrapLanguageModel({
        model: await languageModel(config, request.model),
        middleware: askJson(request, config.kind),
      }),
      instructions: instructionsOf(request, config.kind),
      messages: messagesOf(request),
      ...toolsOf(request, (schema) => jsonSchema(schema)),
      temperature: request.temperature,
      maxOutputTokens: request.maxOutputTokens,
      maxRetries: 0,
      abortSignal: AbortSignal.any([deadline.signal, left.signal]),
      providerOptions: providerOptions(request),
      onError: () => undefined,
    });
    for await (const part of result.stream) {
      if (part.type === "error") throw part.error;
      if (part.type === "abort") throw new Error(part.reason ?? "aborted");
      if (part.type === "text-delta") {
        text += part.text;
        yield { type: "delta", text: part.text };
      }
      if (part.type === "tool-call") calls.push(callOf(part));
      if (part.type === "finish") {
        yield {
          type: "done",
          text,
          calls,
          usage: usageOf(part.totalUsage, request, text),
          finish: finishOf(part.finishReason, part.rawFinishReason, config.kind),
          model: request.model,
          latencyMs: Math.round(performance.now() - started),
        };
        return;
      }
    }
    throw new ModelError("stream_cut", config.kind, `${config.kind} stopped in the middle of its answer.`);
  } catch (error) {
    throw toModelError(error, {
      provider: config.kind,
      timedOut: deadline.passed(),
      aborted: request.signal?.aborted ?? false,
      answering: text !== "",
    });
  } finally {
    deadline.clear();
    left.abort();
  }
}

/**
 * Asks for JSON of the schema's shape in the provider's own way. The SDK's `output` would do the same but parses the
 * growing text again with every delta and holds deltas back while it does not parse.
 */
function askJson(request: ModelRequest, kind: RemoteConfig["kind"]): LanguageModelMiddleware {
  const { schema } = request;
  if (!schema || saysShape(request, kind)) return {};
  const shape = shapeOf(schema) as object;
  return {
    transformParams: ({ params }) =>
      Promise.resolve({ ...params, responseFormat: { type: "json", schema: shape, name: "answer" } }),
  };
}

/** Google refuses a wanted shape beside tools, and Ollama then asks for none: there the instructions say the shape. */
function saysShape({ schema, tools }: ModelRequest, kind: RemoteConfig["kind"]): boolean {
  return schema !== undefined && Boolean(tools?.length) && (kind === "google" || kind === "ollama");
}

function instructionsOf(request: ModelRequest, kind: RemoteConfig["kind"]): string {
  if (!request.schema || !saysShape(request, kind)) return request.system;
  return `${request.system}\n\nWhen you need no more tools, answer with one JSON object of this JSON schema:\n${JSON.stringify(shapeOf(request.schema))}`;
}

function shapeOf(schema: z.ZodType) {
  return z.toJSONSchema(schema, { target: "draft-7", unrepresentable: "any", io: "input" });
}

function messagesOf({ prompt, turns = [] }: ModelRequest): ModelMessage[] {
  const said = turns.flatMap(({ text, calls, answers }): ModelMessage[] => [
    {
      role: "assistant",
      content: [
        ...(text === "" ? [] : [{ type: "text" as const, text }]),
        ...calls.map(({ id, name, input, metadata }) => ({
          type: "tool-call" as const,
          toolCallId: id,
          toolName: name,
          input,
          ...(metadata ? { providerOptions: metadata as ProviderOptions } : {}),
        })),
      ],
    },
    {
      role: "tool",
      content: calls.map(({ id, name }, at) => ({
        type: "tool-result" as const,
        toolCallId: id,
        toolName: name,
        output: {
          type: answers[at]?.failed ? ("error-text" as const) : ("text" as const),
          value: answers[at]?.text ?? "",
        },
      })),
    },
  ]);
  return [{ role: "user", content: prompt }, ...said];
}

/** The SDK is given no way to run a tool and checks no input: both are the caller's. */
function toolsOf({ tools = [] }: ModelRequest, wrap: (schema: object) => ReturnType<typeof jsonSchema>) {
  if (tools.length === 0) return {};
  const known = tools.map(({ name, description, input }) => [name, { description, inputSchema: wrap(input) }] as const);
  return { tools: Object.fromEntries(known) };
}

function callOf(part: { toolCallId: string; toolName: string; input: unknown; providerMetadata?: unknown }): ModelCall {
  const metadata = part.providerMetadata as ModelCall["metadata"];
  return { id: part.toolCallId, name: part.toolName, input: part.input, ...(metadata ? { metadata } : {}) };
}

/** OpenAI's strict mode refuses optional fields. Ollama reads its settings only from `options` and cuts long prompts silently. */
function providerOptions(request: ModelRequest) {
  const heard = JSON.stringify(request.turns ?? []);
  const needed = estimateTokens(request.system + request.prompt + heard) + request.maxOutputTokens;
  return {
    openai: { strictJsonSchema: false },
    ollama: {
      options: {
        temperature: request.temperature,
        num_predict: request.maxOutputTokens,
        num_ctx: Math.min(contextMax, Math.max(contextMin, 2 ** Math.ceil(Math.log2(needed)))),
      },
    },
  };
}

/** What the provider counted; of one that does not count, our own estimate: what nobody counts would cost nothing. */
function usageOf(usage: LanguageModelUsage, { system, prompt, turns = [] }: ModelRequest, text: string): ModelUsage {
  const heard = () => `${system}\n${prompt}${turns.length > 0 ? JSON.stringify(turns) : ""}`;
  return {
    inputTokens: usage.inputTokens ?? estimateTokens(heard()),
    outputTokens: usage.outputTokens ?? estimateTokens(text),
    cachedTokens: usage.inputTokenDetails.cacheReadTokens ?? 0,
  };
}

/** `interrupted`, or no reason at all, means that the connection ended in good order before the answer did. */
function finishOf(reason: string, raw: string | undefined, provider: string): "stop" | "length" {
  if (reason === "length") return "length";
  if (reason === "stop" || reason === "tool-calls") return "stop";
  if (reason === "content-filter") {
    throw new ModelError("refused", provider, `${provider} refused to answer (${raw ?? "content filter"}).`);
  }
  if (reason === "interrupted" || raw === undefined) {
    throw new ModelError("stream_cut", provider, `${provider} stopped in the middle of its answer.`);
  }
  throw new ModelError("provider_down", provider, `${provider} ended its answer with ${raw}.`);
}
