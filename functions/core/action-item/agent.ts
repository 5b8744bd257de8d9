import type { ActionItems } from "#agents/action-item-planner.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as DeliverablePlan from "#core/deliverable-plan/index.ts";
import { typesFor } from "#core/deliverable-plan/types.ts";
import * as Effect from "#core/effect/index.ts";
import * as Research from "#core/research/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { actionItemMachine } from "#schema/action-item.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { newId } from "#schema/ids.ts";
import { sources } from "#schema/machine.ts";
import type { Plan } from "#schema/tenant.ts";
import * as ActionItem from "./index.ts";

/** What the planner gets: the approved strategy, what research missed, and what is open already. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const plan = await DeliverablePlan.locked(tx, run.subjectId ?? "");
    const owner = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
    const strategy = await tx
      .selectFrom("strategies")
      .select("body")
      .where("tenantId", "=", tenant())
      .where("id", "=", plan.strategyId)
      .executeTakeFirstOrThrow();
    const channels = await tx
      .selectFrom("connectedChannels")
      .select("type")
      .distinct()
      .where("tenantId", "=", tenant())
      .where("status", "=", "connected")
      .where("deletedAt", "is", null)
      .execute();
    const baseline = await tx
      .selectFrom("tenantBaselines")
      .select("id")
      .where("tenantId", "=", tenant())
      .limit(1)
      .execute();
    const open = await tx
      .selectFrom("actionItems")
      .select("title")
      .where("tenantId", "=", tenant())
      .where("status", "in", sources(actionItemMachine, "dismiss"))
      .limit(100)
      .execute();
    const notes = await Research.latest(tx, "client");
    return {
      approvedStrategy: strategy.body ?? "",
      connectedChannels: channels.map(({ type }) => type),
      planType: owner.plan,
      hasBaseline: baseline.length > 0,
      gaps: notes?.metadata["gaps"] ?? [],
      doers: [{ name: "human", credits: 0 }, ...(await agentsFor(tx, owner.plan as Plan))],
      openItems: open.map(({ title }) => title),
    };
  });
}

// Agents whose work stands alone: what is made from other work is planned with it, by the month.
async function agentsFor(tx: Tx, plan: Plan): Promise<{ name: string; credits: number }[]> {
  const types = await typesFor(tx, plan);
  return types
    .filter(({ needs }) => needs.length === 0)
    .map(({ type, credits }) => ({ name: activityTypes[type as ActivityType].agent, credits }))
    .filter(({ name }) => name !== "human");
}

/** Stores the list and puts it before the agency. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<ActionItems>): Promise<void> {
  const planId = run.subjectId ?? "";
  for (const { title, description, agentQueue, suggestedPeriod, goalHint = null, creditEstimate } of data.items) {
    const id = newId("actionItem");
    const row = { title, description, doer: agentQueue, suggestedPeriod, status: "pending_review" };
    const estimate = { goalHint, creditEstimate: Math.round(creditEstimate * 100) };
    await tx
      .insertInto("actionItems")
      .values({ tenantId: tenant(), id, deliverablePlanId: planId, ...row, ...estimate })
      .execute();
    await Effect.audit(
      "action_item.created",
      { type: "action_item", id, label: title },
      { after: { suggestedPeriod } },
    );
  }
  await ActionItem.submit(tx, planId, `agent:${run.id}`);
  await DeliverablePlan.ready(tx, planId, { hasItems: true });
}

/** The plan goes on without one-time tasks. */
export async function giveUp(tx: Tx, run: Failed): Promise<void> {
  await DeliverablePlan.ready(tx, run.subjectId ?? "", { hasItems: true });
}
