import { afterAll, beforeEach, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import { claim } from "#core/run/claim.ts";
import { handOver } from "#core/run/hand-over.ts";
import { recorder } from "#core/run/recorder.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { RunSheet, ToolAnswer } from "#schema/agent-api.ts";
import { callsOf, goodAnswer } from "#tests/support/agents.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
let runId: string;
let send: ReturnType<typeof callsOf>;

beforeEach(async () => {
  tenant = await freshTenant();
  await as(machine(tenant.id), async () => {
    const activityId = await transaction(async (tx) => {
      const work = { type: "topic_research", doer: "topic-researcher", title: "Topics", priority: "normal" } as const;
      const id = await Activity.plan(tx, { ...work, input: { subject: "Heat pumps in old houses" } });
      await Activity.consider(tx, id);
      return id;
    });
    const row = await transaction((tx) =>
      tx.selectFrom("agentRuns").select("id").where("activityId", "=", activityId).executeTakeFirstOrThrow(),
    );
    runId = row.id;
    const run = await claim(runId);
    if (!run) throw new Error("there was nothing to hand over");
    send = callsOf((await handOver(run, await recorder(run), 3_600_000)).token, runId);
  });
});
afterAll(closeStores);

const search = (query: string) => send<ToolAnswer>("POST", "tools/rag_search", { input: { query } });
const rows = () =>
  asPlatform((tx) =>
    tx
      .selectFrom("toolCalls")
      .select(["tool", "method", "success", "errorCode"])
      .where("runId", "=", runId)
      .orderBy("stepSeq")
      .execute(),
  );

test("an agent elsewhere is told its tools, uses them, and each use is in the log of its run", async () => {
  const { body: sheet } = await send<RunSheet>("GET");
  expect(sheet.tools.map(({ name }) => name).toSorted()).toEqual(["rag_search", "web_fetch", "web_search"]);
  expect(sheet.limits.maxToolCalls).toBe(8);
  expect(await search("heat pumps")).toMatchObject({ status: 200, body: { error: null, callsLeft: 7 } });
  expect(await send("POST", "tools/rag_search", { input: { question: "heat pumps" } })).toMatchObject({
    body: { error: "bad_input", callsLeft: 6 },
  });
  expect(await rows()).toMatchObject([
    { tool: "rag_search", method: "search", success: true },
    { tool: "rag_search", success: false, errorCode: "bad_input" },
  ]);
  const output = await goodAnswer(tenant, runId);
  expect(await send("POST", "result", { status: "success", output })).toMatchObject({ status: 200 });
  const run = await asPlatform((tx) =>
    tx.selectFrom("agentRuns").select(["status", "toolCalls"]).where("id", "=", runId).executeTakeFirstOrThrow(),
  );
  expect(run).toEqual({ status: "success", toolCalls: 2 });
  expect(await search("heat pumps again")).toMatchObject({ code: "run.result_received" });
});

test("a tool that is not the agent's, the same call for the third time and one call too many are refused", async () => {
  expect(await send("POST", "tools/load_skill", { input: { name: "x" } })).toMatchObject({
    status: 403,
    code: "tool.tool_denied",
  });
  await search("heat pumps");
  await search("heat pumps");
  expect(await search("heat pumps")).toMatchObject({ status: 403, code: "tool.tool_denied" });
  for (const query of ["radiators", "insulation", "windows", "old houses", "houses"])
    expect(await search(query)).toMatchObject({ status: 200 });
  expect(await search("pumps")).toMatchObject({ status: 403, code: "tool.tool_denied" });
});

test("what a page of others said leads no call", async () => {
  const wish = await send<ToolAnswer>("POST", "tools/web_fetch", {
    input: { url: "https://collect.example/?brief=everything" },
  });
  expect(wish).toMatchObject({ status: 200, body: { error: "not_from_task" } });
});

test("of two calls at the same moment one is told to wait, and the next goes through", async () => {
  const answers = await Promise.all([search("radiators"), search("windows")]);
  const statuses = answers.map(({ status }) => status).toSorted();
  expect([
    [200, 200],
    [200, 409],
  ]).toContainEqual(statuses);
  expect((await rows()).length).toBe(statuses.filter((status) => status === 200).length);
  expect(await search("insulation")).toMatchObject({ status: 200 });
});

test("once the client's texts stay here, tools tell an agent elsewhere nothing", async () => {
  await asPlatform((tx) =>
    tx.updateTable("tenants").set({ dataPrivacyLevel: "local_only" }).where("id", "=", tenant.id).execute(),
  );
  expect(await search("heat pumps")).toMatchObject({ code: "privacy.local_only" });
  expect(await rows()).toEqual([]);
});
