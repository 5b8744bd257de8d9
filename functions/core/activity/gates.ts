import * as Agent from "#core/agent/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";

const order: readonly Plan[] = ["free", "pro", "agency", "enterprise"];

/** The first gate an activity does not pass, in the fixed order; null when it may start. Credits are held afterwards. */
export async function blockedBy(
  tx: Tx,
  activity: { id: string; type: string; doer: string },
): Promise<BlockedReason | null> {
  const tenantId = tenant();
  const owner = await tx
    .selectFrom("tenants")
    .select(["status", "plan", "spendCapMinor"])
    .where("id", "=", tenantId)
    .executeTakeFirstOrThrow();
  if (!["active", "trialing", "onboarding"].includes(owner.status)) return "tenant";
  const template = await tx
    .selectFrom("activityTemplates")
    .select(["minPlan", "enabled"])
    .where("type", "=", activity.type)
    .executeTakeFirstOrThrow();
  if (!template.enabled || order.indexOf(owner.plan as Plan) < order.indexOf(template.minPlan as Plan)) return "plan";
  try {
    const merged = await Agent.effective(tx, activity.doer as AgentName);
    if (!merged.enabled || merged.paused) return "agent_paused";
  } catch (error) {
    if (error instanceof AppError && error.code === "privacy.local_only") return "privacy";
    throw error;
  }
  const open = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.id", "=", "d.dependsOnId"),
    )
    .select("a.id")
    .where("d.tenantId", "=", tenantId)
    .where("d.activityId", "=", activity.id)
    .where("a.status", "!=", "done")
    .limit(1)
    .executeTakeFirst();
  if (open) return "dependency";
  const cap = owner.spendCapMinor ?? plans[owner.plan as Plan].spendCapMinor;
  const month = `${new Date().toISOString().slice(0, 7)}-01`;
  const money = await tx
    .selectFrom("moneyBalances")
    .select(["spentMinor", "reservedMinor"])
    .where("tenantId", "=", tenantId)
    .where("month", "=", month)
    .executeTakeFirst();
  if (money && money.spentMinor + money.reservedMinor >= cap) return "spend_cap";
  return null;
}
