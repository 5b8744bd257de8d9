import * as ActionItem from "#core/action-item/index.ts";
import * as Goal from "#core/goal/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** Sets the goals and quantities of an approved plan in force. */
export async function activate(tx: Tx, planId: string): Promise<void> {
  for (const goalId of await goalsOf(tx, planId)) await Goal.activate(tx, goalId);
  await mark(tx, planId, "draft", "active");
}

/** Takes the quantities and open tasks of a plan out of force, and the goals that no other version still serves. */
export async function retire(tx: Tx, planId: string): Promise<void> {
  for (const goalId of await goalsOf(tx, planId))
    if (!(await isServedElsewhere(tx, planId, goalId))) await Goal.archive(tx, goalId);
  await mark(tx, planId, "draft", "retired");
  await mark(tx, planId, "active", "retired");
  await ActionItem.dismissOf(tx, planId);
}

async function mark(tx: Tx, planId: string, from: string, to: string): Promise<void> {
  await tx
    .updateTable("deliverableTemplates")
    .set({ status: to })
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", planId)
    .where("status", "=", from)
    .execute();
}

async function isServedElsewhere(tx: Tx, planId: string, goalId: string): Promise<boolean> {
  const other = await tx
    .selectFrom("deliverableTemplates")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("goalId", "=", goalId)
    .where("deliverablePlanId", "!=", planId)
    .where("status", "in", ["draft", "active"])
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

/** The goals that the quantities of a plan serve. */
export async function goalsOf(tx: Tx, planId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("deliverableTemplates")
    .select("goalId")
    .distinct()
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", planId)
    .where("goalId", "is not", null)
    .execute();
  return rows.flatMap(({ goalId }) => goalId ?? []);
}
