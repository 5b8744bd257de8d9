import * as Agent from "#core/agent/index.ts";
import * as Price from "#core/price/index.ts";
import * as Spend from "#core/spend/index.ts";
import type { Used } from "#core/tool/use.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { ToolErrorCode } from "#schema/tool.ts";
import type { ClaimedRun } from "./claim.ts";
import { CapReached } from "./try.ts";

const perCall = { inputTokens: 1, outputTokens: 0, cachedTokens: 0 };
// What was refused before anybody was asked costs nothing.
const free: ReadonlySet<ToolErrorCode | null> = new Set([
  "tool_denied",
  "bad_input",
  "not_from_task",
  "approval_required",
  "rate_limited",
  "not_configured",
] satisfies ToolErrorCode[]);

/**
 * Uses a tool of a run. Where a call of it has a price, that is held before and measured after, as with a model.
 * @throws CapReached when the call would pass a cap
 */
export async function payFor(
  run: Pick<ClaimedRun, "id" | "agent">,
  name: string,
  use: () => Promise<Used>,
): Promise<Used> {
  const [tool = ""] = name.split("__");
  const price = await transaction((tx) => Price.at(tx, "tool", tool, new Date(), "call"));
  if (!price) return use();
  const callId = newId("toolCall");
  const { micros, currency, usdMicros } = Price.costOf(price, perCall);
  const refusal = await transaction(async (tx) => {
    const { maxCostPerRunMinor } = await Agent.effective(tx, run.agent);
    return Spend.hold(tx, { runId: run.id, callId, micros: usdMicros, runLimitMinor: maxCostPerRunMinor });
  });
  if (refusal) throw new CapReached(refusal);
  const used = await use();
  const isFree = free.has(used.error);
  await transaction((tx) => Spend.measure(tx, { runId: run.id, callId, micros: isFree ? 0 : usdMicros }));
  return { ...used, cost: { micros: isFree ? 0 : micros, currency, usdMicros: isFree ? 0 : usdMicros } };
}
