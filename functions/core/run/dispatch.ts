import * as Agent from "#core/agent/index.ts";
import * as Effect from "#core/effect/index.ts";
import { origin, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { Priority, WakeReason } from "#schema/activity.ts";
import { jobPriority } from "#schema/activity.ts";
import { type AgentName, runQueueOf } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";

/** One piece of work for one agent: an activity, or (for the critic) a subject alone. */
export interface Work {
  agent: AgentName;
  activityId?: string;
  subject?: { type: string; id: string };
  version: number;
  wakeReason: WakeReason;
  priority: Priority;
  rejections?: number;
  attempt?: number;
  credits?: number;
}

/** Makes the run row of a piece of work and orders its job. @returns the run's id */
export async function dispatch(tx: Tx, work: Work): Promise<string> {
  const merged = await Agent.effective(tx, work.agent, work.rejections);
  const runId = newId("run");
  await tx
    .insertInto("agentRuns")
    .values({
      tenantId: tenant(),
      id: runId,
      activityId: work.activityId ?? null,
      subjectType: work.subject?.type ?? null,
      subjectId: work.subject?.id ?? null,
      agent: work.agent,
      agentVersionId: merged.versionId,
      adapter: merged.adapter.name,
      model: merged.model,
      tier: merged.tier,
      status: "queued",
      attempt: work.attempt ?? 1,
      wakeReason: work.wakeReason,
      version: work.version,
      credits: work.credits ?? 0,
      traceId: origin().requestId,
    })
    .execute();
  await Effect.job(runQueueOf(work.agent), { runId, agent: work.agent }, { priority: jobPriority[work.priority] });
  return runId;
}

/** A further attempt at the work of a run, without a job of its own: the job that found it broken goes on with it. */
export async function nextAttempt(tx: Tx, runId: string): Promise<string> {
  const row = await tx
    .selectFrom("agentRuns")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  const id = newId("run");
  await tx
    .insertInto("agentRuns")
    .values({
      tenantId: tenant(),
      id,
      activityId: row.activityId,
      subjectType: row.subjectType,
      subjectId: row.subjectId,
      agent: row.agent,
      agentVersionId: row.agentVersionId,
      adapter: row.adapter,
      model: row.model,
      tier: row.tier,
      status: "queued",
      attempt: row.attempt + 1,
      wakeReason: row.wakeReason,
      version: row.version,
      credits: row.credits,
      traceId: row.traceId,
    })
    .execute();
  return id;
}
