import * as Activity from "#core/activity/index.ts";
import * as Breaker from "#core/agent/breaker.ts";
import { Busy } from "#core/busy.ts";
import * as Effect from "#core/effect/index.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { WakeReason } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import { after } from "#schema/machine.ts";
import type { RunStatus } from "#schema/run.ts";
import { runAttemptsMax, runHeartbeatMs, runLeaseMs, runMachine } from "#schema/run.ts";
import { nextAttempt } from "./dispatch.ts";
import { giveUp } from "./outcomes.ts";

export interface ClaimedRun {
  id: string;
  agent: AgentName;
  activityId: string | null;
  subjectType: string | null;
  subjectId: string | null;
  attempt: number;
  version: number;
  wakeReason: WakeReason;
  startedMs: number;
  /** The run that this one does over; nothing but its own log comes of it. */
  replayOf?: string | null;
}

type Row = Awaited<ReturnType<typeof latest>>;

const restMaxMs = 60_000;

/**
 * Takes hold of the work a run stands for. A finished run is nothing to do; one that somebody holds is `Busy`;
 * a broken one is followed by the next attempt, or by giving up after the last.
 */
export async function claim(runId: string): Promise<ClaimedRun | null> {
  return transaction(async (tx) => {
    let row = await latest(tx, runId);
    if (row.status === "running" && (row.leaseUntil?.getTime() ?? 0) > Date.now())
      throw new Busy("Another invocation works on this run.", (row.leaseUntil?.getTime() ?? 0) - Date.now() + 200);
    if (row.status === "running") {
      await tx
        .updateTable("agentRuns")
        .set({
          status: after(runMachine, "running", "fail", "The run"),
          errorCode: "lease_lost",
          errorMessage: "The process that worked on this run was lost.",
          finishedAt: new Date(),
        })
        .where("tenantId", "=", tenant())
        .where("id", "=", row.id)
        .execute();
      await Spend.close(tx, row.id);
      row = { ...row, status: "error" };
    }
    if (row.replayOf !== null && row.status !== "queued") return null;
    if (row.status === "cancelled" && row.leaseUntil) await letGo(tx, row);
    // An order that comes again finds the work given up, and everything that follows from it done.
    if (row.givenUpAt) return null;
    if (row.status === "error") {
      if (row.attempt >= runAttemptsMax) {
        await giveUp(tx, row, row.errorCode ?? "lease_lost", row.errorMessage ?? "All attempts failed.");
        return null;
      }
      const next = await nextAttempt(tx, row.id);
      row = { ...row, id: next, status: "queued", attempt: row.attempt + 1, startedAt: null };
    }
    if (row.status !== "queued" || row.waitsForMinor !== null) return null;
    if (await isShut(tx, row.id)) return null;
    if (row.activityId && !(await mayStart(tx, row.activityId, row.id))) return null;
    const restMs = await Breaker.waitOf(tx, row.agent as AgentName, row.id, new Date());
    if (restMs > 0) throw new Busy(`${row.agent} failed too often and rests.`, Math.min(restMs, restMaxMs));
    return start(tx, row);
  });
}

// Somebody stopped the run: its work is given up like that of one that failed, once.
async function letGo(tx: Tx, row: Row): Promise<void> {
  await tx
    .updateTable("agentRuns")
    .set({ leaseUntil: null })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await giveUp(tx, row, "cancelled", row.errorMessage ?? "The run was stopped.");
}

/** Renews the lease of a run until stopped; `onGone` hears that it is held no more. */
export function heartbeat(runId: string, onGone: () => void): { stop: () => void } {
  const renew = async () => {
    const row = await transaction((tx) =>
      tx
        .updateTable("agentRuns")
        .set({ leaseUntil: new Date(Date.now() + runLeaseMs) })
        .where("tenantId", "=", tenant())
        .where("id", "=", runId)
        .where("status", "=", "running")
        .returning("id")
        .executeTakeFirst(),
    );
    if (!row) onGone();
  };
  const timer = setInterval(() => void renew().catch(() => undefined), runHeartbeatMs);
  return { stop: () => clearInterval(timer) };
}

