import * as Effect from "#core/effect/index.ts";
import { iso } from "#core/page/index.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AdapterChecked } from "#schema/adapter.ts";
import type { Tier } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { demand, locked, shape } from "./row.ts";

const shownMax = 20;

type CheckRow = Awaited<ReturnType<typeof newest>>[number];

/** Orders a real, small call of an adapter; a job makes it. @returns the check, still without an outcome */
export async function check(id: string, tier: Tier): Promise<AdapterChecked> {
  demand("check adapters");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const made = await tx
      .insertInto("adapterChecks")
      .values({
        ...{ id: newId("adapterCheck"), adapterId: id, tier, model: shape(row).models[tier] },
        createdBy: reference(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await Effect.job("adapter__check", { checkId: made.id });
    await Effect.live("platform:updated", { keys: ["adapters"] });
    return shapeCheck(made);
  });
}

/** The latest checks of an adapter, newest first. */
export async function checks(id: string): Promise<AdapterChecked[]> {
  demand("see checks of adapters");
  return transaction(async (tx) => {
    await locked(tx, id);
    return (await newest(tx, id)).map(shapeCheck);
  });
}

function newest(tx: Tx, adapterId: string) {
  return tx
    .selectFrom("adapterChecks")
    .selectAll()
    .where("adapterId", "=", adapterId)
    .orderBy("id", "desc")
    .limit(shownMax)
    .execute();
}

function shapeCheck(row: CheckRow): AdapterChecked {
  const { id, adapterId, model, ok, latencyMs, inputTokens, outputTokens, code, error } = row;
  return {
    ...{ id, adapterId, model, ok, latencyMs, inputTokens, outputTokens, code, error },
    tier: row.tier as Tier,
    status: row.status as AdapterChecked["status"],
    orderedAt: iso(row.createdAt),
    finishedAt: iso(row.finishedAt),
  };
}
