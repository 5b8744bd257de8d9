import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as Callback from "#core/run/callback.ts";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { signTask } from "#platform/token.ts";
import { newId } from "#schema/ids.ts";
import { agentOf, bearing, callsOf, goodAnswer, orderedRun, type TestAgent } from "#tests/support/agents.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { digestOf } from "#tests/support/digest.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
let agent: TestAgent;
beforeAll(async () => {
  tenant = await freshTenant({ credits: 100_000 });
});
beforeEach(async () => {
  agent = await agentOf(tenant);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});
afterAll(closeStores);

const health = (token: string) => call(undefined, "GET", "/agent/v1/health", { headers: bearing(token) });
const runOf = (id: string) =>
  asPlatform((tx) => tx.selectFrom("agentRuns").selectAll().where("id", "=", id).executeTakeFirstOrThrow());
const briefs = () =>
  asPlatform((tx) => tx.selectFrom("contentBriefs").select("id").where("runId", "=", agent.runId).execute());
const audited = async (action: string) => {
  const { rows } = await pool(platformRole).query<{ payload: { actor: object } }>(
    "select payload from outbox where tenant_id = $1 and kind = 'audit' and name = $2 and payload::text like $3 order by id",
    [tenant.id, action, `%${agent.runId}%`],
  );
  return rows.map(({ payload }) => payload);
};
const ordered = async () => {
  const { rows } = await pool(platformRole).query<{ count: string }>(
    "select count(*) as count from outbox where tenant_id = $1 and kind = 'job' and payload::text like $2",
    [tenant.id, `%${agent.runId}%`],
  );
  return Number(rows[0]?.count);
};
const success = async () => ({ status: "success", output: await goodAnswer(tenant, agent.runId) });

describe("a task token", () => {
  test("opens its run: prompt, shape of the answer and limits, and says whose agent it is", async () => {
    const sheet = await agent.send("GET");
    expect(sheet).toMatchObject({
      status: 200,
      body: {
        runId: agent.runId,
        agent: "content-brief-writer",
        status: "waiting_callback",
        input: { topic: "How to rewire a table lamp at home" },
        outputSchema: { type: "object" },
      },
    });
    expect(sheet.body["prompt"]).toContain("rewire a table lamp");
    expect(String(sheet.body["systemPrompt"]).length).toBeGreaterThan(100);
    expect(await health(agent.token)).toMatchObject({
      status: 200,
      body: { ok: true, agent: "content-brief-writer", tenant: { id: tenant.id, name: tenant.name } },
    });
  });

  test("lives for an hour and then says that its time is over", async () => {
    const { iat = 0, exp = 0, aud } = decodeJwt(agent.token);
    expect({ aud, seconds: exp - iat }).toEqual({ aud: "agent", seconds: 3_600 });
    vi.useFakeTimers({ toFake: ["Date"], now: (exp + 1) * 1_000 });
    expect(await agent.send("GET")).toMatchObject({ status: 401, code: "auth.token_expired" });
  });

  test("opens no other run, of its own tenant or another", async () => {
    const stranger = await freshTenant();
    const [beside, foreign] = [await agentOf(tenant), await agentOf(stranger)];
    const before = await digestOf(stranger.id);
    for (const runId of [beside.runId, foreign.runId, newId("run")]) {
      const send = callsOf(agent.token, runId);
      for (const [method, verb, body] of [
        ["GET", undefined, undefined],
        ["POST", "stream", { delta: "Once", sequenceNum: 1 }],
        ["POST", "result", { status: "error", error: "no ink" }],
      ] as const)
        expect(await send(method, verb, body)).toMatchObject({ status: 404, code: "request.not_found" });
    }
    expect((await runOf(beside.runId)).status).toBe("waiting_callback");
    expect(await digestOf(stranger.id)).toEqual(before);
  });

  test("opens no other surface, and no session or API key opens this one", async () => {
    const headers = bearing(agent.token);
    const paths = ["/tenant/v1/me", "/dashboard/v1/home", "/dm/v1/clients", "/admin/v1/tenants", "/auth/v1/sessions"];
    for (const path of [...paths, "/api/v1/me", "/live/v1/stream"])
      expect({ path, ...(await call(undefined, "GET", path, { headers })) }).toMatchObject({ path, status: 401 });
    expect(await call(undefined, "POST", "/agent/v1/adapter-test", { body: { echo: "a" }, headers })).toMatchObject({
      status: 403,
      code: "auth.forbidden",
    });
    for (const who of [tenant.people.TA, tenant.people.DM, tenant.people.SA])
      expect(await call(who, "GET", `/agent/v1/runs/${agent.runId}`)).toMatchObject({ status: 401 });
  });

  test.each<[string, () => Promise<string>]>([
    ["for a run of another tenant", () => signTask(claims({ tid: newId("tenant") }))],
    ["for a run that is another agent's", () => signTask(claims({ agent: "blog-writer" }))],
    ["for a run that is not", () => signTask(claims({ sub: newId("run") }))],
    ["with a bit changed", async () => `${agent.token.slice(0, -4)}AAAA`],
  ])("%s opens nothing", async (_, token) => {
    expect(await callsOf(await token(), agent.runId)("GET")).toMatchObject({
      status: 401,
      code: "auth.unauthenticated",
    });
  });

  test("is dead while its workspace is suspended", async () => {
    const suspend = (status: "active" | "suspended") =>
      asPlatform((tx) => tx.updateTable("tenants").set({ status }).where("id", "=", tenant.id).execute());
    await suspend("suspended");
    expect(await agent.send("GET")).toMatchObject({ status: 403, code: "tenant.tenant_suspended" });
    await suspend("active");
    expect((await agent.send("GET")).status).toBe(200);
  });

  test("is not in the database, nor in what the run keeps", async () => {
    const secret = agent.token.split(".")[2] ?? "";
    for (const table of ["agent_runs", "outbox", "run_steps", "idempotency_keys"]) {
      const { rows } = await pool(platformRole).query(`select 1 from ${table} t where t::text like $1`, [
        `%${secret}%`,
      ]);
      expect({ table, rows }).toEqual({ table, rows: [] });
    }
  });

  function claims(change: { tid?: string; agent?: "blog-writer"; sub?: string }) {
    return { sub: agent.runId, tid: tenant.id, agent: "content-brief-writer" as const, ...change };
  }
});

