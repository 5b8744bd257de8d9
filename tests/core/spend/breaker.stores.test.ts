import { afterAll, describe, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import { resumeWaiting } from "#core/activity/resume.ts";
import * as Breaker from "#core/agent/breaker.ts";
import * as Agent from "#core/agent/index.ts";
import { Busy } from "#core/busy.ts";
import { claim } from "#core/run/claim.ts";
import { execute } from "#core/run/execute.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { orderedRun } from "#tests/support/agents.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const agent = "content-brief-writer";
const minute = 60_000;

async function failures(tenant: TestTenant, minutesAgo: readonly number[]): Promise<void> {
  const now = Date.now();
  for (const ago of minutesAgo)
    await as(machine(tenant.id), () => transaction((tx) => Breaker.failed(tx, agent, new Date(now - ago * minute))));
}
const stateOf = async (tenant: TestTenant) => {
  const all = await as(tenant.people.DM, () => Agent.list());
  return all.find(({ name }) => name === agent)?.state;
};
const rest = (tenant: TestTenant, until: Date) =>
  asPlatform((tx) =>
    tx
      .updateTable("agentConfigs")
      .set({ brokenUntil: until })
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", agent)
      .execute(),
  );

describe("an agent that fails too often for a client", () => {
  test("rests: runs that are ordered wait, new work says why it waits, other clients notice nothing", async () => {
    const [tenant, other] = [await freshTenant(), await freshTenant()];
    const { runId } = await orderedRun(tenant);
    await failures(tenant, [80, 50, 40, 30, 15]);
    expect(await stateOf(tenant)).toBe("queued");
    await failures(tenant, [0]);
    expect(await stateOf(tenant)).toBe("paused");
    expect(await stateOf(other)).toBe("idle");
    await expect(as(machine(tenant.id), () => claim(runId))).rejects.toBeInstanceOf(Busy);
    await expect(orderedRun(other)).resolves.toBeDefined();

    const before = await waiting(tenant);
    await orderedRun(tenant);
    const [held] = (await waiting(tenant)).filter((id) => !before.includes(id));
    expect(held).toBeDefined();
    await rest(tenant, new Date(Date.now() - 1));
    await as(machine(tenant.id), resumeWaiting);
    expect((await as(tenant.people.DM, () => Activity.get(held ?? ""))).status).toBe("queued");
  });

  test("tries with one run after its rest; what goes well ends it, what fails begins it anew", async () => {
    const tenant = await freshTenant();
    const [first, second] = [await orderedRun(tenant), await orderedRun(tenant)];
    await failures(tenant, [4, 3, 2, 1, 0]);
    await rest(tenant, new Date(Date.now() - 1));
    await as(machine(tenant.id), async () => {
      expect(await claim(first.runId)).not.toBeNull();
      await expect(claim(second.runId)).rejects.toBeInstanceOf(Busy);
    });
    await failures(tenant, [0]);
    expect(await stateOf(tenant)).toBe("paused");
    await rest(tenant, new Date(Date.now() - 1));
    await as(machine(tenant.id), () => execute(second.runId));
    expect(await stateOf(tenant)).toBe("working");
    await failures(tenant, [0]);
    expect(await stateOf(tenant)).toBe("working");
  });
});

async function waiting(tenant: TestTenant): Promise<string[]> {
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("activities")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .where("blockedReason", "=", "agent_paused")
      .execute(),
  );
  return rows.map(({ id }) => id);
}
