import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { AgentKey, AgentKeyOnce } from "#schema/agent-api.ts";
import { agentKeyOf, agentOf, bearing, callsOf } from "#tests/support/agents.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await freshTenant();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(closeStores);

const path = "/tenant/v1/agents/content-brief-writer/keys";
const make = (input: object = {}, who: TestPerson = tenant.people.TA) =>
  call<AgentKeyOnce>(who, "POST", path, { body: { name: "Writer", ...input } });
const revoke = (id: string, who: TestPerson = tenant.people.TA) => call(who, "DELETE", `${path}/${id}`);
const health = (key: string) => call(undefined, "GET", "/agent/v1/health", { headers: bearing(key) });
const echo = (key: string) =>
  call(undefined, "POST", "/agent/v1/adapter-test", { body: { echo: "hello" }, headers: bearing(key) });
const refused = { status: 401, code: "auth.unauthenticated" };

describe("a key of an agent", () => {
  test("is shown once: it names its tenant in clear, and only its hash is stored", async () => {
    const { status, body } = await make();
    expect(status).toBe(201);
    expect(body.key).toMatch(new RegExp(`^lm_agent_${tenant.id}_[A-Za-z0-9]{32}$`));
    const secret = body.key.slice(-32);
    for (const table of ["agent_keys", "idempotency_keys", "outbox"]) {
      const { rows } = await pool(platformRole).query(`select 1 from ${table} t where t::text like $1`, [
        `%${secret}%`,
      ]);
      expect({ table, rows }).toEqual({ table, rows: [] });
    }
    const { items } = await ok<{ items: AgentKey[] }>(tenant.people.DM, "GET", path);
    expect(items.find(({ id }) => id === body.id)).not.toHaveProperty("key");
  });

  test("opens health and the adapter's test, says whose agent it is, and is noted when it was used", async () => {
    const { key, id } = await agentKeyOf(tenant);
    expect(await health(key)).toMatchObject({
      status: 200,
      body: { ok: true, agent: "content-brief-writer", tenant: { id: tenant.id, name: tenant.name } },
    });
    expect(await echo(key)).toMatchObject({ status: 200, body: { echo: "hello" } });
    const { items } = await ok<{ items: AgentKey[] }>(tenant.people.TA, "GET", path);
    expect(items.find((one) => one.id === id)?.lastUsedAt).toEqual(expect.any(String));
  });

  test("opens no run, not even its own agent's, and no other surface", async () => {
    const { key } = await agentKeyOf(tenant);
    const { runId } = await agentOf(tenant);
    for (const [method, verb, body] of [
      ["GET", undefined, undefined],
      ["POST", "stream", { delta: "Once", sequenceNum: 1 }],
      ["POST", "result", { status: "error" }],
    ] as const)
      expect(await callsOf(key, runId)(method, verb, body)).toMatchObject({ status: 403, code: "auth.forbidden" });
    for (const other of ["/tenant/v1/me", "/api/v1/me", "/dm/v1/clients", "/admin/v1/tenants"])
      expect(await call(undefined, "GET", other, { headers: bearing(key) })).toMatchObject(refused);
  });

  test.each<[string, (key: string) => string]>([
    ["with one character changed", (key) => key.slice(0, -1) + (key.endsWith("A") ? "B" : "A")],
    ["with another tenant's id", (key) => key.replace(/ten_\w{26}/, "ten_01J00000000000000000000000")],
    ["cut off", (key) => key.slice(0, -1)],
    ["with the prefix of an API key", (key) => key.replace("lm_agent_", "lm_live_")],
  ])("%s opens nothing", async (_, change) => {
    const { key } = await agentKeyOf(tenant);
    expect(await health(change(key))).toMatchObject({ status: 401 });
  });

  test("is rotated with an overlap: the next works beside it until it is revoked, and acts no more from then on", async () => {
    const { body: old } = await make({ name: "Old" });
    const { body: next } = await make({ name: "Next" });
    for (const { key } of [old, next]) expect((await health(key)).status).toBe(200);
    expect(await revoke(old.id)).toMatchObject({ status: 204 });
    expect(await revoke(old.id)).toMatchObject({ status: 204 });
    expect(await health(old.key)).toMatchObject(refused);
    expect((await health(next.key)).status).toBe(200);
    const { rows } = await pool(platformRole).query<{ name: string; payload: { entity: { id: string } } }>(
      "select name, payload from outbox where tenant_id = $1 and kind = 'audit' and name like 'agent.key_%' and payload::text like $2 order by id",
      [tenant.id, `%${old.id}%`],
    );
    expect(rows.map(({ name }) => name)).toEqual(["agent.key_created", "agent.key_revoked"]);
  });

  test("ends at the time it was given, which lies ahead", async () => {
    const { body } = await make({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect((await health(body.key)).status).toBe(200);
    await asPlatform((tx) =>
      tx
        .updateTable("agentKeys")
        .set({ expiresAt: new Date(Date.now() - 1) })
        .where("id", "=", body.id)
        .execute(),
    );
    expect(await health(body.key)).toMatchObject(refused);
    expect(await make({ expiresAt: new Date(Date.now() - 1).toISOString() })).toMatchObject({
      status: 422,
      code: "request.validation_failed",
    });
  });

  test("is made only on plans with external agents, opens nothing on others, nor in a suspended workspace", async () => {
    const own = await freshTenant();
    const { key } = await agentKeyOf(own);
    const set = (values: { status?: "active" | "suspended"; plan?: "agency" | "pro" }) =>
      asPlatform((tx) => tx.updateTable("tenants").set(values).where("id", "=", own.id).execute());
    await set({ plan: "pro" });
    expect(await make({}, own.people.TA)).toMatchObject({ status: 402, code: "plan.plan_limit" });
    expect(await health(key)).toMatchObject({ status: 402, code: "plan.plan_limit" });
    await set({ plan: "agency", status: "suspended" });
    expect(await health(key)).toMatchObject({ status: 403, code: "tenant.tenant_suspended" });
  });

  test("is one of ten at most, also when several are made at once", async () => {
    const own = await freshTenant();
    const answers = await Promise.all(Array.from({ length: 14 }, () => make({}, own.people.TA)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ code }) => code === "plan.plan_limit")).toHaveLength(4);
  });

  test("asks sixty times a minute, counted by itself", async () => {
    const own = await freshTenant();
    const [one, two] = [await agentKeyOf(own), await agentKeyOf(own)];
    vi.stubEnv("RATE_LIMIT_FACTOR", "0.05");
    const statuses: number[] = [];
    for (let visits = 0; visits < 5; visits++) statuses.push((await health(one.key)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await health(two.key)).status).toBe(200);
  });
});
