import { setTimeout } from "node:timers/promises";
import * as Resting from "#core/adapter/breaker.ts";
import type { AdapterChoice } from "#core/agent/adapter.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { inTurn, isOutOfOrder } from "./fallback.ts";
import { type CallInput, limited, promptTokensOf, tryAdapter } from "./try.ts";
import type { Said } from "./world.ts";

/** The work of a run ends so long before its time is up, to have some left for what follows. */
const spareMs = 30_000;

/**
 * Calls the model of a run, streaming; when its adapter fails with something that another might not, those that stand in for it
 * are asked, all within the time of the run. Each try is held at its upper bound before it is made, and recorded after it.
 * @throws CapReached; ModelError
 */
export async function callModel(input: CallInput): Promise<Said> {
  const { run, agent, totals, begunMs, signal } = input;
  const promptTokens = promptTokensOf(input);
  const spentTokens = totals.inputTokens + totals.outputTokens;
  if (agent.maxTokensPerRun !== null && spentTokens + promptTokens + agent.maxOutputTokens > agent.maxTokensPerRun)
    throw limited(
      `The prompt of ${promptTokens} tokens and its answer would pass the limit of ${agent.maxTokensPerRun} tokens of a run.`,
    );
  return inTurn(await inOrder(input), {
    endsAt: begunMs + agent.timeoutMs - spareMs,
    call: async (adapter, limitMs) => {
      const said = await tryAdapter(input, adapter, limitMs);
      if (adapter !== agent.adapter) await tellWhoAnswered(run.id, adapter);
      return said;
    },
    passedOver: async (adapter, error) => {
      if (isOutOfOrder(error)) await Resting.rest(adapter.name, error.code);
      await input.onPassedOver(adapter, `${error.code}, ${error.message}`);
    },
    now: Date.now,
    random: Math.random,
    sleep: (ms) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
  });
}

// Those that rest come last instead of being left out: when no other answers, they may have recovered.
async function inOrder({ agent, onPassedOver }: CallInput): Promise<AdapterChoice[]> {
  const adapters = [agent.adapter, ...agent.standIns];
  if (adapters.length < 2) return adapters;
  const resting = await Resting.restingOf(adapters);
  if (resting.size === adapters.length) return adapters;
  for (const [adapter, reason] of resting) await onPassedOver(adapter, `it rests for a minute after ${reason}`);
  return [...adapters.filter((adapter) => !resting.has(adapter)), ...resting.keys()];
}

async function tellWhoAnswered(runId: string, { name, model }: AdapterChoice): Promise<void> {
  await transaction((tx) =>
    tx
      .updateTable("agentRuns")
      .set({ adapter: name, model })
      .where("tenantId", "=", tenant())
      .where("id", "=", runId)
      .execute(),
  );
}
