import type * as z from "zod";
import type { Effective } from "#core/agent/index.ts";
import * as Money from "#core/money/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { ModelError, openAdapter } from "#platform/model/index.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import type { ModelUsage } from "#platform/model/types.ts";
import { sha256, unseal } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { ClaimedRun } from "./claim.ts";

export interface CallInput {
  run: ClaimedRun;
  agent: Effective;
  system: string;
  prompt: string;
  schema: z.ZodType;
  compose: () => unknown;
  onDelta: (text: string) => void;
}

/** A run that may not make its call: a cap would be passed. */
export class CapReached extends Error {
  readonly code: "spend_cap" | "cost_limit";
  constructor(code: "spend_cap" | "cost_limit", message: string) {
    super(message);
    this.name = "CapReached";
    this.code = code;
  }
}

/**
 * Calls the model of a run, streaming. Caps are checked before the call; tokens, cost, latency and the hash of the
 * request are recorded after it, also when it failed.
 */
export async function callModel(input: CallInput): Promise<{ text: string; usage: ModelUsage; costMicros: number }> {
  const { run, agent } = input;
  await guardPrivacy(agent);
  const promptTokens = estimateTokens(input.system) + estimateTokens(input.prompt);
  if (agent.maxTokensPerRun !== null && promptTokens + agent.maxOutputTokens > agent.maxTokensPerRun)
    throw new CapReached(
      "cost_limit",
      `The prompt of ${promptTokens} tokens and its answer would pass the limit of ${agent.maxTokensPerRun} tokens of a run.`,
    );
  await transaction(async (tx) => {
    const bound = await Money.cost(tx, agent.adapter.kind, agent.model, {
      inputTokens: promptTokens,
      outputTokens: agent.maxOutputTokens,
      cachedTokens: 0,
    });
    if (agent.maxCostPerRunMinor !== null && bound > agent.maxCostPerRunMinor * 10_000)
      throw new CapReached("cost_limit", "The call could cost more than one run of this agent may.");
    if (!(await Money.reserve(tx, run.id, bound)))
      throw new CapReached("spend_cap", "The call would pass the client's monthly cap for provider cost.");
  });
  const adapter = openAdapter({
    kind: agent.adapter.kind,
    ...(agent.adapter.baseUrl ? { baseUrl: agent.adapter.baseUrl } : {}),
    ...(agent.adapter.keyCipher ? { apiKey: unseal(agent.adapter.keyCipher, agent.adapter.id) } : {}),
  });
  const startedMs = performance.now();
  const record = async (status: "ok" | "error" | "timeout" | "refused", usage: ModelUsage, errorCode?: string) =>
    transaction(async (tx) => {
      const costMicros = await Money.cost(tx, agent.adapter.kind, agent.model, usage);
      await tx
        .insertInto("llmCalls")
        .values({
          tenantId: tenant(),
          id: newId("modelCall"),
          runId: run.id,
          purpose: run.agent === "content-critic" ? "critic" : "agent",
          adapter: agent.adapter.name,
          provider: agent.adapter.kind,
          model: agent.model,
          tier: agent.tier,
          ...usage,
          costMicros,
          currency: "USD",
          latencyMs: Math.round(performance.now() - startedMs),
          attempt: run.attempt,
          status,
          errorCode: errorCode ?? null,
          requestSha256: sha256(`${input.system}\n${input.prompt}`),
        })
        .execute();
      return costMicros;
    });
  try {
    for await (const event of adapter.stream({
      model: agent.model,
      system: input.system,
      prompt: input.prompt,
      schema: input.schema,
      temperature: agent.temperature,
      maxOutputTokens: agent.maxOutputTokens,
      timeoutMs: agent.timeoutMs - 30_000,
      compose: input.compose,
    })) {
      if (event.type === "delta") input.onDelta(event.text);
      else return { text: event.text, usage: event.usage, costMicros: await record("ok", event.usage) };
    }
    throw new ModelError("stream_cut", agent.adapter.kind, "The stream ended without its end.");
  } catch (error) {
    const code = error instanceof ModelError ? error.code : "other";
    await record(
      code === "timeout" ? "timeout" : code === "refused" ? "refused" : "error",
      { inputTokens: promptTokens, outputTokens: 0, cachedTokens: 0 },
      code,
    );
    throw error;
  }
}

// The last wall before data leaves: whatever was configured, a local-only client's text never goes to a cloud model.
async function guardPrivacy(agent: Effective): Promise<void> {
  if (agent.adapter.local) return;
  const owner = await transaction((tx) =>
    tx.selectFrom("tenants").select("dataPrivacyLevel").where("id", "=", tenant()).executeTakeFirstOrThrow(),
  );
  if (owner.dataPrivacyLevel === "local_only")
    throw new AppError("privacy.local_only", "This client allows only local models.");
}
