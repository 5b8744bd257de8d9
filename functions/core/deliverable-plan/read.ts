import { versionChanges } from "#core/changes.ts";
import { read as readGoals } from "#core/goal/read.ts";
import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ActionItem } from "#schema/action-item.ts";
import type { VersionDiff } from "#schema/changes.ts";
import type { DeliverablePlan, PlanType, PlanVersion } from "#schema/deliverable-plan.ts";
import { notFound } from "#schema/errors.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";
import { isEditable } from "./editable.ts";
import { typesFor } from "./types.ts";

/** The versions of the plan, newest first. */
export async function list(): Promise<PlanVersion[]> {
  require("plan.read", "see the plan");
  return transaction(select);
}

/** One version of the plan with its goals, quantities and one-time tasks. */
export async function get(version: number): Promise<DeliverablePlan> {
  require("plan.read", "see the plan");
  return transaction(async (tx) => {
    const found = (await select(tx)).find((row) => row.version === version);
    if (!found) throw notFound("Plan", String(version));
    const templates = await tx
      .selectFrom("deliverableTemplates")
      .select(["id", "type", "title", "monthlyVolume", "platforms", "rationale", "creditsEach", "goalId", "status"])
      .select(["notes", "assigneeRole", "assigneeUserId"])
      .where("tenantId", "=", tenant())
      .where("deliverablePlanId", "=", found.id)
      .orderBy("position")
      .execute();
    const goalIds = [...new Set(templates.flatMap(({ goalId }) => goalId ?? []))];
    return {
      ...found,
      templates: templates.map((row) => ({
        ...row,
        creditsEach: row.creditsEach / 100,
        assigneeRole: row.assigneeRole as DeliverablePlan["templates"][number]["assigneeRole"],
        assigneeUserId: row.assigneeUserId as DeliverablePlan["templates"][number]["assigneeUserId"],
        status: row.status as DeliverablePlan["templates"][number]["status"],
      })),
      goals: await readGoals(tx, goalIds),
      actionItems: await itemsOf(tx, found.id),
    };
  });
}

/** What changed up to a version: by default since the one before it. */
export async function diff(version: number, against?: number): Promise<VersionDiff> {
  const other = against ?? (await list()).find((row) => row.version < version)?.version;
  const rows = [await get(version)];
  if (other !== undefined && other !== version) rows.push(await get(other));
  return versionChanges("Plan", rows, textsOf, { version, against: other });
}

/** What a plan of this client may hold. */
export async function types(): Promise<PlanType[]> {
  require("plan.read", "see the plan");
  return transaction(async (tx) => {
    const owner = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
    return (await typesFor(tx, owner.plan as Plan)).map((type) => ({ ...type, needs: [...type.needs] }));
  });
}

/** The one-time tasks of the plan in force, in the order they were planned. */
export async function actionItems(): Promise<ActionItem[]> {
  require("plan.read", "see action items");
  return transaction(async (tx) => {
    const current = (await select(tx)).find(({ status }) => status !== "archived" && status !== "rejected");
    return current ? itemsOf(tx, current.id) : [];
  });
}

// One line for each quantity and goal, so that a changed line shows beside what it was.
function textsOf({ templates, goals, actionItems: items }: DeliverablePlan): Record<string, string> {
  const places = (platforms: readonly string[]) => (platforms.length > 0 ? ` on ${platforms.join(", ")}` : "");
  return {
    quantities: templates
      .map(({ title, monthlyVolume, platforms }) => `${title}: ${monthlyVolume} a month${places(platforms)}`)
      .join("\n"),
    goals: goals
      .map(({ title, targetValue, unit, dueOn }) => `${title}: ${targetValue} ${unit} by ${dueOn}`)
      .join("\n"),
    actionItems: items.map(({ title, doer }) => `${title} (${doer})`).join("\n"),
  };
}

async function itemsOf(tx: Tx, planId: string): Promise<ActionItem[]> {
  const rows = await tx
    .selectFrom("actionItems as i")
    .leftJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "i.tenantId").onRef("a.id", "=", "i.activityId"),
    )
    .leftJoin("users as u", (join) =>
      join.on((eb) => eb("u.id", "=", eb.fn.coalesce("a.assigneeUserId", "i.assigneeUserId"))),
    )
    .select(["i.id", "i.title", "i.description", "i.doer", "i.suggestedPeriod", "i.status", "i.activityId"])
    .select(["u.id as assigneeUserId", "i.goalHint", "i.creditEstimate", "i.rowVersion", "u.firstName", "u.lastName"])
    .where("i.tenantId", "=", tenant())
    .where("i.deliverablePlanId", "=", planId)
    .orderBy("i.suggestedPeriod")
    .orderBy("i.id")
    .execute();
  return rows.map(({ assigneeUserId, firstName, lastName, creditEstimate, ...row }) => ({
    ...row,
    creditEstimate: creditEstimate === null ? null : creditEstimate / 100,
    status: row.status as ActionItem["status"],
    assignee: assigneeUserId ? { id: assigneeUserId, name: `${firstName} ${lastName}`.trim() } : null,
  }));
}

async function select(tx: Tx): Promise<PlanVersion[]> {
  const owner = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const rows = await tx
    .selectFrom("deliverablePlans")
    .select(["id", "version", "status", "summary", "creditsPerMonth", "rejectionNote", "approvedAt", "createdAt"])
    .select("details")
    .where("tenantId", "=", tenant())
    .orderBy("version", "desc")
    .limit(100)
    .execute();
  return rows.map(({ details, ...row }) => ({
    ...row,
    status: row.status as PlanVersion["status"],
    isEditable: isEditable({ status: row.status, details }),
    creditsPerMonth: row.creditsPerMonth / 100,
    creditsAllocated: plans[owner.plan as Plan].credits / 100,
    approvedAt: iso(row.approvedAt),
    createdAt: iso(row.createdAt),
  }));
}
