import { afterAll, expect, test } from "vitest";
import * as Months from "#core/month/index.ts";
import { execute } from "#core/run/execute.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { ActionItem } from "#schema/action-item.ts";
import type { ActivityDetail } from "#schema/activity.ts";
import { newId } from "#schema/ids.ts";
import type { MonthGraph } from "#schema/month.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { as, freshTenant, machine, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";
import { audited } from "#tests/support/work.ts";

afterAll(closeStores);

interface Planned {
  tenant: TestTenant;
  planId: string;
  itemId: string;
}

async function planned(): Promise<Planned> {
  const tenant = await freshTenant({ plan: "pro" });
  return asPlatform(async (tx) => {
    const { deliverablePlan: planId, actionItem: itemId } = await insertPlan(tx, tenant);
    return { tenant, planId, itemId };
  });
}

const itemOf = async (who: TestPerson) =>
  (await ok<{ items: ActionItem[] }>(who, "GET", "/tenant/v1/action-items")).items[0];
const step = (who: TestPerson, itemId: string, verb: string) =>
  call(who, "POST", `/tenant/v1/action-items/${itemId}/${verb}`, { body: {} });
const read = (who: TestPerson, id: string) => ok<ActivityDetail>(who, "GET", `/tenant/v1/activities/${id}`);

/** Plans a month of the plan by its agent. */
async function plan({ tenant, planId }: Planned, month: string): Promise<MonthGraph> {
  await as(machine(tenant.id), () => transaction((tx) => Months.plan(tx, planId, `${month}-01`)));
  const runs = await asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", "activity-planner")
      .where("status", "=", "queued")
      .execute(),
  );
  for (const { id } of runs) await as(machine(tenant.id), () => execute(id));
  const { items } = await ok<{ items: { id: string; startsOn: string }[] }>(
    tenant.people.DM,
    "GET",
    "/tenant/v1/months",
  );
  const found = items.find(({ startsOn }) => startsOn === `${month}-01`);
  return ok(tenant.people.DM, "GET", `/tenant/v1/months/${found?.id}`);
}

test("one click makes a task of what people do once: once, linked both ways, done and opened again together", async () => {
  const { tenant, itemId } = await planned();
  const { TA, TM, CA } = tenant.people;
  expect((await step(CA, itemId, "task")).code).toBe("auth.forbidden");
  await ok(TA, "PUT", `/tenant/v1/action-items/${itemId}/assignee`, { body: { userId: TM.userId } });
  await Promise.all([step(TA, itemId, "task"), step(TA, itemId, "task")]);
  const item = await itemOf(TA);
  expect(item).toMatchObject({ status: "scheduled", assignee: { id: TM.userId } });
  const taskId = item?.activityId ?? "";
  const made = await read(TA, taskId);
  expect(made).toMatchObject({ title: item?.title, actionItemId: itemId, assignee: { id: TM.userId } });
  expect(
    await asPlatform((tx) =>
      tx
        .selectFrom("activities")
        .select("id")
        .where("tenantId", "=", tenant.id)
        .where("type", "=", "manual_task")
        .execute(),
    ),
  ).toEqual([{ id: taskId }]);

  await ok(TA, "PUT", `/tenant/v1/action-items/${itemId}/assignee`, { body: { userId: CA.userId } });
  expect(await read(TA, taskId)).toMatchObject({ assignee: { id: CA.userId } });
  await ok(CA, "POST", `/tenant/v1/tasks/${taskId}/finish`, { body: { note: "They stand on every page." } });
  expect(await itemOf(TA)).toMatchObject({ status: "done", assignee: { id: CA.userId } });
  await ok(CA, "POST", `/tenant/v1/tasks/${taskId}/reopen`, { body: {} });
  expect(await itemOf(TA)).toMatchObject({ status: "scheduled" });
  await step(TA, itemId, "done");
  expect([(await itemOf(TA))?.status, (await read(TA, taskId)).status]).toEqual(["done", "done"]);
  expect(await audited(tenant, "action_item.%")).toContain("action_item.scheduled");
});

test("whichever is given up, the other one is too", async () => {
  const [one, other] = [await planned(), await planned()];
  for (const { tenant, itemId } of [one, other]) await step(tenant.people.TA, itemId, "task");
  const taskOf = async ({ tenant }: Planned) => (await itemOf(tenant.people.TA))?.activityId ?? "";
  const ids = [await taskOf(one), await taskOf(other)];
  await ok(one.tenant.people.TA, "POST", `/tenant/v1/tasks/${ids[0]}/cancel`, { body: {} });
  expect(await itemOf(one.tenant.people.TA)).toMatchObject({ status: "dismissed" });
  expect((await step(other.tenant.people.DM, other.itemId, "dismiss")).status).toBe(200);
  expect(await read(other.tenant.people.TA, ids[1] ?? "")).toMatchObject({ status: "cancelled" });
});

test("a month that is planned holds what people do once, and planned anew it holds it once, with its person", async () => {
  const client = await planned();
  const { TA, TM } = client.tenant.people;
  await asPlatform(async (tx) => {
    await tx.deleteFrom("planMonths").where("tenantId", "=", client.tenant.id).execute();
    await tx
      .insertInto("deliverableTemplates")
      .values({
        ...{
          tenantId: client.tenant.id,
          id: newId("deliverableTemplate"),
          deliverablePlanId: client.planId,
          type: "gbp_post",
        },
        ...{ title: "Business profile posts", monthlyVolume: 1, status: "active", creditsEach: 100 },
      })
      .execute();
  });
  await ok(TA, "PUT", `/tenant/v1/action-items/${client.itemId}/assignee`, { body: { userId: TM.userId } });
  for (const _ of ["planned", "planned anew"]) {
    const { nodes } = await plan(client, "2027-02");
    const tasks = nodes.filter(({ type }) => type === "manual_task");
    expect(tasks).toMatchObject([{ title: "Name the opening hours", assignee: TM.name, creditsCost: 0 }]);
    expect(await itemOf(TA)).toMatchObject({ status: "scheduled", activityId: tasks[0]?.id });
  }
  await step(TA, client.itemId, "done");
  const { nodes } = await plan(client, "2027-02");
  expect(nodes.filter(({ type }) => type === "manual_task")).toMatchObject([{ status: "done" }]);
});
