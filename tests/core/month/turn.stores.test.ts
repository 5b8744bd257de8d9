import { afterAll, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import { monthEnd, monthStart, plusDays, todayIn, workdaysBetween } from "#core/month/days.ts";
import * as Months from "#core/month/index.ts";
import { turn } from "#core/month/turn.ts";
import { atLocalTime } from "#core/publish/slot.ts";
import { execute } from "#core/run/execute.ts";
import { giveUp } from "#core/run/outcomes.ts";
import { asPlatform, pool, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { newId } from "#schema/ids.ts";
import type { DryRun, Month } from "#schema/month.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const weekdays = { workingDays: ["mon", "tue", "wed", "thu", "fri"], blackoutDates: [] };

/** A client at the far side of the date line, 14 hours before UTC, to whom four business profile posts a month are promised. */
async function promised(options: { credits?: number } = {}): Promise<TestTenant & { planId: string }> {
  const tenant = await freshTenant({ plan: "pro", ...options });
  const planId = await asPlatform(async (tx) => {
    const { deliverablePlan: id } = await insertPlan(tx, tenant);
    await tx.updateTable("actionItems").set({ status: "dismissed" }).where("tenantId", "=", tenant.id).execute();
    await tx.updateTable("tenants").set({ timezone: "Pacific/Kiritimati" }).where("id", "=", tenant.id).execute();
    await tx
      .insertInto("deliverableTemplates")
      .values({
        ...{ tenantId: tenant.id, id: newId("deliverableTemplate"), deliverablePlanId: id, type: "gbp_post" },
        ...{ title: "Business profile posts", monthlyVolume: 4, status: "active", creditsEach: 100 },
      })
      .execute();
    return id;
  });
  return { ...tenant, planId };
}

/** The month after the one that is running there: it has all its working days, whatever day it is. */
const nextMonth = () => monthStart(todayIn("Pacific/Kiritimati", new Date()), 1).slice(0, 7);
const at = (tenant: TestTenant, time: string) => as(machine(tenant.id), () => turn(new Date(time)));

async function plannersWork({ id }: TestTenant): Promise<number> {
  const runs = await asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("id")
      .where("tenantId", "=", id)
      .where("agent", "=", "activity-planner")
      .where("status", "=", "queued")
      .execute(),
  );
  for (const run of runs) await as(machine(id), () => execute(run.id));
  return runs.length;
}

const months = ({ id }: TestTenant) =>
  asPlatform((tx) =>
    tx
      .selectFrom("planMonths")
      .select(["startsOn", "status", "planned"])
      .where("tenantId", "=", id)
      .orderBy("startsOn")
      .execute(),
  );
const periods = ({ id }: TestTenant) =>
  asPlatform((tx) =>
    tx
      .selectFrom("deliverablePeriods")
      .select(["startsOn", "status", "target", "carriedIn", "shortfall"])
      .where("tenantId", "=", id)
      .orderBy("startsOn")
      .execute(),
  );
const open = ({ id }: TestTenant, from: string, to: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("activities as a")
      .innerJoin("planMonths as m", "m.id", "a.planMonthId")
      .select("a.id")
      .where("a.tenantId", "=", id)
      .where("a.status", "!=", "cancelled")
      .where("m.startsOn", ">=", from)
      .where("m.startsOn", "<", to)
      .execute(),
  ).then((rows) => rows.length);

test("a month begins once, with the first hour of its first day where the client is", async () => {
  const tenant = await promised();
  await at(tenant, "2027-02-10T00:00:00Z");
  expect(await plannersWork(tenant)).toBe(1);
  await at(tenant, "2027-02-28T09:59:00Z");
  expect(await plannersWork(tenant)).toBe(0);
  await at(tenant, "2027-02-28T10:00:00Z");
  await at(tenant, "2027-02-28T10:01:00Z");
  expect(await plannersWork(tenant)).toBe(1);
  expect(await months(tenant)).toMatchObject([
    { startsOn: "2026-01-01", status: "closed" },
    { startsOn: "2027-02-01", status: "active", planned: 4 },
    { startsOn: "2027-03-01", status: "active", planned: 4 },
  ]);
});

test("it is over on the fifth of the next, and half of what is missing is made up for there", async () => {
  const tenant = await promised();
  await at(tenant, "2027-03-01T00:00:00Z");
  await plannersWork(tenant);
  await at(tenant, "2027-04-01T00:00:00Z");
  await plannersWork(tenant);
  await at(tenant, "2027-04-04T09:59:00Z");
  expect(await periods(tenant)).toMatchObject([{ status: "active" }, { status: "active", target: 4 }]);
  await Promise.all([at(tenant, "2027-04-04T10:00:00Z"), at(tenant, "2027-04-04T10:00:00Z")]);
  expect(await periods(tenant)).toMatchObject([
    { startsOn: "2027-03-01", status: "closed", target: 4, shortfall: 4 },
    { startsOn: "2027-04-01", status: "active", target: 6, carriedIn: 2 },
  ]);
  expect(await open(tenant, "2027-03-01", "2027-04-01")).toBe(0);
  expect(await open(tenant, "2027-04-01", "2027-05-01")).toBe(6);
  expect(await months(tenant)).toMatchObject([{}, { status: "closed" }, { status: "active", planned: 6 }]);
});

test("what people put on the first of the next month, by the client's clock, is kept; what is due or goes out before is not", async () => {
  const tenant = await promised();
  const zone = "Pacific/Kiritimati";
  await at(tenant, "2027-03-01T00:00:00Z");
  await plannersWork(tenant);
  const times = [
    { scheduledFor: atLocalTime("2027-04-01", "09:00", zone), dueAt: new Date("2027-03-30T17:00:00Z") },
    { scheduledFor: atLocalTime("2027-03-31", "23:00", zone), dueAt: new Date("2027-03-30T17:00:00Z") },
    { scheduledFor: null, dueAt: new Date("2027-03-31T17:00:00Z") },
    { scheduledFor: null, dueAt: new Date("2027-04-01T17:00:00Z") },
  ];
  const pieces = () =>
    asPlatform((tx) =>
      tx
        .selectFrom("activities as a")
        .innerJoin("planMonths as m", "m.id", "a.planMonthId")
        .select(["a.id", "a.status"])
        .where("a.tenantId", "=", tenant.id)
        .where("m.startsOn", "=", "2027-03-01")
        .orderBy("a.id")
        .execute(),
    );
  const planned = await pieces();
  for (const [index, { id }] of planned.entries())
    await asPlatform((tx) =>
      tx
        .updateTable("activities")
        .set({ ...times[index], status: "pending" })
        .where("id", "=", id)
        .execute(),
    );
  await at(tenant, "2027-04-04T10:00:00Z");
  expect((await pieces()).map(({ status }) => status)).toEqual(["pending", "cancelled", "cancelled", "pending"]);
});

test("added work stands in the month of its day, by the client's clock where it goes out, by UTC where it is due", async () => {
  const tenant = await promised();
  const zone = "Pacific/Kiritimati";
  const times = [
    { scheduledFor: atLocalTime("2027-02-28", "23:00", zone) },
    { scheduledFor: atLocalTime("2027-03-01", "09:00", zone) },
    { scheduledFor: atLocalTime("2027-03-31", "23:00", zone) },
    { scheduledFor: atLocalTime("2027-04-01", "09:00", zone) },
    { dueAt: new Date("2027-02-28T17:00:00Z") },
    { dueAt: new Date("2027-03-01T17:00:00Z") },
    { dueAt: new Date("2027-03-31T17:00:00Z") },
    { dueAt: new Date("2027-04-01T17:00:00Z") },
  ];
  const added: string[] = [];
  for (const time of times)
    added.push(
      await as(machine(tenant.id), () =>
        transaction((tx) =>
          Activity.plan(tx, {
            ...{ type: "gbp_post", doer: "gbp-post-writer", title: "Post", priority: "normal" },
            ...{ input: { beside: true, notBefore: "2099-01-01" }, ...time },
          }),
        ),
      ),
    );
  await at(tenant, "2027-03-01T00:00:00Z");
  await plannersWork(tenant);
  const adopted = await asPlatform((tx) =>
    tx
      .selectFrom("activities as a")
      .innerJoin("planMonths as m", "m.id", "a.planMonthId")
      .select("a.id")
      .where("m.startsOn", "=", "2027-03-01")
      .where("a.id", "in", added)
      .orderBy("a.id")
      .execute(),
  );
  expect(adopted.map(({ id }) => added.indexOf(id))).toEqual([1, 2, 5, 6]);
});

test("a client without a plan in force, and one whose plan begins next month, are left as they are", async () => {
  const bare = await freshTenant({ plan: "pro" });
  await at(bare, "2027-03-01T00:00:00Z");
  expect(await months(bare)).toEqual([]);
  const tenant = await promised();
  await at(tenant, "2027-03-01T00:00:00Z");
  await at(tenant, "2027-02-20T00:00:00Z");
  expect((await months(tenant)).map(({ startsOn }) => startsOn)).not.toContain("2027-02-01");
});

test("a month says before and after it is planned what its credits do not pay, and what has begun is not counted twice", async () => {
  const tenant = await promised({ credits: 300 });
  const month = nextMonth();
  await asPlatform((tx) =>
    tx
      .updateTable("creditBalances")
      .set({ nextResetAt: new Date(Date.now() + 90 * 86_400_000) })
      .where("tenantId", "=", tenant.id)
      .execute(),
  );
  const dry = () => ok<DryRun>(tenant.people.DM, "GET", `/tenant/v1/months/dry-run?month=${month}`);
  expect((await dry()).credits).toEqual({ needed: 4, available: 3, used: 0, waiting: 1 });
  await ok(tenant.people.TA, "POST", "/tenant/v1/months", { body: { month } });
  await plannersWork(tenant);
  const { items } = await ok<{ items: Month[] }>(tenant.people.TA, "GET", "/tenant/v1/months");
  expect(items[0]?.warnings[0]).toMatch(/^The month needs 4 credits, [\d.]+ are left: \d pieces? waits? for credits/);
  const { credits, activities } = await dry();
  expect(credits.needed).toBe(credits.waiting);
  expect(activities.filter(({ funded }) => !funded)).toHaveLength(credits.waiting);
});

test("what people moved stays where they put it when the month is planned anew", async () => {
  const tenant = await promised();
  const { TA, DM } = tenant.people;
  const first = `${nextMonth()}-01`;
  const plan = async () => {
    await ok(TA, "POST", "/tenant/v1/months", { body: { month: first.slice(0, 7) } });
    await plannersWork(tenant);
  };
  const pieces = () =>
    asPlatform((tx) =>
      tx
        .selectFrom("activities")
        .select(["id", "scheduledFor"])
        .where("tenantId", "=", tenant.id)
        .where("type", "=", "gbp_post")
        .where("status", "!=", "cancelled")
        .orderBy("id")
        .execute(),
    );
  await plan();
  const [piece] = await pieces();
  await asPlatform((tx) =>
    tx.updateTable("activities").set({ status: "pending" }).where("tenantId", "=", tenant.id).execute(),
  );
  const open = workdaysBetween(plusDays(first, 20), monthEnd(first), weekdays);
  const on = open.at(-1) ?? "";
  await ok(DM, "PATCH", `/tenant/v1/activities/${piece?.id}`, { body: { on } });
  await plan();
  const after = await pieces();
  expect(after).toHaveLength(4);
  expect(after.map(({ id }) => id)).not.toContain(piece?.id);
  expect(after[0]?.scheduledFor).toEqual(atLocalTime(on, "09:00", "Pacific/Kiritimati"));
});

test("a month whose planner fails for good is planned by rule, and the agency is told", async () => {
  const tenant = await promised();
  await at(tenant, "2027-02-10T00:00:00Z");
  const run = await asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .selectAll()
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", "activity-planner")
      .executeTakeFirstOrThrow(),
  );
  await as(machine(tenant.id), () =>
    transaction((tx) => giveUp(tx, run as never, "provider_error", "The model does not answer.")),
  );
  expect((await months(tenant)).at(-1)).toMatchObject({ status: "active" });
  const { rows } = await pool(platformRole).query<{ name: string }>(
    "select name from outbox where tenant_id = $1 and kind = 'notification' and name like '%month%' or name = 'run.failed' and tenant_id = $1",
    [tenant.id],
  );
  expect(rows.map(({ name }) => name)).toEqual(["month.planned_by_rule"]);
});

