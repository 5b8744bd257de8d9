import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type AgentName, runQueueOf } from "#schema/agent.ts";

/** A run that waits for money: it is queued without a job until its next call fits into the caps. */
export interface Parked {
  id: string;
  agent: AgentName;
  /** What the call may cost, in minor units. */
  neededMinor: number;
}

/** The run of an activity's present version that waits for money, if one does. */
export async function parkedOf(tx: Tx, activityId: string, version: number): Promise<Parked | null> {
  const [found] = await select(tx)
    .where("activityId", "=", activityId)
    .where("version", "=", version)
    .orderBy("id", "desc")
    .limit(1)
    .execute();
  return found ? shape(found) : null;
}

/** Runs without an activity that wait for money, oldest first. */
export async function parkedAlone(tx: Tx): Promise<Parked[]> {
  const rows = await select(tx).where("activityId", "is", null).orderBy("id").limit(100).execute();
  return rows.map(shape);
}

/** Lets a run that waited go on where it stopped. */
export async function unpark(tx: Tx, { id, agent }: Parked, priority?: number): Promise<void> {
  const row = await tx
    .updateTable("agentRuns")
    .set({ waitsForMinor: null, errorCode: null, errorMessage: null })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("waitsForMinor", "is not", null)
    .returning("id")
    .executeTakeFirst();
  if (row) await Effect.job(runQueueOf(agent), { runId: id, agent }, priority === undefined ? {} : { priority });
}

function select(tx: Tx) {
  return tx
    .selectFrom("agentRuns")
    .select(["id", "agent", "waitsForMinor"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "queued")
    .where("waitsForMinor", "is not", null);
}

function shape(row: { id: string; agent: string; waitsForMinor: number | null }): Parked {
  return { id: row.id, agent: row.agent as AgentName, neededMinor: row.waitsForMinor ?? 0 };
}