describe("a result", () => {
  test("is checked, stored and settled like any model's, with the run as its author; the token is dead from then on", async () => {
    const usage = { inputTokens: 1_200, outputTokens: 800 };
    const answer = await agent.send("POST", "result", { ...(await success()), usage, durationMs: 4_000 });
    expect(answer).toMatchObject({ status: 200, body: { received: true, runId: agent.runId } });
    expect(await runOf(agent.runId)).toMatchObject({ status: "success", ...usage, errorCode: null });
    expect(await briefs()).toHaveLength(1);
    const [entry] = await audited("run.succeeded");
    expect(entry?.actor).toMatchObject({ kind: "agent", id: agent.runId });
    const { status } = await ok<{ status: string }>(
      tenant.people.DM,
      "GET",
      `/tenant/v1/activities/${agent.activityId}`,
    );
    expect(status).toBe("done");
    for (const [method, verb, body] of [
      ["GET", undefined, undefined],
      ["POST", "stream", { delta: "more", sequenceNum: 9 }],
      ["POST", "result", await success()],
    ] as const)
      expect(await agent.send(method, verb, body)).toMatchObject({ status: 409, code: "run.result_received" });
    expect(await health(agent.token)).toMatchObject({ status: 409, code: "run.result_received" });
    expect(await briefs()).toHaveLength(1);
  });

  test("counts once, however many come at the same moment", async () => {
    const body = await success();
    const answers = await Promise.all([1, 2, 3, 4].map(() => agent.send("POST", "result", body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await briefs()).toHaveLength(1);
    expect(await audited("run.succeeded")).toHaveLength(1);
  });

  test("may come as text, wrapped in words", async () => {
    const text = `Here you are:\n\`\`\`json\n${JSON.stringify(await goodAnswer(tenant, agent.runId))}\n\`\`\``;
    expect((await agent.send("POST", "result", { status: "success", text })).status).toBe(200);
    expect((await runOf(agent.runId)).status).toBe("success");
  });

  test.each<[string, object]>([
    ["of the wrong shape", { status: "success", output: { data: { title: "Only a title" } } }],
    ["that is no JSON", { status: "success", text: "I could not do it, sorry." }],
    ["that is empty", { status: "success" }],
  ])("%s is a failed attempt: nothing of it is stored, and the next is ordered", async (_, body) => {
    const before = await ordered();
    expect((await agent.send("POST", "result", body)).status).toBe(200);
    expect(await runOf(agent.runId)).toMatchObject({ status: "error", errorCode: "invalid_output" });
    expect(await briefs()).toEqual([]);
    expect(await ordered()).toBe(before + 1);
    expect(await agent.send("GET")).toMatchObject({ status: 409, code: "run.result_received" });
  });

  test("that says it failed is believed, with its reason", async () => {
    await agent.send("POST", "result", { status: "error", error: "The printer has no ink." });
    expect(await runOf(agent.runId)).toMatchObject({
      status: "error",
      errorCode: "provider_error",
      errorMessage: "The printer has no ink.",
    });
    expect(await audited("run.failed")).toHaveLength(1);
  });

  test("that comes after an hour is late: the attempt has failed already", async () => {
    const own = await freshTenant();
    agent = await agentOf(own, 24 * 3_600_000);
    const expire = (seconds: number) =>
      as(machine(own.id), () => Callback.expire(new Date(Date.now() + seconds * 1_000)));
    expect(await expire(3_590)).toBe(0);
    expect(await expire(3_601)).toBe(1);
    expect(await runOf(agent.runId)).toMatchObject({ status: "error", errorCode: "callback_expired" });
    const { rows } = await pool(platformRole).query(
      "select id from outbox where tenant_id = $1 and kind = 'job' and payload::text like $2",
      [own.id, `%${agent.runId}%`],
    );
    expect(rows).toHaveLength(2);
    expect(await agent.send("POST", "result", { status: "success" })).toMatchObject({
      status: 409,
      code: "run.result_received",
    });
    expect(await briefs()).toEqual([]);
  });

  test.each<[string, object]>([
    ["with an unknown status", { status: "maybe" }],
    ["with a field nobody knows", { status: "success", tenantId: "ten_1" }],
    ["with negative usage", { status: "success", usage: { inputTokens: -1, outputTokens: 0 } }],
  ])("%s is refused and the run goes on waiting", async (_, body) => {
    expect(await agent.send("POST", "result", body)).toMatchObject({ status: 422, code: "request.validation_failed" });
    expect((await runOf(agent.runId)).status).toBe("waiting_callback");
  });

  test("is not taken for a run that was never handed over", async () => {
    const { runId } = await orderedRun(tenant);
    const token = await signTask({ sub: runId, tid: tenant.id, agent: "content-brief-writer" });
    expect(await callsOf(token, runId)("POST", "result", { status: "error" })).toMatchObject({
      status: 409,
      code: "request.illegal_transition",
    });
    expect((await runOf(runId)).status).toBe("queued");
  });
});

describe("a stream", () => {
  test("grows in rising numbers; people of the workspace read it, and an older number changes nothing", async () => {
    expect(await agent.send("POST", "stream", { delta: "Once ", sequenceNum: 1 })).toMatchObject({
      status: 200,
      body: { received: 1 },
    });
    expect((await agent.send("POST", "stream", { delta: "upon", sequenceNum: 4 })).body).toEqual({ received: 4 });
    for (const sequenceNum of [4, 2])
      expect(await agent.send("POST", "stream", { delta: "again", sequenceNum })).toMatchObject({
        status: 409,
        code: "request.stale_state",
        body: { error: { details: { received: 4 } } },
      });
    const { items } = await ok<{ items: object[] }>(
      tenant.people.TM,
      "GET",
      `/tenant/v1/runs/${agent.runId}/chunks?after=0`,
    );
    expect(items).toEqual([
      { seq: 1, delta: "Once " },
      { seq: 4, delta: "upon" },
    ]);
  });

  test("is bounded, piece by piece and as a whole", async () => {
    const piece = (length: number, sequenceNum: number) => ({ delta: "x".repeat(length), sequenceNum });
    expect(await agent.send("POST", "stream", piece(16_385, 1))).toMatchObject({ status: 422 });
    await asPlatform((tx) =>
      tx
        .insertInto("runChunks")
        .values({
          tenantId: tenant.id,
          id: newId("runChunk"),
          runId: agent.runId,
          seq: 1,
          delta: "x".repeat(2 * 512 * 1_024 - 1),
        })
        .execute(),
    );
    expect(await agent.send("POST", "stream", piece(2, 2))).toMatchObject({ status: 413, code: "request.too_large" });
    expect(await agent.send("POST", "stream", piece(1, 2))).toMatchObject({ status: 200 });
  });
});

describe("limits", () => {
  test("hold for each run by itself", async () => {
    const second = await agentOf(tenant);
    vi.stubEnv("RATE_LIMIT_FACTOR", "0.005");
    const statuses: number[] = [];
    for (let visits = 0; visits < 5; visits++) statuses.push((await agent.send("GET")).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await second.send("GET")).status).toBe(200);
  });
});
