import * as Agent from "#core/agent/index.ts";
import * as Price from "#core/price/index.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { MakingError } from "#platform/image-maker.ts";
import { newId } from "#schema/ids.ts";
import type { ModelPrice } from "#schema/model-price.ts";
import type { ClaimedRun } from "./claim.ts";
import { CapReached, limited } from "./try.ts";

interface Units {
  provider: "image" | "video";
  model: string;
  unit: ModelPrice["unit"];
  count: number;
}

/**
 * Orders something that is paid by the piece: its price is held before, and measured after, as with a call of a model. What may
 * have been made without an answer counts in full. Each order stands in the log of tools.
 * @throws CapReached when the order would pass a cap, or nobody knows its price
 */
export async function payForUnits<T>(
  run: Pick<ClaimedRun, "id" | "agent">,
  { provider, model, unit, count }: Units,
  order: () => Promise<T>,
): Promise<T> {
  const price = await transaction((tx) => Price.at(tx, provider, model, new Date(), unit));
  if (!price) throw limited(`No price is known for ${model} of ${provider}. Add one among the models' prices.`);
  const cost = Price.costOf(price, { inputTokens: count, outputTokens: 0, cachedTokens: 0 });
  const call = { runId: run.id, callId: newId("toolCall") };
  const refusal = await transaction(async (tx) => {
    const { maxCostPerRunMinor } = await Agent.effective(tx, run.agent);
    return Spend.hold(tx, { ...call, micros: cost.usdMicros, runLimitMinor: maxCostPerRunMinor });
  });
  if (refusal) throw new CapReached(refusal);
  const started = Date.now();
  const measure = (micros: number, usdMicros: number, error: string | null) =>
    transaction(async (tx) => {
      await tx
        .insertInto("toolCalls")
        .values({
          ...{ tenantId: tenant(), id: call.callId, runId: run.id, stepSeq: 0, tool: provider, method: model },
          ...{ args: JSON.stringify({ [unit]: count }), success: error === null, errorCode: error },
          ...{ durationMs: Date.now() - started, costMicros: micros, currency: cost.currency },
        })
        .execute();
      await Spend.measure(tx, { ...call, micros: usdMicros });
    });
  try {
    const made = await order();
    await measure(cost.micros, cost.usdMicros, null);
    return made;
  } catch (error) {
    if (!(error instanceof MakingError)) throw error;
    await (error.isFree ? measure(0, 0, "refused") : measure(cost.micros, cost.usdMicros, "failed"));
    throw error;
  }
}
