import { afterAll, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import { freeTied } from "#core/manual-task/free.ts";
import { tellOverdue } from "#core/manual-task/overdue.ts";
import { monthEnd, monthStart, plusDays, todayIn } from "#core/month/days.ts";
import * as Months from "#core/month/index.ts";
import { turn } from "#core/month/turn.ts";
import { route } from "#core/notification/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { ActivityDetail } from "#schema/activity.ts";
import type { Comment } from "#schema/comment.ts";
import type { DeliverablePlan } from "#schema/deliverable-plan.ts";
import { newId } from "#schema/ids.ts";
import type { MonthGraph } from "#schema/month.ts";
import type { Page } from "#schema/page.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { as, clientZone, freshTenant, machine, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const today = todayIn(clientZone, new Date());
const month = monthStart(today);
const path = "/tenant/v1/tasks";

/** A client whose running month is planned. */
async function planned(): Promise<{ tenant: TestTenant; monthId: string; planId: string }> {
  const tenant = await freshTenant({ plan: "pro" });
  const monthId = newId("planMonth");
  const planId = await asPlatform(async (tx) => {
    const { deliverablePlan } = await insertPlan(tx, tenant);
    await tx
      .insertInto("planMonths")
      .values({
        ...{ tenantId: tenant.id, id: monthId, deliverablePlanId: deliverablePlan, status: "active" },
        ...{ startsOn: month, endsOn: monthEnd(month) },
      })
      .execute();
    return deliverablePlan;
  });
  return { tenant, monthId, planId };
}

const add = (who: TestPerson, task: Record<string, unknown> = {}) =>
  call<ActivityDetail>(who, "POST", path, { body: { title: "Photograph the shop", dueOn: today, ...task } });
const read = (who: TestPerson, id: string) => ok<ActivityDetail>(who, "GET", `/tenant/v1/activities/${id}`);
const step = (who: TestPerson, id: string, verb: string, body: unknown = {}) =>
  call<ActivityDetail>(who, "POST", `${path}/${id}/${verb}`, verb === "start" ? {} : { body });

/** A post for the business profile that nobody has begun, which costs credits when it is. */
const post = ({ id }: TestTenant, dependsOn: string[] = []) =>
  as(machine(id), () =>
    transaction((tx) =>
      Activity.plan(tx, {
        ...{ type: "gbp_post", doer: "gbp-post-writer", title: "Post", priority: "normal", input: {}, dependsOn },
      }),
    ),
  );

test("a person's task is given to somebody, begun, done with what came of it, and opened again; no run, no credits", async () => {
  const { tenant, monthId } = await planned();
  const { TA, TM, CA, DM } = tenant.people;
  expect((await add(TM)).code).toBe("auth.forbidden");
  const { body: made } = await add(TA, { notes: "Six pictures", assigneeUserId: TM.userId });
  expect(made).toMatchObject({ type: "manual_task", doer: "human", status: "pending", notes: "Six pictures" });
  expect(made.assignee).toMatchObject({ id: TM.userId });
  const { nodes } = await ok<MonthGraph>(CA, "GET", `/tenant/v1/months/${monthId}`);
  expect(nodes).toMatchObject([{ id: made.id, assignee: TM.name, creditsCost: 0 }]);

  expect((await step(CA, made.id, "start")).code).toBe("auth.forbidden");
  expect((await step(TM, made.id, "start")).body.status).toBe("in_progress");
  const result = { note: "They are in the library", link: "https://pictures.example/shop" };
  expect((await step(TM, made.id, "finish", { link: "javascript:alert(1)" })).code).toBe("request.validation_failed");
  expect((await step(TM, made.id, "finish", result)).body).toMatchObject({ status: "done", result });
  expect((await step(DM, made.id, "reopen", { reason: "Two are blurred" })).body).toMatchObject({
    ...{ status: "in_progress", result: null },
  });
  expect((await step(DM, made.id, "cancel")).body.status).toBe("cancelled");
  expect((await step(DM, made.id, "start")).code).toBe("request.illegal_transition");
  await workAll(tenant);
  const { creditsCost, currentRunId } = await read(TA, made.id);
  expect({ creditsCost, currentRunId }).toEqual({ creditsCost: 0, currentRunId: null });
  expect(await audited(tenant, "activity.%")).toEqual(
    expect.arrayContaining(["activity.started", "activity.finished", "activity.reopened", "activity.cancelled"]),
  );
});

test("it waits for what it needs, what needs it waits for it, and nothing waits for itself", async () => {
  const { tenant } = await planned();
  const { TA, DM } = tenant.people;
  const [before, after] = [await post(tenant), await post(tenant)];
  const { body: task } = await add(TA, { dependsOn: [before], neededBy: [after] });
  expect(task).toMatchObject({ blockedReason: "dependency", waitsFor: [{ id: before }], neededBy: [{ id: after }] });
  expect(await read(TA, after)).toMatchObject({ status: "pending", blockedReason: "dependency" });
  expect((await step(TA, task.id, "start")).code).toBe("request.illegal_transition");
  expect((await step(TA, task.id, "finish")).code).toBe("request.illegal_transition");
  const round = await call(TA, "PATCH", `${path}/${task.id}`, { body: { dependsOn: [after] } });
  expect(round.code).toBe("request.illegal_transition");

  await as(machine(tenant.id), () => transaction((tx) => Activity.consider(tx, before)));
  await workAll(tenant);
  expect(await read(TA, task.id)).toMatchObject({ status: "pending", blockedReason: null });
  expect((await step(TA, task.id, "finish", { note: "Done" })).body.status).toBe("done");
  await workAll(tenant);
  expect((await read(TA, after)).status).toBe("done");

  const later = await post(tenant);
  const { body: other } = await add(DM, { title: "Call the printer", neededBy: [later] });
  expect((await read(DM, later)).blockedReason).toBe("dependency");
  await step(DM, other.id, "cancel");
  await workAll(tenant);
  expect(await read(DM, later)).toMatchObject({ status: "done", waitsFor: [] });
});

test("what needs a task waits no longer when the task is given up in any way", async () => {
  const { tenant, monthId } = await planned();
  const { TA, DM } = tenant.people;
  const [first, second] = [await post(tenant), await post(tenant)];
  const { body: task } = await add(TA, { neededBy: [first] });
  expect((await call(DM, "POST", `/dm/v1/activities/${task.id}/cancel`, { body: {} })).status).toBe(200);
  expect(await read(DM, first)).toMatchObject({ status: "queued", waitsFor: [] });
  const promised = await as(machine(tenant.id), () =>
    transaction((tx) =>
      Activity.plan(tx, {
        ...{ type: "manual_task", doer: "human", title: "Count", priority: "normal", input: {}, planMonthId: monthId },
      }),
    ),
  );
  expect((await call(TA, "PATCH", `${path}/${promised}`, { body: { neededBy: [second] } })).status).toBe(200);
  expect((await read(DM, second)).blockedReason).toBe("dependency");
  await as(machine(tenant.id), () => transaction((tx) => Months.cancel(tx, monthId)));
  expect((await read(DM, promised)).status).toBe("cancelled");
  expect(await read(DM, second)).toMatchObject({ status: "queued", waitsFor: [] });
});

test("what still hangs on a task that was given up goes on by the clock", async () => {
  const { tenant } = await planned();
  const { TA, DM } = tenant.people;
  const [held, other] = [await post(tenant), await post(tenant)];
  const { body: gone } = await add(TA, { neededBy: [held] });
  const { body: open } = await add(TA, { neededBy: [other] });
  await asPlatform((tx) =>
    tx.updateTable("activities").set({ status: "cancelled" }).where("id", "=", gone.id).execute(),
  );
  await as(machine(tenant.id), freeTied);
  expect(await read(DM, held)).toMatchObject({ status: "queued", waitsFor: [] });
  expect(await read(DM, other)).toMatchObject({ blockedReason: "dependency", waitsFor: [{ id: open.id }] });
});

test("work that has a day of its own begins on it, also when what it waited for was done before", async () => {
  const { tenant } = await planned();
  const { TA } = tenant.people;
  const later = await post(tenant);
  const begins = (notBefore: string) =>
    asPlatform((tx) =>
      tx
        .updateTable("activities")
        .set((eb) => ({ input: eb("input", "||", JSON.stringify({ notBefore })) }))
        .where("id", "=", later)
        .execute(),
    );
  const { body: task } = await add(TA, { neededBy: [later] });
  expect(await read(TA, later)).toMatchObject({ status: "pending", blockedReason: "dependency" });
  await begins(plusDays(today, 3));
  expect((await step(TA, task.id, "finish")).status).toBe(200);
  expect(await read(TA, later)).toMatchObject({ status: "pending", blockedReason: null });
  await begins(today);
  await as(machine(tenant.id), () => turn(new Date()));
  expect((await read(TA, later)).status).toBe("queued");
});

test("a task worded anew keeps its day, and work that was tied to it and has begun since", async () => {
  const { tenant } = await planned();
  const { TA } = tenant.people;
  const { body: task } = await add(TA);
  const follower = await post(tenant, [task.id]);
  await step(TA, task.id, "finish", { note: "Twelve pictures." });
  await workAll(tenant);
  await step(TA, task.id, "reopen");
  const again = { title: "Photograph the shop again", dueOn: today, assigneeUserId: null, neededBy: [follower] };
  expect((await call(TA, "PATCH", `${path}/${task.id}`, { body: again })).status).toBe(200);
  expect(await read(TA, task.id)).toMatchObject({ title: again.title, neededBy: [{ id: follower }] });
  const { input } = await as(machine(tenant.id), () => transaction((tx) => Activity.locked(tx, task.id)));
  expect(input).not.toHaveProperty("movedTo");
});

test("work of another client can neither be waited for nor made to wait, and another client's task is not there", async () => {
  const { tenant } = await planned();
  const stranger = await freshTenant({ plan: "pro" });
  const { body: task } = await add(tenant.people.TA);
  const foreign = await post(stranger);
  for (const ties of [{ dependsOn: [foreign] }, { neededBy: [foreign] }]) {
    expect((await add(tenant.people.TA, ties)).code).toBe("request.not_found");
    const patched = await call(tenant.people.TA, "PATCH", `${path}/${task.id}`, { body: ties });
    expect(patched.code).toBe("request.not_found");
  }
  const own = await post(tenant);
  expect((await step(tenant.people.TA, own, "start")).code).toBe("request.not_found");
  for (const verb of ["start", "finish", "reopen", "cancel"])
    expect((await step(stranger.people.TA, task.id, verb)).code).toBe("request.not_found");
});

test("whoever has the role takes up what nobody was given; people talk about it where it stands", async () => {
  const { tenant } = await planned();
  const { TA, CA, TM } = tenant.people;
  const { body: task } = await add(TA, { assigneeRole: "TM" });
  expect(task.assignee).toMatchObject({ id: TM.userId });
  await call(TA, "PATCH", `${path}/${task.id}`, { body: { assigneeUserId: null } });
  expect((await step(CA, task.id, "start")).code).toBe("auth.forbidden");
  expect((await step(TM, task.id, "start")).body.assignee).toMatchObject({ id: TM.userId });
  const about = { subjectType: "activity", subjectId: task.id };
  await call(TM, "POST", "/tenant/v1/comments", { body: { ...about, body: "The shop is closed today." } });
  const { items } = await ok<Page<Comment>>(CA, "GET", `/tenant/v1/comments?subjectType=activity&subjectId=${task.id}`);
  expect(items).toMatchObject([{ body: "The shop is closed today." }]);
});

test("whoever does an overdue task is told once; another day puts it off", async () => {
  const { tenant } = await planned();
  const { TA, TM } = tenant.people;
  const { body: task } = await add(TA, { assigneeUserId: TM.userId, dueOn: plusDays(today, -3) });
  const tell = () => as(machine(tenant.id), () => tellOverdue(new Date()));
  const due = (dueOn: string) => call(TA, "PATCH", `${path}/${task.id}`, { body: { dueOn } });
  await due(plusDays(today, 2));
  await tell();
  expect(await toldOf(tenant)).toEqual([]);
  await due(plusDays(today, -2));
  await tell();
  await tell();
  const told = await toldOf(tenant);
  expect(told.map(({ name }) => name)).toEqual(["task.overdue"]);
  const { data } = (told[0]?.payload ?? {}) as { data: Record<string, string> };
  await as(machine(tenant.id), () =>
    route({
      ...{ event: "task.overdue", subjectType: "activity", subjectId: task.id, data },
      outboxId: told[0]?.id ?? "",
    } as never),
  );
  const sent = await asPlatform((tx) =>
    tx.selectFrom("notificationDeliveries").select("userId").distinct().where("tenantId", "=", tenant.id).execute(),
  );
  expect(sent).toEqual([{ userId: TM.userId }]);
  expect((await step(TM, task.id, "finish")).body.status).toBe("done");
  const { body: done } = await add(TA, { dueOn: plusDays(today, -3) });
  await step(TA, done.id, "finish");
  await tell();
  expect(await toldOf(tenant)).toHaveLength(1);
});

function toldOf({ id }: TestTenant) {
  return asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select(["id", "name", "payload"])
      .where("tenantId", "=", id)
      .where("kind", "=", "notification")
      .where("name", "=", "task.overdue")
      .execute(),
  );
}

