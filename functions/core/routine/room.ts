import * as Credit from "#core/credit/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { RoutineName } from "#schema/routine.ts";
import { routines } from "#schema/routine.ts";

/** Credits in hundredths that are neither held nor needed for what the months at work have promised and not begun. */
export async function room(tx: Tx): Promise<number> {
  await Credit.lock(tx);
  const { effective } = await Credit.balance();
  const promised = await tx
    .selectFrom("activities as a")
    .innerJoin("planMonths as m", (join) =>
      join.onRef("m.tenantId", "=", "a.tenantId").onRef("m.id", "=", "a.planMonthId"),
    )
    .select(["a.type", (eb) => eb.fn.countAll<string>().as("count")])
    .where("a.tenantId", "=", tenant())
    .where("a.status", "=", "pending")
    .where("m.status", "=", "active")
    .groupBy("a.type")
    .execute();
  let left = Math.round(effective * 100);
  for (const { type, count } of promised) {
    const key = activityTypes[type as ActivityType]?.creditRateKey;
    if (key) left -= Number(count) * (await Credit.rate(tx, key));
  }
  return Math.max(0, left);
}

/** True when the plan holds the work, or it was ordered in the period already. */
export async function isCovered(tx: Tx, name: RoutineName, from: Date): Promise<boolean> {
  const { type } = routines[name];
  if (!type) return false;
  const promised = await tx
    .selectFrom("deliverableTemplates as t")
    .innerJoin("deliverablePlans as p", (join) =>
      join.onRef("p.tenantId", "=", "t.tenantId").onRef("p.id", "=", "t.deliverablePlanId"),
    )
    .select("t.id")
    .where("t.tenantId", "=", tenant())
    .where("p.status", "=", "approved")
    .where("t.type", "=", type)
    .where("t.status", "in", ["draft", "active"])
    .where("t.monthlyVolume", ">", 0)
    .limit(1)
    .executeTakeFirst();
  if (promised) return true;
  // Audits are of one post each: those that were looked at lately are left out one by one.
  if (name === "content_audit") return false;
  const ordered = await tx
    .selectFrom("activities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", type)
    .where("status", "not in", ["cancelled", "failed"])
    .where("createdAt", ">=", from)
    .limit(1)
    .executeTakeFirst();
  return ordered !== undefined;
}
