import { afterAll, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import { isWorkday, monthEnd, monthStart, plusDays, todayIn } from "#core/month/days.ts";
import { turn } from "#core/month/turn.ts";
import { asPlatform, pool, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { ActivityMoved, Activity as Item } from "#schema/activity.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { as, clientZone, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const every = { workingDays: ["mon", "tue", "wed", "thu", "fri"], blackoutDates: [] };
const workday = (day: string): string => (isWorkday(day, every) ? day : workday(plusDays(day, 1)));
/** By the clock of the client, who lives where `freshTenant` puts it. */
const next = monthStart(todayIn(clientZone, new Date()), 1);
const day = (offset: number) => workday(plusDays(next, offset));

/** Next month of a client, with a brief and a post that waits for it. */
async function planned(): Promise<{ tenant: TestTenant; month: string; brief: string; post: string }> {
  const tenant = await freshTenant({ plan: "pro" });
  const month = newId("planMonth");
  await asPlatform(async (tx) => {
    const { deliverablePlan } = await insertPlan(tx, tenant);
    await tx
      .insertInto("planMonths")
      .values({
        ...{ tenantId: tenant.id, id: month, deliverablePlanId: deliverablePlan, status: "active" },
        ...{ startsOn: next, endsOn: monthEnd(next) },
      })
      .execute();
  });
  const work = { priority: "normal", planMonthId: month } as const;
  const dated = (due: string, out?: string) => ({
    dueAt: new Date(`${due}T17:00:00Z`),
    scheduledFor: out ? new Date(`${out}T09:00:00Z`) : null,
  });
  const [brief, post] = await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const source = await Activity.plan(tx, {
        ...{ ...work, type: "content_brief", doer: "content-brief-writer", title: "Brief", input: { sequence: 1 } },
        ...dated(day(0)),
      });
      const text = await Activity.plan(tx, {
        ...{ ...work, type: "blog_post", doer: "blog-writer", title: "Post", input: { sequence: 1 } },
        ...{ ...dated(day(1), day(9)), dependsOn: [source] },
      });
      return [source, text] as const;
    }),
  );
  return { tenant, month, brief, post };
}

const get = ({ people }: TestTenant, id: string) => ok<Item>(people.TA, "GET", `/tenant/v1/activities/${id}`);
const move = ({ people }: TestTenant, id: string, body: unknown) =>
  call(people.DM, "PATCH", `/tenant/v1/activities/${id}`, { body });

test("a reviewer puts work on another day; the client reads it, and what waits for it follows when that is wanted", async () => {
  const { tenant, brief, post } = await planned();
  const stranger = await freshTenant();
  const path = `/tenant/v1/activities/${post}`;
  expect((await call(tenant.people.TA, "PATCH", path, { body: { on: day(15) } })).code).toBe("auth.forbidden");
  expect((await call(stranger.people.DM, "PATCH", path, { body: { on: day(15) } })).code).toBe("request.not_found");
  const seen = { on: day(15), from: day(9) };
  expect(await ok<ActivityMoved>(tenant.people.DM, "PATCH", path, { body: seen })).toMatchObject({
    moved: [{ id: post, from: day(9), on: day(15) }],
    collisions: [],
  });
  expect((await move(tenant, post, { on: day(16), from: day(9) })).code).toBe("request.stale_state");
  const refused = await move(tenant, brief, { on: day(20) });
  expect(refused).toMatchObject({ status: 409, code: "request.illegal_transition" });
  expect(refused.body).toMatchObject({ error: { details: { dependents: [{ id: post }] } } });
  expect((await get(tenant, brief)).dueAt).toContain(day(0));
  expect((await move(tenant, brief, { on: day(20), withDependents: true })).status).toBe(200);
  expect((await get(tenant, brief)).dueAt).toContain(day(20));
  expect((await get(tenant, post)).dueAt).toContain(day(20));
});

