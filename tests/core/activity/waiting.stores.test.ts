import { afterAll, beforeEach, describe, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import * as CreditDesk from "#core/credit/desk.ts";
import * as Month from "#core/month/steer.ts";
import { execute } from "#core/run/execute.ts";
import * as Strategy from "#core/strategy/index.ts";
import { handler as recover } from "#functions/clock/recover.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import type { SetupState } from "#schema/setup.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { decide, waitingFor, worked } from "#tests/support/pieces.ts";
import { as, freshTenant, machine, superAdmin, type TestTenant } from "#tests/support/tenant.ts";

// Clocks look at every tenant: on shared stores they would change what other tests watch.
ownCloud();
let tenant: TestTenant;
beforeEach(async () => {
  tenant = await freshTenant({ plan: "pro" });
});
afterAll(closeStores);

const make = (values: { status?: string; plan?: string; contractAcceptedAt?: Date | null }) =>
  asPlatform((tx) => tx.updateTable("tenants").set(values).where("id", "=", tenant.id).execute());
const inside = <T>(work: Parameters<typeof transaction<T>>[0]) => as(machine(tenant.id), () => transaction(work));
const get = (id: string) => as(tenant.people.DM, () => Activity.get(id));
const spendAll = () =>
  asPlatform((tx) =>
    tx
      .updateTable("creditBalances")
      .set((eb) => ({ available: eb.ref("reserved") }))
      .where("tenantId", "=", tenant.id)
      .execute(),
  );
async function topUp() {
  const { actor } = await superAdmin();
  await as({ ...actor, tenantId: tenant.id } as typeof actor, () =>
    CreditDesk.topUp(tenant.id, { amount: 20, reference: newId("activity") }),
  );
}
const planned = (type: ActivityType, more: { dependsOn?: string[]; planMonthId?: string } = {}) =>
  inside(async (tx) => {
    const doer = activityTypes[type].agent as AgentName;
    const id = await Activity.plan(tx, { type, doer, title: "Lamps", priority: "normal", input: {}, ...more });
    return { id, blocked: await Activity.consider(tx, id) };
  });

describe("work that was kept from starting goes on by itself", () => {
  test.each([
    ["tenant", { status: "suspended" }, { status: "active" }],
    ["contract", { contractAcceptedAt: null }, { contractAcceptedAt: new Date() }],
    ["plan", { plan: "free" }, { plan: "pro" }],
  ])("once %s is mended, and not before", async (reason, broken, mended) => {
    await make(broken);
    const { id, blocked } = await planned("landing_page");
    expect(blocked).toBe(reason);
    await recover();
    expect(await get(id)).toMatchObject({ status: "pending", blockedReason: reason });
    await make(mended);
    await recover();
    expect(await get(id)).toMatchObject({ status: "queued", blockedReason: null });
  });

  test("a strategy that could not be paid says so, and is written after the top-up", async () => {
    await ok(tenant.people.TA, "POST", "/dashboard/v1/onboarding/launch", {
      body: { research: { client: false, competitor: false } },
    });
    const text = { status: "approved", body: "x".repeat(600), sha256: sha256("x") };
    await asPlatform((tx) => tx.updateTable("contextFiles").set(text).where("tenantId", "=", tenant.id).execute());
    await spendAll();
    expect(await inside((tx) => Strategy.generate(tx, {}))).toBe("insufficient_credits");
    const step = async () => {
      const { steps } = await ok<SetupState>(tenant.people.TA, "GET", "/tenant/v1/setup");
      return steps.find(({ name }) => name === "strategy");
    };
    expect(await step()).toMatchObject({ status: "waiting", blockedReason: "insufficient_credits", runId: null });
    await topUp();
    expect(await step()).toMatchObject({ status: "running", blockedReason: null, runId: expect.any(String) });
  });

  test("a reviewer can send a text back without credits; its next version waits for them", async () => {
    const id = await worked(tenant, "landing_page", {});
    await asPlatform((tx) => tx.updateTable("activities").set({ version: 3 }).where("id", "=", id).execute());
    await spendAll();
    const item = await waitingFor(tenant, "landing_page", "dm");
    expect(await decide(tenant.people.DM, item, "reject", "Say more about fuses.")).toMatchObject({ status: 200 });
    expect(await get(id)).toMatchObject({ status: "pending", blockedReason: "insufficient_credits", version: 4 });
    await topUp();
    expect(await get(id)).toMatchObject({ status: "queued", wakeReason: "rejection", version: 4 });
  });
});

describe("a run of a client that", () => {
  const runOf = (activityId: string) =>
    asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .select(["id", "status"])
        .where("activityId", "=", activityId)
        .orderBy("id", "desc")
        .executeTakeFirstOrThrow(),
    );

  test("is suspended does not start, and does once the client goes on", async () => {
    const { id } = await planned("landing_page");
    await make({ status: "suspended" });
    const run = await runOf(id);
    await expect(as(machine(tenant.id), () => execute(run.id))).rejects.toMatchObject({ name: "Busy" });
    expect(await runOf(id)).toEqual({ id: run.id, status: "queued" });
    await make({ status: "active" });
    await as(machine(tenant.id), () => execute(run.id));
    expect(await runOf(id)).toEqual({ id: run.id, status: "success" });
  });

  test("has left is called off", async () => {
    const { id } = await planned("landing_page");
    await make({ status: "cancelled" });
    const run = await runOf(id);
    await as(machine(tenant.id), () => execute(run.id));
    expect(await runOf(id)).toEqual({ id: run.id, status: "cancelled" });
  });
});

