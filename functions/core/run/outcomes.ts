import { agents } from "#agents/index.ts";
import * as Breaker from "#core/agent/breaker.ts";
import type { StoredClaim } from "#core/claim/index.ts";
import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
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
  /** What the checks noticed and nobody mended, for whoever decides it. */
  remarks?: readonly string[];
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
  await tx
    .updateTable("agentRuns")
    .set({ givenUpAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", run.id)
    .execute();
  await Breaker.failed(tx, run.agent as AgentName, new Date());
  const held = heldFor({ ...run, agent: run.agent as AgentName });
  if (held && !run.activityId) await Credit.release(held);
  await agents[run.agent as AgentName].giveUp(tx, run, code, message);
  if (!run.activityId) await tellOf(run, code, message);
}

/** Whoever asked is told in another way: on the screen, by a notification or a task of its own, or there is something else instead. */
const toldOtherwise: ReadonlySet<AgentName> = new Set<AgentName>([
  ...(["client-researcher", "competitor-researcher", "context-file-writer", "strategy-writer"] as const),
  ...(["deliverable-planner", "activity-planner", "tenant-web-crawler"] as const),
  ...(["chat-analyst", "chat-executor", "billing-agent", "blog-ai-agent", "content-optimizer"] as const),
  ...(["content-critic", "data-analyst", "anomaly-detector", "lead-enricher", "social-post-designer"] as const),
]);

async function tellOf(
  run: Pick<ClaimedRun, "id" | "subjectType"> & { agent: string },
  code: string,
  message: string,
): Promise<void> {
  const agent = roster[run.agent as AgentName];
  if (agent.group === "publish" || toldOtherwise.has(run.agent as AgentName)) return;
  const words = { agent: agent.label, task: (run.subjectType ?? "work").replaceAll("_", " "), code };
  await Effect.notify("run.failed", { type: "run", id: run.id }, { ...words, reason: message.slice(0, 200) });
}
