import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import * as Agent from "#core/agent/index.ts";
import { provide } from "#platform/actor.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { AgentOverride, AgentVersion, AgentVersionRow, MasterAgent } from "#schema/agent-version.ts";
import type { Page } from "#schema/page.ts";
import type { PlatformRun } from "#schema/platform-run.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish } from "#tests/support/furnish.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { freshTenant, superAdmin, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

// What is set for an agent holds for every client: on shared stores it would meet the runs of other tests.
ownCloud();
const name = "competitor-researcher";
const path = `/admin/v1/agents/${name}`;
let staff: TestPerson;
let tenant: TestTenant;
let original: AgentVersion;

beforeAll(async () => {
  [staff, tenant] = [await superAdmin(), await freshTenant()];
  original = await ok<AgentVersion>(staff, "GET", `${path}/versions/${(await agent()).version}`);
});
afterEach(async () => {
  const { rowVersion } = await agent();
  await ok(staff, "PATCH", path, { body: { enabled: true, paused: false }, version: rowVersion });
});
afterAll(closeStores);

const agent = () => ok<MasterAgent>(staff, "GET", path);
const versions = async () => (await ok<{ items: AgentVersionRow[] }>(staff, "GET", `${path}/versions`)).items;
const { systemPrompt: words } = { systemPrompt: "You study competitors. Say only what a source says." };
function draft(change: object = {}) {
  const { systemPrompt, tier, adapter, model, temperature, maxOutputTokens, maxTurns, tools, skills } = original;
  const { maxTokensPerRun, maxCostPerRunMinor } = original;
  const body = { systemPrompt, tier, adapter, model, temperature, maxOutputTokens, maxTurns, tools, skills };
  return call<AgentVersion>(staff, "POST", `${path}/versions`, {
    body: { ...body, maxTokensPerRun, maxCostPerRunMinor, changeNote: "shorter words", ...change },
  });
}
const effective = () =>
  provide({ kind: "system", tenantId: tenant.id, name: "test" }, { door: "test", requestId: "t" }, () =>
    transaction((tx) => Agent.effective(tx, name)),
  );
const audited = (action: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("payload")
      .where("kind", "=", "audit")
      .where("name", "=", action)
      .where("actor", "=", `admin:${staff.userId}`)
      .orderBy("id")
      .execute(),
  );

test("a draft changes nothing until it is published; then every client works by it, and a roll-back is a new version", async () => {
  const made = await draft({ systemPrompt: words, temperature: 0.1 });
  expect(made).toMatchObject({ status: 201, body: { status: "draft", systemPrompt: words } });
  const { version } = made.body;
  expect((await effective()).systemPrompt).toBe(original.systemPrompt);
  await ok(staff, "POST", `${path}/versions/${version}/publish`);
  expect(await effective()).toMatchObject({ systemPrompt: words, temperature: 0.1, version });
  expect(await call(staff, "POST", `${path}/versions/${version}/publish`)).toMatchObject({ status: 409 });
  const back = await ok<AgentVersion>(staff, "POST", `${path}/versions/${original.version}/rollback`);
  expect(back).toMatchObject({ version: version + 1, status: "active", systemPrompt: original.systemPrompt });
  expect((await effective()).systemPrompt).toBe(original.systemPrompt);
  expect((await versions()).slice(0, 3).map((row) => row.status)).toEqual(["active", "retired", "retired"]);
  expect(await audited("agent.version_published")).toMatchObject([
    { payload: { subject: { id: name }, change: { before: { version: original.version }, after: { version } } } },
  ]);
  expect(await audited("agent.version_rolled_back")).toHaveLength(1);
});

test.each<[string, object, string]>([
  ["an adapter that is not there", { adapter: "nowhere" }, "adapter"],
  ["a model of no adapter", { model: "some-model" }, "adapter"],
  ["a tool that is not there", { tools: ["hack"] }, "tools"],
  ["a skill that is not there", { skills: ["no-such-skill"] }, "skills"],
  ["no tier for an agent with a model", { tier: "none" }, "tier"],
  ["many turns without tools", { tools: [], maxTurns: 9 }, "maxTurns"],
  ["too warm", { temperature: 1.5 }, "temperature"],
  ["no words", { systemPrompt: " " }, "systemPrompt"],
])("a version with %s is refused, and its field named", async (_, change, field) => {
  const before = (await versions()).length;
  const refused = await draft(change);
  expect(refused).toMatchObject({ status: 422, code: "request.validation_failed" });
  expect(JSON.stringify(refused.body)).toContain(`"path":"${field}"`);
  expect(await versions()).toHaveLength(before);
});

test("an agent without a model gets none", async () => {
  const crawler = "/admin/v1/agents/tenant-web-crawler/versions";
  const refused = await call(staff, "POST", crawler, {
    body: {
      ...{
        systemPrompt: "It follows links within one site.",
        tier: "cheap",
        adapter: null,
        model: null,
        temperature: 0,
      },
      ...{
        maxOutputTokens: 4_000,
        maxTurns: 1,
        maxTokensPerRun: null,
        maxCostPerRunMinor: null,
        tools: [],
        skills: [],
      },
      changeNote: "give it a model",
    },
  });
  expect(refused).toMatchObject({ status: 422 });
});

test("a pause and a switch reach every client, each with its entry; whoever saw an older state changes nothing", async () => {
  const { rowVersion } = await agent();
  const changed = await ok<MasterAgent>(staff, "PATCH", path, {
    body: { paused: true, timeoutS: 200 },
    version: rowVersion,
  });
  expect(changed).toMatchObject({ timeoutS: 200, pausedAt: expect.any(String) });
  expect(await effective()).toMatchObject({ paused: true, timeoutMs: 200_000 });
  expect(await call(staff, "PATCH", path, { body: { enabled: false }, version: rowVersion })).toMatchObject({
    status: 412,
  });
  expect(await audited("agent.paused")).toHaveLength(1);
  expect(await audited("agent.config_changed")).toHaveLength(1);
  await ok(staff, "PATCH", path, { body: { timeoutS: 200, paused: true }, version: changed.rowVersion });
  expect(await audited("agent.paused")).toHaveLength(1);
});

test("clients that override an agent are listed, and runs of all clients are found by client, agent and status", async () => {
  await ok(tenant.people.DM, "PATCH", "/tenant/v1/agents/blog-writer", {
    body: { instructions: "Be brief.", tier: "cheap" },
  });
  const { items } = await ok<{ items: AgentOverride[] }>(staff, "GET", "/admin/v1/agents/blog-writer/overrides");
  expect(items.find(({ tenantId }) => tenantId === tenant.id)).toMatchObject({ tier: "cheap", hasInstructions: true });
  const { run } = await furnish(tenant);
  const list = (query: string) =>
    ok<Page<PlatformRun>>(staff, "GET", `/admin/v1/runs?tenantId=${tenant.id}&${query}`).then((page) => page.items);
  const [found] = await list("agent=blog-writer");
  expect(found).toMatchObject({ id: run, tenantName: tenant.name });
  expect(await list(`status=${found?.status}&from=2020-01-01`)).toHaveLength(1);
  expect(await list("to=2020-01-01")).toEqual([]);
  expect(await ok(staff, "GET", `/admin/v1/runs/${run}`)).toMatchObject({ id: run, tenantId: tenant.id });
});