test("one-time tasks of agents are planned in their month, once, also when the month is planned anew", async () => {
  const tenant = await promised({ credits: 3_000 });
  const { planId } = tenant;
  const items = [1, 2].map((suggestedPeriod) => ({
    ...{ tenantId: tenant.id, id: newId("actionItem"), deliverablePlanId: planId, doer: "topic-researcher" },
    ...{ title: `Look for subjects ${suggestedPeriod}`, description: "Once.", suggestedPeriod, status: "approved" },
  }));
  await asPlatform(async (tx) => {
    await tx.deleteFrom("planMonths").where("tenantId", "=", tenant.id).execute();
    await tx.insertInto("actionItems").values(items).execute();
    await tx.updateTable("tenants").set({ plan: "agency" }).where("id", "=", tenant.id).execute();
  });
  const done = () =>
    asPlatform((tx) =>
      tx
        .selectFrom("activities as a")
        .innerJoin("planMonths as m", "m.id", "a.planMonthId")
        .select(["a.title", "m.startsOn"])
        .where("a.tenantId", "=", tenant.id)
        .where("a.type", "=", "topic_research")
        .where("a.status", "!=", "cancelled")
        .orderBy("m.startsOn")
        .execute(),
    );
  const pending = () =>
    asPlatform((tx) =>
      tx
        .updateTable("activities")
        .set({ status: "pending" })
        .where("tenantId", "=", tenant.id)
        .where("status", "=", "queued")
        .execute(),
    );
  const plan = async (month: string) => {
    await as(machine(tenant.id), () => transaction((tx) => Months.plan(tx, planId, `${month}-01`)));
    await plannersWork(tenant);
    await pending();
  };
  await plan("2027-02");
  await plan("2027-02");
  expect(await done()).toEqual([{ title: "Look for subjects 1", startsOn: "2027-02-01" }]);
  await plan("2027-03");
  expect((await done()).map(({ title }) => title).toSorted()).toContain("Look for subjects 2");
});

test("work that could only fail is not planned, and the dry run says so", async () => {
  const tenant = await promised();
  await asPlatform((tx) =>
    tx
      .insertInto("deliverableTemplates")
      .values(
        ["content_audit", "site_audit"].map((type) => ({
          ...{ tenantId: tenant.id, id: newId("deliverableTemplate"), deliverablePlanId: tenant.planId, type },
          ...{ title: type, monthlyVolume: 1, status: "active", creditsEach: 100 },
        })),
      )
      .execute(),
  );
  const dry = await ok<DryRun>(tenant.people.DM, "GET", `/tenant/v1/months/dry-run?month=${nextMonth()}`);
  expect(dry.skipped.map(({ type, reason }) => `${type}: ${reason}`).toSorted()).toEqual([
    "content_audit: needs",
    "site_audit: needs",
  ]);
  expect(new Set(dry.activities.map(({ type }) => type))).toEqual(new Set(["gbp_post"]));
});
