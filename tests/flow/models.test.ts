import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { seal } from "#platform/secrets.ts";
import type { BlogPost } from "#schema/blog.ts";
import { newId } from "#schema/ids.ts";
import type { Run } from "#schema/run.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { startEngine } from "#tests/support/engine.ts";
import { outside } from "#tests/support/outside.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { ask, learn, patience, untilReview } from "./journey.ts";
import { fallback } from "./models/fallback.ts";
import { localOnly } from "./models/local-only.ts";

ownCloud();
afterAll(closeStores);

// The dispatcher works while these run, and not while those after them take each run in hand.
describe("a model behind the queues", () => {
  let engine: Awaited<ReturnType<typeof startEngine>>;
  let tenant: TestTenant;

  const verdict = {
    data: { score: 88, brandScore: 90, confidence: "high", issues: [], recommendation: "approve" },
    citations: [],
    warnings: [],
  };

  beforeAll(async () => {
    engine = await startEngine();
    const id = newId("adapter");
    const models = JSON.stringify({ cheap: "gpt-5-mini", standard: "gpt-5-mini", expensive: "gpt-5-mini" });
    await pool(platformRole).query(
      `insert into adapters (id, name, kind, base_url, key_cipher, models, local, priority)
      values ($1, 'openai', 'openai', $2, $3, $4, false, 200)`,
      [id, `${process.env["SIMULATOR_URL"]}/openai/v1`, seal("sk-test", id), models],
    );
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    tenant = await freshTenant();
    await learn(tenant);
  });
  afterEach(() => Promise.all([outside.clearFaults(), outside.forgetCalls()]));

  const criticOnOpenai = () =>
    ok(tenant.people.DM, "PATCH", "/tenant/v1/agents/content-critic", { body: { adapter: "openai" } });

  async function callsToOpenai(): Promise<number> {
    const answer = await fetch(`${process.env["SIMULATOR_URL"]}/admin/calls?provider=openai`);
    return ((await answer.json()) as { calls: unknown[] }).calls.length;
  }

  async function criticRuns(post: BlogPost): Promise<Run[]> {
    const path = `/tenant/v1/activities/${post.activityId}/runs`;
    const { items } = await ok<{ items: Run[] }>(tenant.people.DM, "GET", path);
    return items.filter(({ agent }) => agent === "content-critic");
  }

  test("a provider that asks for patience gets it, and no attempt is used up", async () => {
    await criticOnOpenai();
    await outside.reply("openai", JSON.stringify(verdict));
    await outside.fault({ provider: "openai", kind: "rate_limit", times: 1, retryAfterS: 1 });
    const post = await untilReview(tenant, await ask(tenant));
    expect(post.critic).toMatchObject({ score: 88, passed: true });
    expect(await criticRuns(post)).toMatchObject([{ status: "success", attempt: 1 }]);
  });

  test("an answer of the wrong shape is asked for once more and then believed", async () => {
    await criticOnOpenai();
    await outside.reply("openai", "Here you are: { not json");
    await outside.reply("openai", JSON.stringify(verdict));
    const post = await untilReview(tenant, await ask(tenant));
    expect(post.critic).toMatchObject({ score: 88 });
    const [run] = await criticRuns(post);
    expect(run).toMatchObject({ status: "success", attempt: 1 });
    expect(run?.costMicros).toBeGreaterThan(0);
    expect(await callsToOpenai()).toBe(2);
  });

  test("a critic whose provider refuses does not keep the draft from people; it is flagged", async () => {
    await criticOnOpenai();
    await outside.fault({ provider: "openai", kind: "auth", times: 10 });
    const post = await untilReview(tenant, await ask(tenant));
    expect(post.flags).toContain("critic_unavailable");
  });

  test("a client that allows only local models can neither be set to a cloud model nor reach one", async () => {
    await pool(platformRole).query("update tenants set data_privacy_level = 'local_only' where id = $1", [tenant.id]);
    const refused = await call(tenant.people.DM, "PATCH", "/tenant/v1/agents/content-critic", {
      body: { adapter: "openai" },
    });
    expect(refused).toMatchObject({ status: 403, code: "privacy.local_only" });
    await pool(platformRole).query(
      "insert into agent_configs (tenant_id, id, agent, adapter) values ($1, $2, 'content-critic', 'openai')",
      [tenant.id, newId("agentConfig")],
    );
    const { DM, TM } = tenant.people;
    const request = await ok<{ id: string }>(TM, "POST", "/tenant/v1/blog-requests", {
      body: { topic: "How to rewire a table lamp at home" },
    });
    await call(DM, "POST", `/tenant/v1/requests/${request.id}/approve`, { body: {} });
    await vi.waitFor(async () => {
      const { items } = await ok<{ items: { type: string; status: string }[] }>(DM, "GET", "/tenant/v1/activities");
      expect(items.find(({ type }) => type === "content_brief")?.status).toBe("done");
    }, patience);
    expect(await callsToOpenai()).toBe(0);
  });
});

describe("adapters that stand in for each other", fallback);
describe("a client that allows only local models", localOnly);
