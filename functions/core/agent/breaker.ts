import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { breaker } from "#schema/spend.ts";

const trialWaitMs = 30_000;

/** Counts a final failure of an agent for the tenant at work. Too many within the window, or a failed trial, and it rests. */
export async function failed(tx: Tx, agent: AgentName, now: Date): Promise<void> {
  await tx
    .insertInto("agentConfigs")
    .values({ tenantId: tenant(), id: newId("agentConfig"), agent, createdBy: reference() })
    .onConflict((conflict) => conflict.columns(["tenantId", "agent"]).doNothing())
    .execute();
  const row = await locked(tx, agent);
  const since = now.getTime() - breaker.windowMs;
  const failures = [...(row?.failuresAt ?? []).filter((at) => at.getTime() > since), now];
  const isTrial = row?.brokenUntil !== undefined && row.brokenUntil !== null;
  if (!isTrial && failures.length < breaker.failuresMax) return change(tx, agent, { failuresAt: failures });
  const brokenUntil = new Date(now.getTime() + breaker.restMs);
  await change(tx, agent, { failuresAt: [], brokenUntil, trialRunId: null });
  const after = { brokenUntil: brokenUntil.toISOString() };
  await Effect.audit("agent.halted", { type: "agent", id: agent, label: agent }, { after });
  await Effect.live("settings:updated", { keys: [`agents.${agent}`] });
  await Effect.notify("ops.agent_paused", { type: "agent", id: agent }, { agent, until: brokenUntil.toISOString() });
}

/** Closes the breaker after a trial that went well. */
export async function succeeded(tx: Tx, agent: AgentName): Promise<void> {
  const row = await tx
    .updateTable("agentConfigs")
    .set({ failuresAt: [], brokenUntil: null, trialRunId: null })
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("brokenUntil", "is not", null)
    .returning("id")
    .executeTakeFirst();
  if (!row) return;
  await Effect.audit("agent.resumed", { type: "agent", id: agent, label: agent }, { after: { brokenUntil: null } });
  await Effect.live("settings:updated", { keys: [`agents.${agent}`] });
}

/** How long a run must wait for its agent's breaker, in milliseconds; 0 lets it start. After the rest one run at a time tries. */
export async function waitOf(tx: Tx, agent: AgentName, runId: string, now: Date): Promise<number> {
  const known = await tx
    .selectFrom("agentConfigs")
    .select("brokenUntil")
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .executeTakeFirst();
  if (!known?.brokenUntil) return 0;
  const row = await locked(tx, agent);
  if (!row?.brokenUntil) return 0;
  const restMs = row.brokenUntil.getTime() - now.getTime();
  if (restMs > 0) return restMs;
  if (row.trialRunId && row.trialRunId !== runId && (await isAtWork(tx, row.trialRunId))) return trialWaitMs;
  await change(tx, agent, { trialRunId: runId });
  return 0;
}

async function locked(tx: Tx, agent: AgentName) {
  return tx
    .selectFrom("agentConfigs")
    .select(["failuresAt", "brokenUntil", "trialRunId"])
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .forUpdate()
    .executeTakeFirst();
}

async function change(
  tx: Tx,
  agent: AgentName,
  values: { failuresAt?: Date[]; brokenUntil?: Date; trialRunId?: string | null },
): Promise<void> {
  await tx
    .updateTable("agentConfigs")
    .set(values)
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .execute();
}

async function isAtWork(tx: Tx, runId: string): Promise<boolean> {
  const run = await tx
    .selectFrom("agentRuns")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("id", "=", runId)
    .where("status", "in", ["running", "waiting_callback"])
    .executeTakeFirst();
  return run !== undefined;
}
