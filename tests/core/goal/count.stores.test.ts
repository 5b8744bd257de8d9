import { afterAll, expect, test } from "vitest";
import { countDue } from "#core/goal/order.ts";
import { asPlatform } from "#platform/db.ts";
import type { GoalDetail } from "#schema/goal.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { dayAgo } from "#tests/support/days.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

async function goalOf(
  tenant: TestTenant,
  goal: { metric: string; baselineValue: number | null; targetValue: number; startsOn: string; dueOn: string },
): Promise<string> {
  const id = newId("goal");
  const rest = { title: "More visits", unit: "sessions", direction: "up", status: "active" };
  await asPlatform((tx) =>
    tx
      .insertInto("goals")
      .values({ tenantId: tenant.id, id, ...rest, ...goal, currentValue: goal.baselineValue })
      .execute(),
  );
  return id;
}

/** A property with ten visits on each of the last forty days. */
async function visits(tenant: TestTenant): Promise<void> {
  const channelId = newId("channel");
  await asPlatform(async (tx) => {
    const connected = { type: "google_analytics", name: "Visits", status: "connected", lastSyncAt: new Date() };
    await tx
      .insertInto("connectedChannels")
      .values({ tenantId: tenant.id, id: channelId, ...connected })
      .execute();
    const days = Array.from({ length: 40 }, (_, at) => dayAgo(at + 1));
    const row = { tenantId: tenant.id, channelId, metric: "sessions", value: 10 };
    await tx
      .insertInto("channelMetrics")
      .values(days.map((metricOn) => ({ ...row, metricOn })))
      .execute();
  });
}

const read = (tenant: TestTenant, id: string) => ok<GoalDetail>(tenant.people.TM, "GET", `/tenant/v1/goals/${id}`);
const count = (tenant: TestTenant, id: string) => call(tenant.people.TA, "POST", `/tenant/v1/goals/${id}/count`);

test("a goal is counted from what is measured and explained; one that is reached says so, and costs nothing", async () => {
  const tenant = await freshTenant({ plan: "free", credits: 0 });
  const span = { startsOn: dayAgo(20), dueOn: dayAgo(-160) };
  const far = await goalOf(tenant, { metric: "organic_sessions", baselineValue: 250, targetValue: 900, ...span });
  const near = await goalOf(tenant, { metric: "sessions", baselineValue: null, targetValue: 150, ...span });
  expect((await count(tenant, far)).code).toBe("request.illegal_transition");
  await visits(tenant);
  expect((await count(tenant, far)).status).toBe(202);
  expect((await count(tenant, far)).code).toBe("request.illegal_transition");
  expect((await count(tenant, near)).status).toBe(202);
  await workAll(tenant);
  // With a baseline the last thirty days count, without one everything since the beginning.
  expect(await read(tenant, far)).toMatchObject({
    ...{ status: "active", currentValue: 300 },
    progress: [{ kind: "value", value: 300, previous: 250, source: "agent" }],
  });
  const [point] = (await read(tenant, far)).progress;
  expect(point?.note).toContain("300 of 900");
  expect(await read(tenant, near)).toMatchObject({ status: "achieved", currentValue: 200 });
  expect(await audited(tenant, "goal.%")).toEqual(["goal.measured", "goal.measured", "goal.achieved"]);
});

test("the clock counts a goal once a day; one whose day has passed unreached is missed, one that nothing measures stays", async () => {
  const tenant = await freshTenant({ plan: "free" });
  await visits(tenant);
  const over = { startsOn: dayAgo(60), dueOn: dayAgo(2) };
  const late = await goalOf(tenant, { metric: "sessions", baselineValue: 100, targetValue: 5_000, ...over });
  const unknown = await goalOf(tenant, { metric: "brand_awareness", baselineValue: 3, targetValue: 9, ...over });
  const runs = async () => {
    const rows = await asPlatform((tx) =>
      tx.selectFrom("agentRuns").select("id").where("tenantId", "=", tenant.id).execute(),
    );
    return rows.length;
  };
  await as(machine(tenant.id), () => countDue(new Date()));
  await workAll(tenant);
  await as(machine(tenant.id), () => countDue(new Date()));
  expect(await runs()).toBe(1);
  expect(await read(tenant, late)).toMatchObject({ status: "missed", currentValue: 300 });
  expect(await read(tenant, unknown)).toMatchObject({ status: "active", currentValue: 3, progress: [] });
});
