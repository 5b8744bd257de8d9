import type { Used } from "#core/tool/use.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { toolResultMax } from "#schema/tool.ts";

const argsMax = 20_000;

/** The row of one use of a tool: its answer cut, the whole under `key` in the object store. */
export async function recordCall(
  tx: Tx,
  runId: string,
  at: { seq: number; key: string | null },
  used: Used,
): Promise<void> {
  const args = JSON.stringify(used.input);
  const shown = JSON.stringify(used.output) ?? "null";
  await tx
    .insertInto("toolCalls")
    .values({
      tenantId: tenant(),
      id: newId("toolCall"),
      runId,
      stepSeq: at.seq,
      tool: used.tool,
      method: used.method,
      args: args.length > argsMax ? JSON.stringify({ cut: args.slice(0, toolResultMax) }) : args,
      result: JSON.stringify(shown.length > toolResultMax ? shown.slice(0, toolResultMax) : (used.output ?? null)),
      resultKey: at.key,
      success: used.error === null,
      errorCode: used.error,
      durationMs: used.durationMs,
      approvalId: used.approvalId,
      ...(used.cost ? { costMicros: used.cost.micros, currency: used.cost.currency } : {}),
    })
    .execute();
}
