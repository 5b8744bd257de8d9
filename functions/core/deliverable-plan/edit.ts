import * as ActionItem from "#core/action-item/index.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { demandMember, members } from "#core/manual-task/assignee.ts";
import * as Planning from "#core/planning/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { PlanEdit } from "#schema/deliverable-plan.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";
import { goalsOf, retire } from "./contents.ts";
import { isEditable } from "./editable.ts";
import * as DeliverablePlan from "./index.ts";
import { creditsOf, type PlannableType, problemsOf } from "./rules.ts";
import { typesFor } from "./types.ts";

/**
 * Quantities as a person of the agency wants them are a new version, which another one approves. Goals and one-time tasks go over
 * to it; the plan in force stays until then. @returns the new version's number
 * @throws request.stale_state unless `version` is the newest; request.validation_failed for what breaks the rules of a plan
 */
export async function edit(version: number, input: PlanEdit): Promise<number> {
  require("plan.decide", "edit the plan");
  return transaction(async (tx) => {
    const last = await newest(tx, version);
    const goals = await goalsOf(tx, last.id);
    const owner = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
    const types = await typesFor(tx, owner.plan as Plan);
    const people = await members(tx);
    for (const { assigneeUserId } of input.templates) if (assigneeUserId) demandMember(people, assigneeUserId);
    refuse(input, goals, types, plans[owner.plan as Plan].credits / 100);
    const made = await write(tx, last, input, types);
    await Approval.supersede(tx, { type: "deliverable_plan", id: last.id });
    await ActionItem.carry(tx, last.id, made.id);
    if (last.status !== "approved") await layAside(tx, last.id);
    await Effect.audit(
      "deliverable_plan.edited",
      Planning.subject("deliverable_plan", made),
      { before: { version }, after: { version: made.version } },
      input.changeNote,
    );
    await DeliverablePlan.submit(tx, made.id);
    return made.version;
  });
}

async function newest(tx: Tx, version: number): Promise<DeliverablePlan.Row> {
  const row = await Planning.newest<DeliverablePlan.Row>(tx, "deliverable_plan");
  if (!row) throw new AppError("request.illegal_transition", "There is no plan yet. It follows the approved strategy.");
  Planning.demandNewest(row, version);
  if (!isEditable(row))
    throw new AppError(
      "request.illegal_transition",
      row.status === "draft"
        ? "A new version is being planned. Wait for it, then edit."
        : `Version ${version} is ${row.status}; only one that waits for approval or is in force can be edited.`,
    );
  return row;
}

function refuse(
  { templates, topUpsExpected }: PlanEdit,
  goals: readonly string[],
  types: readonly PlannableType[],
  allocated: number,
): void {
  if (templates.some(({ goalId }) => goalId !== null && !goals.includes(goalId)))
    throw invalid("templates", "goal", "A quantity serves one of the plan's own goals, or none.");
  const deliverables = templates.map(({ type, title, monthlyVolume }) => ({
    ...{ type, title, monthlyQuantity: monthlyVolume, goalIndex: 0 },
  }));
  if (
    templates.some(({ type, notes, assigneeRole, assigneeUserId }) =>
      isOdd(type, notes ?? assigneeRole ?? assigneeUserId),
    )
  )
    throw invalid("templates", "task", "Only a task of people has notes and somebody who does it.");
  const broken = problemsOf({ goals: [null], deliverables }, types);
  if (broken.length > 0) throw invalid("templates", "plan", broken.join(" "));
  const credits = creditsOf(deliverables, types);
  if (credits > allocated && !topUpsExpected)
    throw invalid(
      "topUpsExpected",
      "credits",
      `The plan needs ${credits} credits a month, ${allocated} are included. Say that top-ups are expected, or plan less.`,
    );
}

const isOdd = (type: string, said: string | null): boolean =>
  said !== null && activityTypes[type as ActivityType]?.agent !== "human";

function invalid(path: string, rule: string, message: string): AppError {
  return new AppError("request.validation_failed", message, { fields: [{ path, rule, message }] });
}

async function write(tx: Tx, last: DeliverablePlan.Row, input: PlanEdit, types: readonly PlannableType[]) {
  const [id, version] = [newId("deliverablePlan"), last.version + 1];
  const quantities = input.templates.map(({ type, monthlyVolume }) => ({ type, monthlyQuantity: monthlyVolume }));
  await tx
    .insertInto("deliverablePlans")
    .values({
      ...{ tenantId: tenant(), id, version, strategyId: last.strategyId, status: "draft", summary: last.summary },
      creditsPerMonth: Math.round(creditsOf(quantities, types) * 100),
      details: JSON.stringify({ editedFrom: last.id, hasItems: true, topUpsExpected: input.topUpsExpected }),
      createdBy: reference(),
    })
    .execute();
  const each = new Map(types.map(({ type, credits }) => [type, credits]));
  for (const [position, row] of input.templates.entries()) {
    const { type, monthlyVolume, platforms, goalId, rationale, title, notes, assigneeRole, assigneeUserId } = row;
    const { label, agent } = activityTypes[type as ActivityType];
    await tx
      .insertInto("deliverableTemplates")
      .values({
        ...{ tenantId: tenant(), id: newId("deliverableTemplate"), deliverablePlanId: id, goalId, type, position },
        ...{ monthlyVolume, platforms, rationale, status: "draft" },
        title: agent === "human" && title ? title : label,
        creditsEach: Math.round((each.get(type) ?? 0) * 100),
        ...{ notes, assigneeRole, assigneeUserId },
      })
      .execute();
  }
  return { id, version };
}

// The version nobody decided makes room for the one that takes its place.
async function layAside(tx: Tx, id: string): Promise<void> {
  await Planning.set(tx, "deliverable_plan", id, { status: "archived" });
  await retire(tx, id);
}
