import { afterAll, expect, test } from "vitest";
import * as Plan from "#core/deliverable-plan/index.ts";
import { giveUp } from "#core/run/outcomes.ts";
import { transaction } from "#platform/db.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { VersionDiff } from "#schema/changes.ts";
import type { ContextFiles } from "#schema/context.ts";
import type { DeliverablePlan } from "#schema/deliverable-plan.ts";
import { newId } from "#schema/ids.ts";
import type { Strategy } from "#schema/strategy.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { auditedAs } from "#tests/support/pieces.ts";
import { as, freshTenant, machine, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const inTenant = <T>(tenant: TestTenant, work: Parameters<typeof transaction<T>>[0]) =>
  as(machine(tenant.id), () => transaction(work));

/** A tenant with a plan in force: six posts for Google a month that serve a goal, and an action item. */
async function planned(): Promise<{ tenant: TestTenant; goal: string }> {
  const tenant = await freshTenant({ plan: "pro" });
  const goal = await inTenant(tenant, async (tx) => {
    const made = await insertPlan(tx, tenant);
    const of = { tenantId: tenant.id, deliverablePlanId: made.deliverablePlan };
    const quantity = {
      type: "gbp_post",
      title: "Business profile post",
      monthlyVolume: 6,
      creditsEach: 25,
      goalId: made.goal,
    };
    await tx
      .insertInto("deliverableTemplates")
      .values({ ...of, id: newId("deliverableTemplate"), ...quantity, status: "active" })
      .execute();
    return made.goal;
  });
  return { tenant, goal };
}

async function open(who: TestPerson, kind: string): Promise<ApprovalItem> {
  const { items } = await ok<{ items: ApprovalItem[] }>(who, "GET", `/dm/v1/approvals?kind=${kind}&status=pending`);
  const [item] = items;
  if (!item || items.length > 1) throw new Error(`${items.length} approvals of ${kind} wait.`);
  return item;
}

function decide(who: TestPerson, { id, contentHash }: ApprovalItem, decision: string, note?: string) {
  return call(who, "POST", `/dm/v1/approvals/${id}/resolve`, {
    body: { decision, contentHash, ...(note ? { note } : {}) },
  });
}

test("a strategy worded by hand is a new version which somebody else decides, and shows its changes", async () => {
  const { tenant } = await planned();
  const { DM, TA, secondReviewer } = tenant.people;
  const before = await ok<Strategy>(DM, "GET", "/tenant/v1/strategies/1");
  const body = `${before.body.slice(0, 600)} We write for bakers first.`;
  const put = (who: TestPerson, version: number) =>
    call<Strategy>(who, "PUT", `/tenant/v1/strategies/${version}`, { body: { body, changeNote: "Bakers come first" } });
  expect((await put(TA, 1)).code).toBe("auth.forbidden");
  expect((await put((await freshTenant()).people.DM, 1)).code).toBe("request.illegal_transition");
  expect((await put(DM, 1)).body).toMatchObject({ version: 2, status: "pending_review", reviewStage: "dm", body });
  expect((await put(DM, 1)).code).toBe("request.stale_state");

  const diff = await ok<VersionDiff>(TA, "GET", "/tenant/v1/strategies/2/diff");
  expect(diff.against).toBe(1);
  const added = diff.hunks[0]?.parts.filter(({ kind }) => kind === "added").map(({ text }) => text);
  expect(added?.join("")).toContain("bakers");
  expect((await call(TA, "GET", "/tenant/v1/strategies/2/diff?against=9")).code).toBe("request.not_found");

  const first = await open(DM, "strategy");
  expect((await put(secondReviewer, 2)).body).toMatchObject({ version: 3 });
  expect((await decide(DM, first, "approve")).code).toBe("approval.approval_stale");
  const second = await open(DM, "strategy");
  expect((await decide(secondReviewer, second, "approve")).code).toBe("approval.own_work");
  expect((await decide(DM, second, "approve")).status).toBe(200);
  const states = await ok<{ items: Strategy[] }>(TA, "GET", "/tenant/v1/strategies");
  expect(states.items.map(({ status }) => status)).toEqual(["pending_review", "archived", "approved"]);
  expect(await auditedAs(tenant, "strategy.")).toEqual([
    "strategy.edited",
    "strategy.submitted",
    "strategy.edited",
    "strategy.submitted",
    "strategy.dm_approved",
  ]);
  expect((await ok<ContextFiles>(DM, "GET", "/tenant/v1/context")).file?.version).toBe(1);
});

test("quantities changed by hand keep goals and tasks, and take the place of the plan in force when approved", async () => {
  const { tenant, goal } = await planned();
  const { DM, TA, secondReviewer } = tenant.people;
  const put = (version: number, monthlyVolume: number, more: object = {}) =>
    call<DeliverablePlan>(DM, "PUT", `/tenant/v1/plans/${version}`, {
      body: { templates: [{ type: "gbp_post", monthlyVolume, goalId: goal, ...more }] },
    });
  expect(
    (await call(TA, "PUT", "/tenant/v1/plans/1", { body: { templates: [{ type: "gbp_post", monthlyVolume: 4 }] } }))
      .code,
  ).toBe("auth.forbidden");
  expect((await put(1, 99)).code).toBe("request.validation_failed");
  expect((await put(1, 4, { goalId: newId("goal") })).code).toBe("request.validation_failed");
  const edited = (await put(1, 4)).body;
  expect(edited).toMatchObject({ version: 2, status: "pending_review", goals: [{ id: goal, status: "active" }] });
  expect(edited.actionItems).toMatchObject([{ title: "Name the opening hours", status: "approved" }]);
  const { hunks } = await ok<VersionDiff>(TA, "GET", "/tenant/v1/plans/2/diff");
  expect(hunks.map(({ field }) => field)).toContain("quantities");

  const item = await open(DM, "deliverable_plan");
  expect((await decide(DM, item, "approve")).code).toBe("approval.own_work");
  expect((await decide(secondReviewer, item, "reject", "Four are too few for a whole month.")).status).toBe(200);
  const kept = await ok<DeliverablePlan>(TA, "GET", "/tenant/v1/plans/1");
  expect(kept).toMatchObject({
    status: "approved",
    goals: [{ status: "active" }],
    actionItems: [{ status: "approved" }],
  });
});

test("an approved change by hand archives the plan before it, whose goals live on", async () => {
  const { tenant, goal } = await planned();
  const { DM, TA, secondReviewer } = tenant.people;
  const templates = [{ type: "gbp_post", monthlyVolume: 5, goalId: goal }];
  expect((await call(DM, "PUT", "/tenant/v1/plans/1", { body: { templates } })).status).toBe(200);
  expect((await decide(secondReviewer, await open(DM, "deliverable_plan"), "approve")).status).toBe(200);
  expect(await ok(TA, "GET", "/tenant/v1/plans/1")).toMatchObject({ status: "archived" });
  expect(await ok(TA, "GET", "/tenant/v1/plans/2")).toMatchObject({
    status: "approved",
    goals: [{ id: goal, status: "active" }],
    templates: [{ monthlyVolume: 5, status: "active" }],
    actionItems: [{ status: "approved" }],
  });
});

test("a plan that its planner gave up is filled by hand, which takes the place of the empty draft", async () => {
  const { tenant } = await planned();
  const { DM, TA } = tenant.people;
  const templates = [{ type: "gbp_post", monthlyVolume: 5, goalId: null }];
  const put = () => call<DeliverablePlan>(DM, "PUT", "/tenant/v1/plans/2", { body: { templates } });
  await inTenant(tenant, async (tx) => {
    const { id } = await tx
      .selectFrom("strategies")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .executeTakeFirstOrThrow();
    await Plan.generate(tx, { strategyId: id });
  });
  expect((await put()).code).toBe("request.illegal_transition");
  await inTenant(tenant, async (tx) => {
    const run = await tx
      .selectFrom("agentRuns")
      .selectAll()
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", "deliverable-planner")
      .executeTakeFirstOrThrow();
    await giveUp(tx, run, "provider_error", "The model does not answer.");
  });
  expect(await ok(DM, "GET", "/tenant/v1/plans/2")).toMatchObject({ status: "draft", isEditable: true });
  expect((await put()).body).toMatchObject({ version: 3, status: "pending_review", templates: [{ monthlyVolume: 5 }] });
  expect(await ok(TA, "GET", "/tenant/v1/plans/2")).toMatchObject({ status: "archived", isEditable: false });
  expect(await ok(TA, "GET", "/tenant/v1/plans/1")).toMatchObject({ status: "approved" });
});
