import * as Effect from "#core/effect/index.ts";
import * as Spend from "#core/spend/index.ts";
import { origin, require, tenant, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { afterCommit, transaction } from "#platform/db.ts";
import { appendRun } from "#platform/live.ts";
import { type AgentName, AgentTier, isTextTier, runQueueOf } from "#schema/agent.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { fromRecording, isRunOver, type ReplayOrder, type Run, type RunStatus, runMachine } from "#schema/run.ts";
import { get } from "./read.ts";

/** A reviewer's verb over a run of any assigned client: it works inside the one client the run belongs to. */
export async function inClient<T>(id: string, work: () => Promise<T>): Promise<T> {
  const row = await transaction((tx) =>
    tx.selectFrom("agentRuns").select("tenantId").where("id", "=", id).executeTakeFirst(),
  );
  if (!row) throw notFound("Run", id);
  return within(row.tenantId, work);
}

/**
 * Stops a run: one that waits will not start, one at work stops at its next step or the next piece of its answer. Its work fails,
 * and can be tried again. @throws request.illegal_transition when it has ended
 */
export async function cancel(id: string, reason?: string): Promise<Run> {
  require("activity.steer", "stop runs");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const status = after(runMachine, row.status as RunStatus, "cancel", "The run");
    await tx
      .updateTable("agentRuns")
      .set({
        status,
        finishedAt: new Date(),
        // A worker lets go of the work, and takes this away when it has.
        leaseUntil: new Date(),
        errorMessage: reason ?? "Stopped by a person.",
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    if (row.status !== "running") await Spend.close(tx, id);
    const agent = row.agent as AgentName;
    await Effect.audit("run.cancelled", { type: "run", id, label: agent }, { after: { from: row.status } }, reason);
    await Effect.live("agent:failed", {
      agent,
      runId: id,
      activityId: row.activityId,
      code: "cancelled",
      willRetry: false,
    });
    await Effect.job(runQueueOf(agent), { runId: id, agent });
    afterCommit(() => appendRun(id, "end", { status }));
    return get(id);
  });
}

/**
 * Orders a run to be done over: with another stored prompt of its agent (same input, same passages, same answers of tools), or from
 * its recording alone. Nothing outside the new run's own log comes of it. @returns the new run's id
 */
export async function orderReplay(id: string, { agentVersion }: ReplayOrder): Promise<{ runId: string }> {
  require("run.replay", "do runs over");
  return transaction(async (tx) => {
    const runId = await madeReplay(tx, id, agentVersion);
    const { agent } = await locked(tx, runId);
    await Effect.job(runQueueOf(agent as AgentName), { runId, agent: agent as AgentName });
    return { runId };
  });
}

/** The row of a run that does another over; nobody is told to work on it. */
export async function madeReplay(tx: Tx, id: string, agentVersion?: number): Promise<string> {
  const row = await locked(tx, id);
  if (!isRunOver(row.status as RunStatus) || row.replayOf !== null)
    throw new AppError(
      "request.illegal_transition",
      row.replayOf === null
        ? `The run is ${row.status}; it can be done over when it has ended.`
        : "This run does another over already. Do that one over.",
    );
  if (!isTextTier(AgentTier.parse(row.tier)))
    throw new AppError("request.illegal_transition", `${row.agent} works without a model: there is no prompt to try.`);
  const versionId = agentVersion === undefined ? row.agentVersionId : await versionOf(tx, row.agent, agentVersion);
  const runId = newId("run");
  const { agent, model, tier, wakeReason } = row;
  const adapter = agentVersion === undefined ? fromRecording : row.adapter;
  await tx
    .insertInto("agentRuns")
    .values({
      tenantId: tenant(),
      id: runId,
      ...{ agent, adapter, model, tier, wakeReason, version: row.version },
      agentVersionId: versionId,
      status: "queued",
      replayOf: id,
      traceId: origin().requestId,
    })
    .execute();
  await Effect.audit("run.replayed", { type: "run", id, label: agent }, { after: { runId, agentVersion } });
  return runId;
}

async function versionOf(tx: Tx, agent: string, version: number): Promise<string> {
  const row = await tx
    .selectFrom("agentVersions as v")
    .innerJoin("agents as a", "a.id", "v.agentId")
    .select("v.id")
    .where("a.name", "=", agent)
    .where("v.version", "=", version)
    .executeTakeFirst();
  if (row) return row.id;
  throw new AppError("request.validation_failed", `${agent} has no prompt version ${version}.`, {
    fields: [{ path: "agentVersion", rule: "unknown", message: "must be a stored version of the agent" }],
  });
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("agentRuns")
    .select(["status", "agent", "activityId", "adapter", "model", "tier", "version", "wakeReason", "replayOf"])
    .select("agentVersionId")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Run", id);
  return row;
}
