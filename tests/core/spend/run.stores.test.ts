import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as Activity from "#core/activity/index.ts";
import * as Agent from "#core/agent/index.ts";
import * as Credit from "#core/credit/index.ts";
import { execute } from "#core/run/execute.ts";
import * as SpendDesk from "#core/spend/desk.ts";
import { handler as recover } from "#functions/clock/recover.ts";
import { root } from "#localstack/paths.ts";
import { asPlatform } from "#platform/db.ts";
import { orderedRun } from "#tests/support/agents.ts";
import { booksOf } from "#tests/support/books.ts";
import { closeStores } from "#tests/support/close.ts";
import { type DearModel, dearModel } from "#tests/support/dear-model.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { soon } from "#tests/support/soon.ts";
import { as, freshTenant, machine, superAdmin, type TestTenant } from "#tests/support/tenant.ts";

// The platform's cap and the clocks are everybody's: on shared stores they would hold up what other tests do.
ownCloud();
let tenant: TestTenant;
let model: DearModel;

beforeEach(async () => {
  [tenant, model] = [await freshTenant(), await dearModel()];
});
afterEach(() => model.stop());
afterAll(closeStores);

const use = (adapter: string) => as(tenant.people.DM, () => Agent.configure("content-brief-writer", { adapter }));
const work = (runId: string) => as(machine(tenant.id), () => execute(runId));
const activityOf = (id: string) => as(tenant.people.DM, () => Activity.get(id));
const capAt = (spendCapMinor: number) =>
  asPlatform((tx) => tx.updateTable("tenants").set({ spendCapMinor }).where("id", "=", tenant.id).execute());
const runsOf = (activityId: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select(["id", "status", "attempt", "errorCode", "costMicros"])
      .where("tenantId", "=", tenant.id)
      .where("activityId", "=", activityId)
      .orderBy("attempt")
      .execute(),
  );
const told = (event: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("name")
      .where("tenantId", "=", tenant.id)
      .where("kind", "in", ["notification", "audit"])
      .where("name", "=", event)
      .execute(),
  );

