import type { LanguageModelMiddleware, LanguageModelUsage } from "ai";
import * as z from "zod";
import { openDeadline } from "#platform/deadline.ts";
import { ModelError, toModelError } from "./errors.ts";
import { languageModel, type RemoteConfig, sdk } from "./providers.ts";
import { estimateTokens } from "./tokens.ts";
import type { ModelEvent, ModelRequest, ModelUsage } from "./types.ts";

const contextMin = 4096;
const contextMax = 32_768;

/** One call of a provider through the `ai` SDK, without retries: the queue owns those. Failures are ModelErrors. */
export async function* streamRemote(config: RemoteConfig, request: ModelRequest): AsyncIterable<ModelEvent> {
  const started = performance.now();
  const deadline = openDeadline(request.timeoutMs, request.signal);
  const left = new AbortController();
  let text = "";
  try {
    const { streamText, wrapLanguageModel } = await sdk();
    const result = streamText({
      model: wrapLanguageModel({ model: await languageModel(config, request.model), middleware: askJson(request) }),
      instructions: request.system,
      prompt: request.prompt,
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
      if (part.type === "finish") {
        yield {
          type: "done",
          text,
          usage: usageOf(part.totalUsage),
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
function askJson(request: ModelRequest): LanguageModelMiddleware {
  const { schema } = request;
  if (!schema) return {};
  const shape = z.toJSONSchema(schema, { target: "draft-7", unrepresentable: "any", io: "input" });
  return {
    transformParams: ({ params }) =>
      Promise.resolve({ ...params, responseFormat: { type: "json", schema: shape as object, name: "answer" } }),
  };
}

/** OpenAI's strict mode refuses optional fields. Ollama reads its settings only from `options` and cuts long prompts silently. */
function providerOptions(request: ModelRequest) {
  const needed = estimateTokens(request.system + request.prompt) + request.maxOutputTokens;
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

function usageOf(usage: LanguageModelUsage): ModelUsage {
  return {
    inputTokens: usage.inputTokens ?? 0,
    outputTokens: usage.outputTokens ?? 0,
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
