import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as Callback from "#core/run/callback.ts";
import { execute } from "#core/run/execute.ts";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { AgentState } from "#schema/agent.ts";
import { callsOf, goodAnswer, orderedRun } from "#tests/support/agents.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

// The customer's side speaks plain http in a test: the address is https, and something in front of it ends the encryption.
vi.mock("#platform/fetch.ts", async (original) => {
  const real = await original<typeof import("#platform/fetch.ts")>();
  return {
    ...real,
    guardedFetch: (url: string, init: never) => real.guardedFetch(url.replace("https:", "http:"), init),
  };
});

interface Taken {
  headers: IncomingHttpHeaders;
  body: Record<string, string>;
}

let tenant: TestTenant;
let host = "";
let status = 202;
let taken: Taken[] = [];
const customer = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk) => {
    text += chunk;
  });
  request.on("end", () => {
    taken.push({ headers: request.headers, body: JSON.parse(text) });
    response.writeHead(status).end();
  });
});
const secret = "a secret of the customer";
const path = "/tenant/v1/agents/content-brief-writer";
const webhook = (change: object = {}) => ({
  webhook: { url: `https://${host}/work`, header: "x-agent-secret", secret, timeoutMs: 60_000, ...change },
});
const set = (body: object, who: TestPerson = tenant.people.DM) => call<AgentState>(who, "PATCH", path, { body });
const work = (runId: string) => as(machine(tenant.id), () => execute(runId));
const runs = () =>
  asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select(["id", "status", "attempt", "adapter", "errorCode", "errorMessage", "leaseUntil"])
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", "content-brief-writer")
      .orderBy("id")
      .execute(),
  );

beforeAll(async () => {
  await new Promise<void>((listening) => customer.listen(0, "127.0.0.1", listening));
  host = `127.0.0.1:${(customer.address() as AddressInfo).port}`;
  process.env["OUTBOUND_ALLOW"] = [process.env["OUTBOUND_ALLOW"], host].filter(Boolean).join(",");
});
beforeEach(async () => {
  tenant = await freshTenant();
  [status, taken] = [202, []];
});
afterAll(async () => {
  customer.close();
  customer.closeAllConnections();
  await closeStores();
});

