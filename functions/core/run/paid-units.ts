import * as Agent from "#core/agent/index.ts";
import * as Price from "#core/price/index.ts";
import * as Spend from "#core/spend/index.ts";
import { transaction } from "#platform/db.ts";
import { MakingError } from "#platform/image-maker.ts";
import { newId } from "#schema/ids.ts";
import type { ModelPrice } from "#schema/model-price.ts";
import type { ClaimedRun } from "./claim.ts";
import { CapReached } from "./try.ts";

interface Units {
  provider: "image" | "video";
  model: string;
  unit: ModelPrice["unit"];
  count: number;
}

/**
 * Orders something that is paid by the piece: its price is held before, and measured after, as with a call of a model. What may
 * have been made without an answer counts in full.
 * @throws CapReached when the order would pass a cap
 */
export async function payForUnits<T>(
  run: Pick<ClaimedRun, "id" | "agent">,
  { provider, model, unit, count }: Units,
  order: () => Promise<T>,
): Promise<T> {
  const price = await transaction((tx) => Price.at(tx, provider, model, new Date(), unit));
  if (!price) return order();
  const { usdMicros } = Price.costOf(price, { inputTokens: count, outputTokens: 0, cachedTokens: 0 });
  const call = { runId: run.id, callId: newId("toolCall") };
  const refusal = await transaction(async (tx) => {
    const { maxCostPerRunMinor } = await Agent.effective(tx, run.agent);
    return Spend.hold(tx, { ...call, micros: usdMicros, runLimitMinor: maxCostPerRunMinor });
  });
  if (refusal) throw new CapReached(refusal);
  const measure = (micros: number) => transaction((tx) => Spend.measure(tx, { ...call, micros }));
  try {
    const made = await order();
    await measure(usdMicros);
    return made;
  } catch (error) {
    if (error instanceof MakingError && error.isFree) await measure(0);
    throw error;
  }
}
