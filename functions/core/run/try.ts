import type { AdapterChoice } from "#core/agent/adapter.ts";
import type { Cost, Price as ModelPrice } from "#core/price/cost.ts";
import * as Price from "#core/price/index.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { ModelError, openAdapter } from "#platform/model/index.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import type { ModelUsage } from "#platform/model/types.ts";
import { sha256, unseal } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { roster } from "#schema/roster.ts";
import type { ClaimedRun } from "./claim.ts";
import type { Totals } from "./produce.ts";
import type { Question, Said } from "./world.ts";

export interface CallInput extends Question {
  run: ClaimedRun;
  /** What the run has spent before this call. */
  totals: Readonly<Totals>;
  /** When the present job of the run began: a run may have been in line before. */
  begunMs: number;
  signal: AbortSignal;
}

/** A run that may not make its call: a cap would be passed. Of `spend_cap` it waits until the needed minor units are free. */
export class CapReached extends Error {
  readonly code: Spend.Refusal["code"];
  readonly neededMinor: number;
  constructor({ code, message, neededMinor }: Spend.Refusal) {
    super(message);
    this.name = "CapReached";
    this.code = code;
    this.neededMinor = neededMinor;
  }
}

/** Failures of which no provider asks for money. */
const free: ReadonlySet<string> = new Set(["rate_limited", "auth", "unknown_model", "not_configured", "local_only"]);

/** Everything that is said to the model, as text. */
function wordsOf({ system, prompt, turns }: Question): string[] {
  return [system, prompt, ...(turns.length > 0 ? [JSON.stringify(turns)] : [])];
}

/** Tokens of everything that is said to the model. */
export function promptTokensOf(question: Question): number {
  return wordsOf(question).reduce((sum, text) => sum + estimateTokens(text), 0);
}

/** A run whose call would cost more than it may. */
export function limited(message: string): CapReached {
  return new CapReached({ code: "cost_limit", message, neededMinor: 0 });
}

/**
 * One try of one adapter, streaming. What it may cost at most is held before it; tokens, cost, latency and the hash of the request
 * are recorded after it, also when it failed. @throws ModelError; CapReached
 */
export async function tryAdapter(input: CallInput, choice: AdapterChoice, limitMs: number): Promise<Said> {
  const { agent } = input;
  const callId = newId("modelCall");
  const price = await holdFor(input, choice, callId);
  const adapter = openAdapter({
    kind: choice.kind,
    local: choice.local,
    ...(choice.baseUrl ? { baseUrl: choice.baseUrl } : {}),
    ...(choice.keyCipher ? { apiKey: unseal(choice.keyCipher, choice.id) } : {}),
  });
  const startedMs = performance.now();
  const record = async (status: Outcome["status"], usage: ModelUsage, cost: Cost, errorCode?: string) => {
    const latencyMs = Math.round(performance.now() - startedMs);
    await recordTry(input, choice, { callId, status, usage, cost, latencyMs, errorCode: errorCode ?? null });
    return cost.usdMicros;
  };
  try {
    for await (const event of adapter.stream({
      model: choice.model,
      system: input.system,
      prompt: input.prompt,
      ...(input.schema ? { schema: input.schema } : {}),
      temperature: agent.temperature,
      maxOutputTokens: agent.maxOutputTokens,
      timeoutMs: limitMs,
      signal: input.signal,
      tools: input.tools,
      turns: input.turns,
      compose: input.compose,
      order: input.order,
    })) {
      if (event.type === "delta") input.onDelta(event.text);
      else {
        const { text, calls, usage, costMicros: told } = event;
        const cost =
          told === undefined ? Price.costOf(price, usage) : { micros: told, currency: "USD", usdMicros: told };
        return { text, calls, usage, costMicros: await record("ok", usage, cost) };
      }
    }
    throw new ModelError("stream_cut", choice.kind, "The stream ended without its end.");
  } catch (error) {
    const code = error instanceof ModelError ? error.code : "other";
    const inputTokens = free.has(code) ? 0 : promptTokensOf(input);
    const usage = { inputTokens, outputTokens: 0, cachedTokens: 0 };
    await record(code === "timeout" || code === "refused" ? code : "error", usage, Price.costOf(price, usage), code);
    throw error;
  }
}

// A model of somebody else whose price nobody knows is not asked; neither does a dear one stand in for one that a run can pay.
async function holdFor(input: CallInput, choice: AdapterChoice, callId: string): Promise<ModelPrice | null> {
  const { run, agent } = input;
  const { model, local } = choice;
  // The program asks its maker's models.
  const kind = choice.kind === "claude-cli" ? "anthropic" : choice.kind;
  const refuse = (refusal: CapReached) =>
    choice === agent.adapter || refusal.code === "spend_cap"
      ? refusal
      : new ModelError("unknown_model", choice.kind, refusal.message);
  const price = await transaction((tx) => Price.at(tx, kind, model, new Date()));
  if (!price && !local)
    throw refuse(limited(`No price is known for ${model} of ${kind}. Add one among the models' prices.`));
  const { usdMicros: micros } = Price.costOf(price, Price.boundOf(wordsOf(input), agent.maxOutputTokens));
  const refusal = await transaction((tx) =>
    Spend.hold(tx, { runId: run.id, callId, micros, runLimitMinor: agent.maxCostPerRunMinor }),
  );
  if (refusal) throw refuse(new CapReached(refusal));
  return price;
}

interface Outcome {
  callId: string;
  status: "ok" | "error" | "timeout" | "refused";
  usage: ModelUsage;
  cost: Cost;
  latencyMs: number;
  errorCode: string | null;
}

async function recordTry(
  { run, agent, ...question }: CallInput,
  { name, kind, model }: AdapterChoice,
  { callId, status, usage, cost, latencyMs, errorCode }: Outcome,
): Promise<void> {
  await transaction(async (tx) => {
    await tx
      .insertInto("llmCalls")
      .values({
        ...{ tenantId: tenant(), id: callId, runId: run.id, adapter: name, provider: kind, model, tier: agent.tier },
        ...usage,
        ...{ costMicros: cost.micros, currency: cost.currency, latencyMs, attempt: run.attempt, status, errorCode },
        purpose: roster[run.agent].group === "quality" ? "critic" : "agent",
        requestSha256: sha256(wordsOf({ agent, ...question }).join("\n")),
      })
      .execute();
    await Spend.measure(tx, { runId: run.id, callId, micros: cost.usdMicros });
  });
}