describe("a run of an agent that runs elsewhere", () => {
  test("is sent there with its secret and the token of this run, and its answer is taken like a model's", async () => {
    expect(await set(webhook())).toMatchObject({ status: 200, body: { webhookUrl: `https://${host}/work` } });
    const { runId } = await orderedRun(tenant);
    await work(runId);
    const [order] = taken;
    expect(order?.headers).toMatchObject({ "x-agent-secret": secret, "content-type": "application/json" });
    expect(order?.body).toMatchObject({
      taskId: runId,
      tenantId: tenant.id,
      agentRole: "content-brief-writer",
      wakeReason: "new_task",
      callbackUrl: `${process.env["API_URL"]}/agent/v1/runs/${runId}/result`,
      timeoutMs: 60_000,
    });
    expect(order?.body["prompt"]).toContain("rewire a table lamp");
    const [waiting] = await runs();
    expect(waiting).toMatchObject({ status: "waiting_callback", adapter: "webhook" });
    expect(waiting?.leaseUntil?.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
    const send = callsOf(order?.body["taskToken"] ?? "", runId);
    const output = await goodAnswer(tenant, runId);
    expect(await send("POST", "result", { status: "success", output })).toMatchObject({ status: 200 });
    expect(await runs()).toMatchObject([{ status: "success", attempt: 1 }]);
  });

  test("is sent once, however often its message comes", async () => {
    await set(webhook());
    const { runId } = await orderedRun(tenant);
    await work(runId);
    await work(runId);
    expect(taken).toHaveLength(1);
  });

  test("that is not taken is a failed attempt; the next goes out with a token of its own, and the first is dead", async () => {
    await set(webhook());
    const { runId } = await orderedRun(tenant);
    status = 500;
    await work(runId);
    expect(await runs()).toMatchObject([{ id: runId, status: "error", errorCode: "provider_error" }]);
    status = 200;
    await work(runId);
    expect(await runs()).toMatchObject([{ attempt: 1 }, { attempt: 2, status: "waiting_callback" }]);
    const [first, second] = taken;
    expect(second?.body["taskId"]).not.toBe(runId);
    expect(await callsOf(first?.body["taskToken"] ?? "", runId)("GET")).toMatchObject({ code: "run.result_received" });
    const next = second?.body["taskId"] ?? "";
    expect(await callsOf(second?.body["taskToken"] ?? "", next)("GET")).toMatchObject({ status: 200 });
    expect(await callsOf(second?.body["taskToken"] ?? "", runId)("GET")).toMatchObject({ status: 404 });
  });

  test("whose answer comes after the next attempt has answered changes nothing any more", async () => {
    await set(webhook());
    const { runId } = await orderedRun(tenant);
    await work(runId);
    await as(machine(tenant.id), () => Callback.expire(new Date(Date.now() + 61_000)));
    await work(runId);
    const [first, second] = taken.map(({ body }) => callsOf(body["taskToken"] ?? "", body["taskId"] ?? ""));
    const output = await goodAnswer(tenant, taken[1]?.body["taskId"] ?? "");
    expect(await second?.("POST", "stream", { delta: "Half", sequenceNum: 1 })).toMatchObject({ status: 200 });
    expect(await second?.("POST", "result", { status: "success", output })).toMatchObject({ status: 200 });
    for (const late of [first, second])
      for (const [verb, body] of [
        ["stream", { delta: "late", sequenceNum: 2 }],
        ["result", { status: "success", output }],
        ["result", { status: "error", error: "I gave up." }],
      ] as const)
        expect(await late?.("POST", verb, body)).toMatchObject({ status: 409, code: "run.result_received" });
    expect(await runs()).toMatchObject([
      { attempt: 1, status: "error", errorCode: "callback_expired" },
      { attempt: 2, status: "success" },
    ]);
  });

  test("stays here on a plan without external agents and for a client whose data stays inside", async () => {
    await set(webhook());
    for (const values of [{ plan: "pro" }, { plan: "agency", dataPrivacyLevel: "local_only" }]) {
      await asPlatform((tx) => tx.updateTable("tenants").set(values).where("id", "=", tenant.id).execute());
      const { runId } = await orderedRun(tenant);
      await expect(work(runId)).rejects.toMatchObject({ code: "tool_denied" });
      expect(await set(webhook())).toMatchObject({
        code: values.plan === "pro" ? "plan.plan_limit" : "privacy.local_only",
      });
    }
    expect(taken).toEqual([]);
  });

  test("is a model's again once the webhook is taken away", async () => {
    await set(webhook());
    expect(await set({ webhook: null })).toMatchObject({ status: 200, body: { webhookUrl: null } });
    await work((await orderedRun(tenant)).runId);
    expect(taken).toEqual([]);
    expect(await runs()).toMatchObject([{ status: "success", adapter: "offline" }]);
  });
});

describe("a webhook", () => {
  test("is the agency's to set; its secret is sealed, and nobody reads it again", async () => {
    expect(await set(webhook(), tenant.people.TA)).toMatchObject({ status: 403, code: "auth.forbidden" });
    await set(webhook());
    for (const table of ["agent_configs", "outbox", "idempotency_keys"]) {
      const { rows } = await pool(platformRole).query(`select 1 from ${table} t where t::text like $1`, [
        `%${secret}%`,
      ]);
      expect({ table, rows }).toEqual({ table, rows: [] });
    }
    const list = await ok<{ items: AgentState[] }>(tenant.people.TA, "GET", "/tenant/v1/agents");
    expect(list.items.find(({ name }) => name === "content-brief-writer")?.webhookUrl).toBeNull();
  });

  test.each<[string, object, string]>([
    ["over http", { url: "http://agents.example.com/work" }, "request.validation_failed"],
    ["of a private address", { url: "https://10.0.0.7/work" }, "address.unsafe_address"],
    ["of the cloud's own notes", { url: "https://169.254.169.254/latest" }, "address.unsafe_address"],
    ["with a header that is none", { header: "x: y" }, "request.validation_failed"],
    ["with a secret that breaks the line", { secret: "a secret\r\nhost: evil.test" }, "request.validation_failed"],
    ["with a longer wait than agents get", { timeoutMs: 180_001 }, "request.validation_failed"],
  ])("%s is refused", async (_, change, code) => {
    expect(await set(webhook(change))).toMatchObject({ status: 422, code });
  });
});
