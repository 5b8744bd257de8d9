import { agents } from "#agents/index.ts";
import * as Breaker from "#core/agent/breaker.ts";
import type { StoredClaim } from "#core/claim/index.ts";
import * as Credit from "#core/credit/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { sources } from "#schema/machine.ts";
import { roster } from "#schema/roster.ts";
import { runMachine } from "#schema/run.ts";
import type { ClaimedRun } from "./claim.ts";

/** What a run produced, ready to be stored. */
export interface Product<O = unknown> {
  data: O;
  warnings: string[];
  claims: StoredClaim[];
  suspected: boolean;
}

/** The work that a run's credits are held for; null when it costs none. */
export function heldFor(
  run: Pick<ClaimedRun, "agent" | "activityId" | "subjectType" | "subjectId">,
): { activityId: string } | { subject: { type: string; id: string } } | null {
  if (run.activityId) return { activityId: run.activityId };
  if (!roster[run.agent].creditRateKey || !run.subjectType || !run.subjectId) return null;
  return { subject: { type: run.subjectType, id: run.subjectId } };
}

/** All attempts are used up: the run ends, and what its agent's work becomes follows. */
export async function giveUp(
  tx: Tx,
  run: Pick<ClaimedRun, "id" | "activityId" | "subjectType" | "subjectId" | "version"> & { agent: string },
  code: string,
  message: string,
): Promise<void> {
  await tx
    .updateTable("agentRuns")
    .set({ status: "error", finishedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", run.id)
    .where("status", "in", sources(runMachine, "fail"))
    .execute();
  await Breaker.failed(tx, run.agent as AgentName, new Date());
  const held = heldFor({ ...run, agent: run.agent as AgentName });
  if (held && !run.activityId) await Credit.release(held);
  await agents[run.agent as AgentName].giveUp(tx, run, code, message);
}
