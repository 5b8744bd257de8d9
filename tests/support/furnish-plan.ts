import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

const text = "What only its owners may know of the company. ".repeat(20);

/** Gives a tenant a context file, a strategy and a plan in force, and a month of it at work. */
export async function insertPlan(
  tx: Tx,
  { id: tenantId }: TestTenant,
): Promise<{ deliverablePlan: string; planMonth: string; goal: string; actionItem: string }> {
  const [contextFile, strategy, plan, planMonth] = [
    newId("contextFile"),
    newId("strategy"),
    newId("deliverablePlan"),
    newId("planMonth"),
  ];
  const inForce = { version: 1, status: "approved", approvedBy: "system:test", approvedAt: new Date() };
  const written = { body: text, sha256: sha256(text) };
  await tx
    .insertInto("contextFiles")
    .values({ tenantId, id: contextFile, ...inForce, ...written })
    .execute();
  const span = { startsOn: "2026-01-01", endsOn: "2026-07-01" };
  await tx
    .insertInto("strategies")
    .values({ tenantId, id: strategy, ...inForce, ...written, ...span, title: "Only ours", contextFileId: contextFile })
    .execute();
  await tx
    .insertInto("deliverablePlans")
    .values({ tenantId, id: plan, ...inForce, strategyId: strategy })
    .execute();
  const month = { deliverablePlanId: plan, startsOn: "2026-01-01", endsOn: "2026-01-31", status: "active" };
  await tx
    .insertInto("planMonths")
    .values({ tenantId, id: planMonth, ...month })
    .execute();
  const [goal, actionItem] = [newId("goal"), newId("actionItem")];
  const aim = { title: "More orders of owners", metric: "orders", unit: "orders", direction: "up", targetValue: 40 };
  await tx
    .insertInto("goals")
    .values({ tenantId, id: goal, ...aim, startsOn: "2026-01-01", dueOn: "2026-07-01", status: "active" })
    .execute();
  await tx
    .insertInto("actionItems")
    .values({
      ...{ tenantId, id: actionItem, deliverablePlanId: plan, goalId: goal, status: "approved" },
      ...{ title: "Name the opening hours", description: "On every page.", doer: "human", suggestedPeriod: 1 },
    })
    .execute();
  await tx
    .insertInto("routineTurns")
    .values({ tenantId, id: newId("routineTurn"), routine: "site_audit", period: "2026-01", outcome: "ordered" })
    .execute();
  return { deliverablePlan: plan, planMonth, goal, actionItem };
}

/** A task of a person beside the plan. @returns its id */
export async function insertManualTask(tx: Tx, tenantId: string): Promise<string> {
  const manualTask = newId("activity");
  await tx
    .insertInto("activities")
    .values({
      ...{ tenantId, id: manualTask, ref: "ACT-2601-901", type: "manual_task", doer: "human", status: "pending" },
      ...{ title: "Photograph the new shop", input: JSON.stringify({ beside: true }) },
    })
    .execute();
  return manualTask;
}