async function start(tx: Tx, row: Row): Promise<ClaimedRun> {
  const status: RunStatus = after(runMachine, row.status as RunStatus, "start", "The run");
  await tx
    .updateTable("agentRuns")
    .set({ status, startedAt: row.startedAt ?? new Date(), leaseUntil: new Date(Date.now() + runLeaseMs) })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  if (row.activityId) {
    await Activity.start(tx, row.activityId);
    await Activity.note(tx, row.activityId, "run", `${row.agent} started (attempt ${row.attempt})`, row.id);
  }
  // A run that went back in line goes on; it has started once.
  if (!row.startedAt)
    await Effect.audit(
      "run.started",
      { type: "run", id: row.id, label: row.agent },
      { after: { attempt: row.attempt, version: row.version } },
    );
  await Effect.live("agent:active", { agent: row.agent, runId: row.id, activityId: row.activityId });
  return {
    id: row.id,
    agent: row.agent as AgentName,
    activityId: row.activityId,
    subjectType: row.subjectType,
    subjectId: row.subjectId,
    attempt: row.attempt,
    version: row.version,
    wakeReason: row.wakeReason as WakeReason,
    startedMs: row.startedAt?.getTime() ?? Date.now(),
    replayOf: row.replayOf,
  };
}

// For a client that is suspended nothing starts until it is let go on; for one that has left, never.
async function isShut(tx: Tx, runId: string): Promise<boolean> {
  const owner = await tx.selectFrom("tenants").select("status").where("id", "=", tenant()).executeTakeFirstOrThrow();
  if (owner.status === "suspended") throw new Busy("The client is suspended.", restMaxMs);
  if (owner.status !== "cancelled") return false;
  await callOff(tx, runId);
  return true;
}

// A run whose work nobody wants any more does not start.
async function callOff(tx: Tx, runId: string): Promise<void> {
  await tx
    .updateTable("agentRuns")
    .set({ status: "cancelled", finishedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", runId)
    .execute();
}

async function mayStart(tx: Tx, activityId: string, runId: string): Promise<boolean> {
  const activity = await Activity.locked(tx, activityId);
  if (activity.status === "cancelled") {
    await callOff(tx, runId);
    return false;
  }
  if (activity.pausedAt) throw new Busy(`${activity.ref} is paused.`, 15_000);
  return true;
}

// The newest attempt at the same work: a message names the first one.
async function latest(tx: Tx, runId: string) {
  const columns = [
    "id",
    "agent",
    "activityId",
    "subjectType",
    "subjectId",
    "status",
    "attempt",
    "version",
    "wakeReason",
    "startedAt",
    "leaseUntil",
    "givenUpAt",
    "replayOf",
    "waitsForMinor",
    "errorCode",
    "errorMessage",
  ] as const;
  const named = await tx
    .selectFrom("agentRuns")
    .select(columns)
    .where("tenantId", "=", tenant())
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  if (named.replayOf !== null)
    return tx
      .selectFrom("agentRuns")
      .select(columns)
      .where("tenantId", "=", tenant())
      .where("id", "=", runId)
      .forUpdate()
      .executeTakeFirstOrThrow();
  const query = tx
    .selectFrom("agentRuns")
    .select(columns)
    .where("replayOf", "is", null)
    .where("tenantId", "=", tenant())
    .where("agent", "=", named.agent)
    .where("version", "=", named.version);
  const same = named.activityId
    ? query.where("activityId", "=", named.activityId)
    : query.where("subjectType", "=", named.subjectType ?? "").where("subjectId", "=", named.subjectId ?? "");
  return same.orderBy("attempt", "desc").orderBy("id", "desc").limit(1).forUpdate().executeTakeFirstOrThrow();
}
