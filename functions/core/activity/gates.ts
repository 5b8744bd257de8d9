import { shutBy } from "#core/agent/gate.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import type { Plan } from "#schema/tenant.ts";

/**
 * The first gate an activity does not pass, in the fixed order; null when it may start. Credits are held afterwards.
 * `neededMinor` is what its first call may cost, as far as that is known.
 */
export async function blockedBy(
  tx: Tx,
  activity: { id: string; type: string; doer: string },
  neededMinor: number,
): Promise<BlockedReason | null> {
  const template = await tx
    .selectFrom("activityTemplates")
    .select(["minPlan", "enabled"])
    .where("type", "=", activity.type)
    .executeTakeFirstOrThrow();
  const shut = await shutBy(tx, activity.doer as AgentName, template.enabled ? (template.minPlan as Plan) : null);
  if (shut) return shut;
  if (await waits(tx, activity.id)) return "dependency";
  return (await Spend.hasRoom(tx, neededMinor)) ? null : "spend_cap";
}

/** True while something that an activity needs is not done. */
export async function waits(tx: Tx, id: string): Promise<boolean> {
  const open = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.id", "=", "d.dependsOnId"),
    )
    .select("a.id")
    .where("d.tenantId", "=", tenant())
    .where("d.activityId", "=", id)
    .where("a.status", "!=", "done")
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}