describe("the graph of a month", () => {
  const month = async () => (await asPlatform((tx) => insertPlan(tx, tenant))).planMonth;

  test("a node that fails keeps back only what needs it; tried again, that follows", async () => {
    const planMonthId = await month();
    const cluster = await planned("keyword_cluster", { planMonthId });
    const brief = await planned("content_brief", { planMonthId, dependsOn: [cluster.id] });
    const page = await planned("landing_page", { planMonthId });
    await inside((tx) => Activity.fail(tx, cluster.id, "invalid_output", "The answer had no keywords."));
    await recover();
    expect(await get(cluster.id)).toMatchObject({ status: "failed" });
    expect(await get(brief.id)).toMatchObject({ status: "pending", blockedReason: "dependency" });
    expect(await get(page.id)).toMatchObject({ status: "queued" });
    await as(tenant.people.DM, () => Activity.retry(cluster.id));
    await inside(async (tx) => {
      await Activity.start(tx, cluster.id);
      await Activity.finish(tx, cluster.id, "finish");
    });
    expect(await get(brief.id)).toMatchObject({ status: "queued", blockedReason: null });
  });

  test("paused and let go on, it leaves what somebody had paused alone; given up, nothing of it starts", async () => {
    const planMonthId = await month();
    const [one, other] = [
      await planned("landing_page", { planMonthId }),
      await planned("landing_page", { planMonthId }),
    ];
    await as(tenant.people.DM, () => Activity.setPaused(one.id, true, "Wait for the photos"));
    const pausedAt = async () => [(await get(one.id)).pausedAt !== null, (await get(other.id)).pausedAt !== null];
    await as(tenant.people.DM, () => Month.pause(planMonthId, true));
    expect(await pausedAt()).toEqual([true, true]);
    await as(tenant.people.DM, () => Month.pause(planMonthId, false));
    expect(await pausedAt()).toEqual([true, false]);
    await as(tenant.people.DM, () => Month.cancel(planMonthId));
    expect([(await get(one.id)).status, (await get(other.id)).status]).toEqual(["cancelled", "cancelled"]);
    const rows = await asPlatform((tx) =>
      tx.selectFrom("creditBalances").select("reserved").where("tenantId", "=", tenant.id).execute(),
    );
    expect(rows).toEqual([{ reserved: 0 }]);
  });
});
