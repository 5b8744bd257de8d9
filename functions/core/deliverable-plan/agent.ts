import type { DeliverablesDraft } from "#agents/deliverable-planner.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Goal from "#core/goal/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import * as Setup from "#core/setup/index.ts";
import { budgetInForce } from "#core/tenant/budget.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";
import * as DeliverablePlan from "./index.ts";
import { creditsOf, type PlannableType } from "./rules.ts";
import { typesFor } from "./types.ts";

/** What the planner gets: the approved strategy with its goals, what the plan allows, and the plan in force. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await DeliverablePlan.locked(tx, run.subjectId ?? "");
    const owner = await tx.selectFrom("tenants").select(["plan"]).where("id", "=", tenant()).executeTakeFirstOrThrow();
    const strategy = await tx
      .selectFrom("strategies")
      .select(["body", "details"])
      .where("tenantId", "=", tenant())
      .where("id", "=", row.strategyId)
      .executeTakeFirstOrThrow();
    const channels = await tx
      .selectFrom("connectedChannels")
      .select("type")
      .distinct()
      .where("tenantId", "=", tenant())
      .where("status", "=", "connected")
      .where("deletedAt", "is", null)
      .execute();
    const existing = await tx
      .selectFrom("deliverableTemplates")
      .select(["type", "monthlyVolume", "platforms"])
      .where("tenantId", "=", tenant())
      .where("status", "=", "active")
      .limit(20)
      .execute();
    const budget = await budgetInForce(tx);
    const plan = owner.plan as Plan;
    const notes = row.details["notes"];
    return {
      approvedStrategy: strategy.body ?? "",
      smartGoals: (strategy.details as { smartGoals?: unknown[] }).smartGoals ?? [],
      planType: plan,
      connectedChannels: channels.map(({ type }) => type),
      ...(existing.length > 0 ? { existingDeliverables: existing } : {}),
      ...(budget ? { budgetHint: { amountMinor: budget.monthlyMinor, currency: budget.currency } } : {}),
      creditsPerMonth: plans[plan].credits / 100,
      types: await typesFor(tx, plan),
      startsOn: new Date().toISOString().slice(0, 10),
      ...(typeof notes === "string" ? { revisionNotes: notes } : {}),
    };
  });
}

/** Stores goals and quantities in draft; the agency sees the plan when the one-time tasks are there too. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<DeliverablesDraft>): Promise<void> {
  const row = await DeliverablePlan.locked(tx, run.subjectId ?? "");
  if (row.status !== "draft" || row.runId) return;
  const owner = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const types = await typesFor(tx, owner.plan as Plan);
  const goalIds: string[] = [];
  for (const goal of data.goals) goalIds.push(await Goal.propose(tx, { ...goal, strategyId: row.strategyId }));
  for (const [position, deliverable] of data.deliverables.entries())
    await template(tx, row.id, deliverable, { position, types, goalId: goalIds[deliverable.goalIndex] ?? null });
  await tx
    .updateTable("deliverablePlans")
    .set({
      summary: data.notes ?? null,
      creditsPerMonth: Math.round(creditsOf(data.deliverables, types) * 100),
      runId: run.id,
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await DeliverablePlan.ready(tx, row.id);
}

/** The agency may fill the plan by hand; it is told. */
export async function giveUp(tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  const row = await DeliverablePlan.locked(tx, run.subjectId ?? "");
  if (row.status === "draft" && row.runId === null) await DeliverablePlan.leave(tx, row, true);
  await Setup.stopped(run, "deliverable_plan", message);
}

async function template(
  tx: Tx,
  planId: string,
  deliverable: DeliverablesDraft["deliverables"][number],
  { position, types, goalId }: { position: number; types: readonly PlannableType[]; goalId: string | null },
): Promise<void> {
  const { type, monthlyQuantity, platforms, rationale, title, notes = null, assigneeRole = null } = deliverable;
  const { label, agent } = activityTypes[type as ActivityType];
  const isTask = agent === "human";
  const each = types.find((terms) => terms.type === type)?.credits ?? 0;
  await tx
    .insertInto("deliverableTemplates")
    .values({
      tenantId: tenant(),
      id: newId("deliverableTemplate"),
      deliverablePlanId: planId,
      goalId,
      type,
      title: isTask && title ? title : label,
      ...(isTask ? { notes, assigneeRole } : {}),
      monthlyVolume: monthlyQuantity,
      platforms,
      rationale,
      creditsEach: Math.round(each * 100),
      status: "draft",
      position,
    })
    .execute();
}
