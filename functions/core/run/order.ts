import { shutBy } from "#core/agent/gate.ts";
import * as Credit from "#core/credit/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason, Priority, WakeReason } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import type { CreditRateKey } from "#schema/plans.ts";
import { roster } from "#schema/roster.ts";
import { dispatch } from "./dispatch.ts";

/** Work of an agent that is about a thing instead of an activity. */
export interface SubjectWork {
  agent: AgentName;
  subject: { type: string; id: string };
  version: number;
  wakeReason?: WakeReason;
  priority?: Priority;
  /** How often in a row people have sent it back; the second and third version cost nothing. */
  rejections?: number;
  /** Where the price is of a piece, how many are ordered; as a rule one. */
  units?: number;
  /** Where the price is not that of the agent. */
  rateKey?: CreditRateKey;
}

/** After so many rejections in a row a person must write, or ask for something else. */
export const rejectionsMax = 3;

/**
 * Orders a run about a thing, with its credits held. Nothing is ordered while something forbids it.
 * @returns what forbids it, or null
 */
export async function order(tx: Tx, work: SubjectWork): Promise<BlockedReason | null> {
  const blocked = await forbids(tx, work.agent);
  if (blocked) return blocked;
  const isFree = (work.rejections ?? 0) > 0;
  const rateKey = isFree ? null : (work.rateKey ?? roster[work.agent].creditRateKey);
  const amount = rateKey ? (await Credit.rate(tx, rateKey)) * (work.units ?? 1) : 0;
  // What is priced by itself is charged each time.
  const version = work.rateKey ? { version: work.version } : {};
  if (rateKey && !(await Credit.reserve({ subject: work.subject, rateKey, amount, ...version })))
    return "insufficient_credits";
  await dispatch(tx, {
    agent: work.agent,
    subject: work.subject,
    version: work.version,
    wakeReason: work.wakeReason ?? "new_task",
    priority: work.priority ?? "high",
    credits: amount,
    rejections: work.rejections ?? 0,
  });
  return null;
}

/** Why an agent may not work for the tenant now, credits aside; null when it may. */
export async function forbids(tx: Tx, agent: AgentName): Promise<BlockedReason | null> {
  return shutBy(tx, agent, roster[agent].minPlan);
}

interface Newest {
  id: string;
  status: string;
  version: number;
  errorMessage: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** The newest run of an agent about a thing, by version and attempt. */
export async function newest(
  tx: Tx,
  agent: AgentName,
  subject: { type: string; id: string },
): Promise<Newest | undefined> {
  return tx
    .selectFrom("agentRuns")
    .select(["id", "status", "version", "errorMessage", "startedAt", "finishedAt"])
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("subjectType", "=", subject.type)
    .where("subjectId", "=", subject.id)
    .orderBy("version", "desc")
    .orderBy("attempt", "desc")
    .limit(1)
    .executeTakeFirst();
}