test("tasks of a plan stand in its month with their own words and people, and a month planned anew leaves added ones alone", async () => {
  const { tenant, monthId, planId } = await planned();
  const { TA, TM, DM, secondReviewer } = tenant.people;
  const templates = [
    { type: "gbp_post", monthlyVolume: 4 },
    { type: "manual_task", title: "Count the visitors", monthlyVolume: 2, notes: "On a Saturday", assigneeRole: "TM" },
    { type: "manual_task", title: "Write to the council", monthlyVolume: 1, assigneeUserId: DM.userId },
  ];
  const put = (rows: unknown[]) => call(DM, "PUT", "/tenant/v1/plans/1", { body: { templates: rows } });
  expect((await put([{ type: "manual_task", monthlyVolume: 1 }])).code).toBe("request.validation_failed");
  expect((await put([{ type: "gbp_post", monthlyVolume: 4, notes: "Nobody does it" }])).code).toBe(
    "request.validation_failed",
  );
  expect((await put(templates)).status).toBe(200);
  const plan = await ok<DeliverablePlan>(TA, "GET", "/tenant/v1/plans/2");
  expect(plan).toMatchObject({ creditsPerMonth: 4 });
  const { items } = await ok<{ items: { id: string; contentHash: string }[] }>(
    secondReviewer,
    "GET",
    "/dm/v1/approvals?kind=deliverable_plan&status=pending",
  );
  const { body: extra } = await add(TA, { dueOn: monthEnd(month) });
  const [approval] = items;
  await ok(secondReviewer, "POST", `/dm/v1/approvals/${approval?.id}/resolve`, {
    body: { decision: "approve", contentHash: approval?.contentHash },
  });
  await workAll(tenant);
  const next = monthStart(month, 1);
  const later = await asPlatform((tx) =>
    tx
      .selectFrom("planMonths")
      .select(["id", "startsOn"])
      .where("tenantId", "=", tenant.id)
      .where("deliverablePlanId", "!=", planId)
      .where("status", "=", "active")
      .executeTakeFirstOrThrow(),
  );
  const tasksOf = async (id: string) =>
    (await ok<MonthGraph>(TA, "GET", `/tenant/v1/months/${id}`)).nodes
      .filter(({ type }) => type === "manual_task")
      .map(({ title, assignee, status }) => ({ title, assignee, status }))
      .toSorted((a, b) => (a.title < b.title ? -1 : 1));
  const kept = later.startsOn === next ? [] : [{ title: extra.title, assignee: null, status: "pending" }];
  const pending = (title: string, assignee: string) => ({ title, assignee, status: "pending" });
  const expected = [
    pending("Count the visitors 1 of 2", TM.name),
    pending("Count the visitors 2 of 2", TM.name),
    { title: "Name the opening hours", assignee: null, status: "pending" },
    ...kept,
    pending("Write to the council", DM.name),
  ];
  expect(await tasksOf(later.id)).toEqual(expected);
  expect((await read(TA, extra.id)).status).toBe("pending");
  const { nodes } = await ok<MonthGraph>(TA, "GET", `/tenant/v1/months/${later.id}`);
  const council = nodes.find(({ title }) => title === "Write to the council")?.id;
  await call(TA, "PATCH", `${path}/${extra.id}`, { body: { dependsOn: [council] } });
  await ok(TA, "POST", "/tenant/v1/months", { body: { month: later.startsOn.slice(0, 7) } });
  await workAll(tenant);
  expect(await tasksOf(later.id)).toEqual(expected);
  const tied = await read(TA, extra.id);
  expect(tied).toMatchObject({
    blockedReason: "dependency",
    waitsFor: [{ title: "Write to the council", status: "pending" }],
  });
  expect(tied.waitsFor[0]?.id).not.toBe(council);
  expect(monthId).not.toBe(later.id);
});
