import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import { isClosed, type Plan, reaches } from "#schema/tenant.ts";
import { effective } from "./index.ts";

/**
 * The first gate of all work that an agent does not pass for the tenant at work, in the fixed order; null when it may.
 * `minPlan` is what the work needs, null what no plan includes.
 */
export async function shutBy(tx: Tx, agent: AgentName, minPlan: Plan | null): Promise<BlockedReason | null> {
  const owner = await tx
    .selectFrom("tenants")
    .select(["status", "plan", "contractAcceptedAt"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  if (isClosed(owner.status)) return "tenant";
  if (!owner.contractAcceptedAt) return "contract";
  if (!minPlan || !reaches(owner.plan as Plan, minPlan)) return "plan";
  try {
    const merged = await effective(tx, agent);
    return !merged.enabled || merged.paused ? "agent_paused" : null;
  } catch (error) {
    if (error instanceof AppError && error.code === "privacy.local_only") return "privacy";
    throw error;
  }
}