describe("a run whose process is killed between the hold and its settlement", () => {
  test("is finished once by the next: what was held for the lost call counts, credits are charged once", async () => {
    const { runId, activityId } = await orderedRun(tenant);
    await use(model.adapter);
    const program = join(root, "tests/support/run-child.ts");
    const child = spawn(process.execPath, [program, tenant.id, runId], {
      cwd: root,
      env: { ...process.env, OUTBOUND_ALLOW: model.host },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = once(child, "exit");
    await Promise.race([model.asked, ended.then(() => Promise.reject(new Error("The process ended by itself.")))]);
    const during = await booksOf(tenant.id);
    expect(during.balance.money[0]?.held).toBeGreaterThan(0);
    child.kill("SIGKILL");
    await ended;

    await asPlatform((tx) =>
      tx
        .updateTable("agentRuns")
        .set({ leaseUntil: new Date(0) })
        .where("id", "=", runId)
        .execute(),
    );
    await use("offline");
    await work(runId);
    await work(runId);
    const runs = await runsOf(activityId);
    expect(runs).toMatchObject([
      { id: runId, status: "error", attempt: 1, errorCode: "lease_lost" },
      { status: "success", attempt: 2 },
    ]);
    const { ledger, balance } = await booksOf(tenant.id);
    expect(ledger).toEqual(balance);
    expect(balance.money).toMatchObject([{ held: 0, spent: during.balance.money[0]?.held }]);
    expect(balance.credits.consumed).toBe(100);
    expect((await activityOf(activityId)).status).toBe("done");
  });
});

describe("a run that meets the client's cap", () => {
  test("waits with its activity instead of failing, keeps its credits, and goes on once a super admin raises the cap", async () => {
    const { runId, activityId } = await orderedRun(tenant);
    await use(model.adapter);
    await capAt(1);
    await work(runId);
    await work(runId);
    expect(await activityOf(activityId)).toMatchObject({
      status: "pending",
      blockedReason: "spend_cap",
      pausedBudget: true,
    });
    expect(await runsOf(activityId)).toMatchObject([{ id: runId, status: "queued", errorCode: "spend_cap" }]);
    const waiting = await booksOf(tenant.id);
    expect(waiting.balance.credits.reserved).toBe(100);
    expect([(await told("spend.100")).length, (await told("spend.cap_reached")).length]).toEqual([1, 1]);

    await recover();
    expect((await activityOf(activityId)).status).toBe("pending");
    await expect(as(tenant.people.TA, () => SpendDesk.setCap(5_000))).rejects.toMatchObject({ code: "auth.forbidden" });
    const { actor } = await superAdmin();
    const raising = { ...actor, tenantId: tenant.id } as typeof actor;
    await as(raising, () => SpendDesk.setCap(5_000));
    expect(await activityOf(activityId)).toMatchObject({ status: "queued", blockedReason: null, pausedBudget: false });
    await use("offline");
    await work(runId);
    expect(await runsOf(activityId)).toMatchObject([{ id: runId, status: "success", errorCode: null }]);
    const { ledger, balance } = await booksOf(tenant.id);
    // The post that waited for the brief holds its own.
    expect(balance.credits).toMatchObject({ reserved: 200, consumed: 100 });
    expect(ledger).toEqual(balance);
  });

  test("of the platform's day waits too, and goes on with the next clock once the cap is lifted", async () => {
    const { runId, activityId } = await orderedRun(tenant);
    await use(model.adapter);
    const admin = await superAdmin();
    await as(admin, () => SpendDesk.setPlatformCap(0));
    try {
      await work(runId);
      expect((await activityOf(activityId)).blockedReason).toBe("spend_cap");
    } finally {
      await as(admin, () => SpendDesk.setPlatformCap(null));
    }
    await recover();
    expect((await activityOf(activityId)).status).toBe("queued");
  });

  test("whose own limit is lower than what its call may cost fails, since no month would help it", async () => {
    const { runId, activityId } = await orderedRun(tenant);
    await as(tenant.people.DM, () => Agent.configure("content-brief-writer", { adapter: model.adapter }));
    await asPlatform((tx) =>
      tx.updateTable("agentConfigs").set({ maxCostPerRunMinor: 1 }).where("tenantId", "=", tenant.id).execute(),
    );
    await expect(work(runId)).rejects.toMatchObject({ code: "cost_limit" });
    expect(await activityOf(activityId)).toMatchObject({ status: "failed", failureCode: "cost_limit" });
    const { balance } = await booksOf(tenant.id);
    expect(balance.credits).toMatchObject({ reserved: 0, consumed: 0 });
    expect(balance.money).toEqual([]);
  });

  test("asks no model of somebody else whose price nobody knows", async () => {
    const { runId } = await orderedRun(tenant);
    await as(tenant.people.DM, () =>
      Agent.configure("content-brief-writer", { adapter: model.adapter, model: "gpt-unheard-of" }),
    );
    await expect(work(runId)).rejects.toThrow("No price is known for gpt-unheard-of");
  });
});

describe("work without credits", () => {
  test("waits, and the oldest goes on first when some come", async () => {
    tenant = await freshTenant({ credits: 100 });
    const first = await orderedRun(tenant);
    const waiting: string[] = [];
    for (let more = 0; more < 2; more++) {
      const before = await blocked();
      await orderedRun(tenant).catch(() => undefined);
      waiting.push(...(await blocked()).filter((id) => !before.includes(id)));
    }
    expect(waiting).toHaveLength(2);
    expect(await told("credits.exhausted")).not.toHaveLength(0);
    await as(machine(tenant.id), () => Credit.topUp(100, "order of the first"));
    await recover();
    expect(await blocked()).toEqual(waiting.slice(1));
    expect((await activityOf(waiting[0] ?? "")).status).toBe("queued");
    expect((await activityOf(first.activityId)).status).toBe("queued");
  });

  const blocked = async () => {
    const rows = await asPlatform((tx) =>
      tx
        .selectFrom("activities")
        .select("id")
        .where("tenantId", "=", tenant.id)
        .where("blockedReason", "=", "insufficient_credits")
        .orderBy("id")
        .execute(),
    );
    return rows.map(({ id }) => id);
  };
});

describe("people", () => {
  test("are told once a month of each threshold of the credits", async () => {
    await as(machine(tenant.id), async () => {
      const reserve = (id: string, amount: number) =>
        Credit.reserve({ subject: { type: "strategy", id }, rateKey: "strategy", amount });
      await reserve("half", 10_000);
      await reserve("more", 1_000);
      await reserve("most", 7_500);
      await Credit.release({ subject: { type: "strategy", id: "most" } });
      await reserve("again", 7_500);
    });
    await vi.waitFor(async () => {
      const counts = await Promise.all(["50", "80", "90", "100"].map((at) => told(`credits.${at}`)));
      expect(counts.map((rows) => rows.length)).toEqual([1, 0, 1, 0]);
    }, soon);
  });
});
