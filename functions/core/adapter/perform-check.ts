import * as Effect from "#core/effect/index.ts";
import { transaction } from "#platform/db.ts";
import { ModelError, openAdapter } from "#platform/model/index.ts";
import { unseal } from "#platform/secrets.ts";
import { queues } from "#schema/queues.ts";
import { wake } from "./breaker.ts";
import { type AdapterRow, shape, subjectOf } from "./row.ts";

const checkMs = 20_000;
/** Enough for a model that thinks before it says one word. */
const outputTokensMax = 256;

interface Outcome {
  ok: boolean;
  model: string;
  inputTokens: number;
  outputTokens: number;
  latencyMs: number;
  code: string | null;
  error: string | null;
}

/**
 * Asks an adapter for one word: a real, small call, which also ends its rest. Nothing of any client is in it. A check that has its
 * outcome is left alone; one that cannot be made ends with the last try as a failure, so that nobody waits for it.
 */
export async function perform(checkId: string, receiveCount: number): Promise<void> {
  const found = await ordered(checkId);
  if (!found) return;
  const { row, model, tier } = found;
  try {
    const outcome = await called(row, model);
    if (outcome.ok) await wake(row.name);
    await conclude(checkId, row, tier, outcome);
  } catch (error) {
    if (receiveCount >= queues.adapter__check.attempts) await conclude(checkId, row, tier, given(model, error));
    throw error;
  }
}

async function ordered(checkId: string) {
  return transaction(async (tx) => {
    const check = await tx
      .selectFrom("adapterChecks")
      .select(["adapterId", "model", "tier"])
      .where("id", "=", checkId)
      .where("status", "=", "queued")
      .executeTakeFirst();
    if (!check) return undefined;
    const row = await tx.selectFrom("adapters").selectAll().where("id", "=", check.adapterId).executeTakeFirstOrThrow();
    return { row, model: check.model, tier: check.tier };
  });
}

async function conclude(checkId: string, row: AdapterRow, tier: string, outcome: Outcome): Promise<void> {
  const { model, ...result } = outcome;
  await transaction(async (tx) => {
    const done = await tx
      .updateTable("adapterChecks")
      .set({ status: "done", finishedAt: new Date(), ...result })
      .where("id", "=", checkId)
      .where("status", "=", "queued")
      .returning("id")
      .executeTakeFirst();
    if (!done) return;
    const { ok, code } = outcome;
    await Effect.audit("adapter.tested", subjectOf(row), { after: { tier, model, ok, code } });
    await Effect.live("platform:updated", { keys: ["adapters"] });
  });
}

async function called(row: AdapterRow, model: string): Promise<Outcome> {
  const startedMs = performance.now();
  const adapter = openAdapter({
    kind: shape(row).kind,
    local: row.local,
    ...(row.baseUrl ? { baseUrl: row.baseUrl } : {}),
    ...(row.keyCipher ? { apiKey: unseal(row.keyCipher, row.id) } : {}),
  });
  const request = {
    model,
    system: "You are checked for being there.",
    prompt: "Answer with the single word: ready",
    temperature: 0,
    maxOutputTokens: outputTokensMax,
    timeoutMs: checkMs,
    compose: () => "ready",
  };
  let [inputTokens, outputTokens] = [0, 0];
  let failure: ModelError | undefined;
  try {
    for await (const event of adapter.stream(request))
      if (event.type === "done") ({ inputTokens, outputTokens } = event.usage);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    failure = error;
  }
  return {
    ok: failure === undefined,
    ...{ model, inputTokens, outputTokens, latencyMs: Math.round(performance.now() - startedMs) },
    ...{ code: failure?.code ?? null, error: failure?.message.slice(0, 500) ?? null },
  };
}

function given(model: string, error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  return {
    ...{ ok: false, model, inputTokens: 0, outputTokens: 0, latencyMs: 0 },
    ...{ code: "failed", error: `The check could not be made: ${message}`.slice(0, 500) },
  };
}