test("work of a campaign goes over to the month of its new day, and begins with it", async () => {
  const { tenant, month } = await planned();
  const later = monthStart(next, 1);
  const id = newId("planMonth");
  await asPlatform(async (tx) => {
    const { deliverablePlanId } = await tx
      .selectFrom("planMonths")
      .select("deliverablePlanId")
      .where("id", "=", month)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto("planMonths")
      .values({
        ...{ tenantId: tenant.id, id, deliverablePlanId, status: "active" },
        ...{ startsOn: later, endsOn: monthEnd(later) },
      })
      .execute();
  });
  const piece = await as(machine(tenant.id), () =>
    transaction((tx) =>
      Activity.plan(tx, {
        ...{ type: "gbp_post", doer: "gbp-post-writer", title: "Post", priority: "normal", planMonthId: month },
        ...{ input: { beside: true, need: "gbp_post/1", notBefore: next }, dueAt: new Date(`${day(2)}T17:00:00Z`) },
      }),
    ),
  );
  const on = workday(plusDays(later, 10));
  expect((await move(tenant, piece, { on })).status).toBe(200);
  const row = await asPlatform((tx) =>
    tx.selectFrom("activities").select(["planMonthId", "input"]).where("id", "=", piece).executeTakeFirstOrThrow(),
  );
  expect(row).toMatchObject({ planMonthId: id, input: { movedTo: on, notBefore: later } });
});

test("moved work makes each month it belongs to be looked at once, with the month and the state it has", async () => {
  const { tenant, month, brief, post } = await planned();
  await asPlatform((tx) => tx.updateTable("planMonths").set({ status: "paused" }).where("id", "=", month).execute());
  const on = workday(monthStart(next, 1));
  const { moved } = await ok<ActivityMoved>(tenant.people.DM, "PATCH", `/tenant/v1/activities/${brief}`, {
    body: { on, withDependents: true },
  });
  expect(moved.map(({ id }) => id).toSorted()).toEqual([brief, post].toSorted());
  const { rows } = await pool(platformRole).query<{ payload: unknown }>(
    "select payload from outbox where tenant_id = $1 and kind = 'live' and name = 'month:updated'",
    [tenant.id],
  );
  expect(rows.map(({ payload }) => payload)).toMatchObject([
    { data: { id: month, month: next.slice(0, 7), status: "paused" } },
  ]);
});

test("what has begun, a free day and a month too far are refused with the reason; a day shared is named", async () => {
  const { tenant, brief, post } = await planned();
  const saturday = Array.from({ length: 7 }, (_, at) => plusDays(next, at)).find((one) => !isWorkday(one, every)) ?? "";
  const said = async (id: string, on: string) => JSON.stringify((await move(tenant, id, { on })).body);
  expect(await said(post, saturday)).toContain("no working day");
  expect(await said(post, workday(plusDays(next, 70)))).toContain("Choose a day");
  expect(await said(post, day(0))).toContain("made from ACT-");
  expect((await move(tenant, post, { on: day(12) })).status).toBe(200);
  await asPlatform((tx) =>
    tx
      .updateTable("activities")
      .set({ status: "in_progress", startedAt: new Date() })
      .where("id", "=", brief)
      .execute(),
  );
  expect(await said(brief, day(5))).toContain("has begun");
  const other = await as(machine(tenant.id), () =>
    transaction((tx) =>
      Activity.plan(tx, {
        ...{ type: "blog_post", doer: "blog-writer", title: "Other", priority: "normal", input: {} },
        ...{ dueAt: new Date(`${day(2)}T17:00:00Z`), scheduledFor: new Date(`${day(10)}T09:00:00Z`) },
      }),
    ),
  );
  const social = await as(machine(tenant.id), () =>
    transaction((tx) =>
      Activity.plan(tx, {
        ...{ type: "social_post", doer: "social-post-writer", title: "Social", priority: "normal", input: {} },
        ...{ dueAt: new Date(`${day(2)}T17:00:00Z`), dependsOn: [other] },
      }),
    ),
  );
  expect(await said(social, day(12))).toContain("from the calendar of the month");
  const { collisions } = await ok<ActivityMoved>(tenant.people.DM, "PATCH", `/tenant/v1/activities/${other}`, {
    body: { on: day(12) },
  });
  expect(collisions).toMatchObject([{ on: day(12), what: expect.stringContaining("Post") }]);
});

test("what was put into the next month outlives the end of its own", async () => {
  const { tenant, brief, post } = await planned();
  expect((await move(tenant, post, { on: workday(plusDays(monthEnd(next), 12)) })).status).toBe(200);
  await as(machine(tenant.id), () => turn(new Date(`${plusDays(monthEnd(next), 6)}T00:00:00Z`)));
  expect(await get(tenant, brief)).toMatchObject({ status: "cancelled" });
  expect(await get(tenant, post)).toMatchObject({ status: "pending" });
});
