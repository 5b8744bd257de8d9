import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { execute } from "#core/run/execute.ts";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { Activity } from "#schema/activity.ts";
import type { Run } from "#schema/run.ts";
import { orderedRun } from "#tests/support/agents.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { soon } from "#tests/support/soon.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
let run: { runId: string; activityId: string };
beforeEach(async () => {
  tenant = await freshTenant();
  run = await orderedRun(tenant);
});
afterEach(() => vi.unstubAllEnvs());
afterAll(closeStores);

const work = () => as(machine(tenant.id), () => execute(run.runId));
const cancel = (who = tenant.people.DM) =>
  call<Run>(who, "POST", `/dm/v1/runs/${run.runId}/cancel`, { body: { reason: "A wrong topic" } });
const activity = () => ok<Activity>(tenant.people.DM, "GET", `/tenant/v1/activities/${run.activityId}`);
const runs = () =>
  asPlatform((tx) =>
    tx.selectFrom("agentRuns").select(["status", "id"]).where("tenantId", "=", tenant.id).orderBy("id").execute(),
  );
const briefs = () =>
  asPlatform((tx) => tx.selectFrom("contentBriefs").select("id").where("tenantId", "=", tenant.id).execute());
const audited = async () => {
  const { rows } = await pool(platformRole).query(
    "select name from outbox where tenant_id = $1 and name like 'run.%' order by id",
    [tenant.id],
  );
  return rows.map(({ name }) => name);
};

test("a run that waits does not start once it was stopped; its work fails and can be tried again", async () => {
  expect(await cancel()).toMatchObject({ status: 200, body: { status: "cancelled" } });
  expect(await cancel()).toMatchObject({ code: "request.illegal_transition" });
  await work();
  await work();
  expect(await activity()).toMatchObject({ status: "failed" });
  expect(await briefs()).toEqual([]);
  expect(await audited()).toEqual(["run.cancelled"]);
  await ok(tenant.people.DM, "POST", `/dm/v1/activities/${run.activityId}/retry`, {
    body: {},
    headers: { "idempotency-key": "retry-after-a-stop-1" },
  });
  expect((await runs()).map(({ status }) => status)).toEqual(["cancelled", "queued"]);
});

test("a run at work stops at the next piece of its answer, and nothing of it is stored", async () => {
  // So slow that the answer is far from its end when the stop comes, however long that takes.
  vi.stubEnv("OFFLINE_PACE_MS", "1000");
  const working = work();
  await vi.waitFor(async () => {
    const rows = await asPlatform((tx) =>
      tx.selectFrom("runChunks").select("id").where("runId", "=", run.runId).execute(),
    );
    expect(rows.length).toBeGreaterThan(0);
  }, soon);
  expect((await cancel()).status).toBe(200);
  await working;
  expect((await runs()).map(({ status }) => status)).toEqual(["cancelled"]);
  expect(await briefs()).toEqual([]);
  await work();
  expect(await activity()).toMatchObject({ status: "failed" });
});

test("a run is stopped by the agency of its client, and nobody else", async () => {
  const stranger = await freshTenant();
  expect((await cancel(stranger.people.DM)).status).toBe(404);
  expect((await cancel(tenant.people.TA)).status).toBeGreaterThanOrEqual(401);
  expect((await runs()).map(({ status }) => status)).toEqual(["queued"]);
});
