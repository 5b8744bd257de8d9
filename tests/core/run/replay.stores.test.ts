import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execute } from "#core/run/execute.ts";
import { readKept } from "#core/run/kept.ts";
import { replay } from "#core/run/replay.ts";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { put } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";
import type { ListedRun, RunDiff, StoredPrompt, Transcript } from "#schema/run.ts";
import { orderedRun } from "#tests/support/agents.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { digestOf } from "#tests/support/digest.ts";
import { type Line, stage } from "#tests/support/script.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
/** Runs that have ended: briefs, posts and critiques as the product makes them, and some that used tools, were mended or failed. */
let ended: string[];
beforeAll(async () => {
  tenant = await freshTenant({ credits: 1_000_000 });
  ended = [];
  for (let chain = 0; chain < 8; chain++) ended.push(...(await chainOfRuns()));
  for (let number = 0; number < 9; number++)
    for (const script of [searching, mended, refused]) ended.push(await scripted(script));
}, 240_000);
afterAll(closeStores);

const inTenant = <T>(work: () => Promise<T>) => as(machine(tenant.id), work);

/** A request from its brief to its critique. */
async function chainOfRuns(): Promise<string[]> {
  await orderedRun(tenant);
  const runs: string[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const queued = await asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .select("id")
        .where("tenantId", "=", tenant.id)
        .where("status", "=", "queued")
        .orderBy("id", "desc")
        .executeTakeFirst(),
    );
    if (!queued) break;
    await inTenant(() => execute(queued.id));
    runs.push(queued.id);
  }
  return runs;
}

const searching = (turn: number): Line =>
  turn === 1
    ? [
        { name: "rag_search", input: { query: "table lamp rewire" } },
        { name: "rag_search", input: { quer: 1 } },
      ]
    : null;
const mended = (turn: number): Line => (turn === 1 ? { text: "Here you are: { not json" } : null);
const refused = (): Line => ({ text: '{"data":{},"citations":[],"warnings":[]}' });

async function scripted(script: (turn: number) => Line): Promise<string> {
  const run = await stage(tenant, (_, turn) => script(turn), { granted: ["rag_search"] });
  const failure = await run.work().then(
    () => null,
    (error: Error) => `The answer did not pass its checks: ${error.message}`.slice(0, 500),
  );
  await asPlatform((tx) =>
    tx
      .updateTable("agentRuns")
      .set(
        failure === null
          ? { status: "success" }
          : { status: "error", errorCode: "invalid_output", errorMessage: failure },
      )
      .where("id", "=", run.runId)
      .execute(),
  );
  return run.runId;
}

describe("a run done over from its recording", () => {
  test("comes to the identical outcome: 50 runs of several agents, with tools, mended and failed ones", async () => {
    const { rows } = await pool(platformRole).query<{ agent: string; status: string; count: number }>(
      "select agent, status, count(*)::int as count from agent_runs where id = any($1) group by 1, 2 order by 1, 2",
      [ended],
    );
    expect(new Set(rows.map(({ agent }) => agent)).size).toBe(3);
    expect(rows.find(({ status }) => status === "error")?.count).toBeGreaterThanOrEqual(3);
    expect(ended.length).toBeGreaterThanOrEqual(50);
    const before = await digestOf(tenant.id);
    const different = [];
    for (const id of ended) {
      const result = await inTenant(() => replay(id));
      if (!result.identical) different.push(result);
    }
    expect(different).toEqual([]);
    expect(await digestOf(tenant.id)).toEqual(before);
  });

  test("says so when something else comes of it", async () => {
    const [id = ""] = ended;
    const key = await keyOf(id, "model");
    const kept = (await inTenant(() => readKept(key))) as { text: string };
    const text = kept.text.replace("lamp", "lantern");
    await inTenant(() => put(key, gzipSync(JSON.stringify({ ...kept, text })), "application/gzip"));
    const { identical, was, is } = await inTenant(() => replay(id));
    expect({ identical, same: was === is }).toEqual({ identical: false, same: false });
    await inTenant(() => put(key, gzipSync(JSON.stringify(kept)), "application/gzip"));
    expect((await inTenant(() => replay(id))).identical).toBe(true);
  });

  test("is another workspace's own", async () => {
    const stranger = await freshTenant();
    await expect(as(machine(stranger.id), () => replay(ended[0] ?? ""))).rejects.toMatchObject({
      code: "request.not_found",
    });
  });

  async function keyOf(runId: string, kind: string): Promise<string> {
    const row = await asPlatform((tx) =>
      tx
        .selectFrom("runSteps")
        .select("dataKey")
        .where("runId", "=", runId)
        .where("kind", "=", kind)
        .executeTakeFirstOrThrow(),
    );
    return row.dataKey ?? "";
  }
});

describe("a run done over from its recording, as an order", () => {
  test("asks no model, is listed under the run it does over, and says that the same came of it", async () => {
    const [id = ""] = ended;
    const { DL, DM } = tenant.people;
    const path = `/dm/v1/runs/${id}/replay`;
    expect(await call(DM, "POST", path, { body: {} })).toMatchObject({ code: "auth.forbidden" });
    const { runId } = await ok<{ runId: string }>(DL, "POST", path, { body: {} });
    await inTenant(() => execute(runId));
    const calls = await asPlatform((tx) => tx.selectFrom("llmCalls").select("id").where("runId", "=", runId).execute());
    expect(calls).toEqual([]);
    expect(await ok<RunDiff>(DM, "GET", `/dm/v1/runs/${runId}/diff`)).toMatchObject({
      ...{ against: id, identical: true, system: "" },
      after: { status: "success", costMicros: 0 },
    });
    const listed = await ok<{ items: ListedRun[] }>(DM, "GET", `/dm/v1/runs?replayOf=${id}`);
    expect(listed.items).toMatchObject([{ id: runId, replayOf: id, adapter: "recording", tenantId: tenant.id }]);
    const own = await ok<{ items: ListedRun[] }>(DM, "GET", "/dm/v1/runs?status=success&limit=100");
    expect(own.items.map((run) => run.id)).not.toContain(runId);
    const prompts = await ok<{ items: StoredPrompt[] }>(DL, "GET", `/dm/v1/runs/${id}/prompts`);
    expect(prompts.items.filter(({ isOwn }) => isOwn)).toHaveLength(1);
  });
});

describe("a run done over with another prompt", () => {
  test("shows what changed and leaves everything outside its own log as it was", async () => {
    const [id = ""] = ended;
    const version = await secondVersion();
    const { DL, DM } = tenant.people;
    expect(await call(DM, "POST", `/dm/v1/runs/${id}/replay`, { body: { agentVersion: version } })).toMatchObject({
      code: "auth.forbidden",
    });
    const briefs = () =>
      asPlatform((tx) => tx.selectFrom("contentBriefs").select("id").where("tenantId", "=", tenant.id).execute());
    const before = (await briefs()).length;
    const { runId } = await ok<{ runId: string }>(DL, "POST", `/dm/v1/runs/${id}/replay`, {
      body: { agentVersion: version },
    });
    await inTenant(() => execute(runId));
    const found = await ok<RunDiff>(DL, "GET", `/dm/v1/runs/${runId}/diff`);
    expect(found).toMatchObject({ against: id, identical: true, after: { agentVersion: version, status: "success" } });
    expect(found.system).toContain("+Write as if for a child.");
    expect((await briefs()).length).toBe(before);
    await inTenant(() => execute(runId));
    expect(await call(DL, "POST", `/dm/v1/runs/${runId}/replay`, { body: { agentVersion: 1 } })).toMatchObject({
      code: "request.illegal_transition",
    });
    expect(await call(DL, "POST", `/dm/v1/runs/${id}/replay`, { body: { agentVersion: 999 } })).toMatchObject({
      code: "request.validation_failed",
    });
  });

  async function secondVersion(): Promise<number> {
    return asPlatform(async (tx) => {
      const first = await tx
        .selectFrom("agentVersions as v")
        .innerJoin("agents as a", "a.id", "v.agentId")
        .selectAll("v")
        .where("a.name", "=", "content-brief-writer")
        .where("v.version", "=", 1)
        .executeTakeFirstOrThrow();
      const { inputSchema, outputSchema, sectionBudgets, ...rest } = first;
      const version = Math.floor(Math.random() * 1_000_000) + 2;
      await tx
        .insertInto("agentVersions")
        .values({
          ...rest,
          id: newId("agentVersion"),
          version,
          status: "draft",
          systemPrompt: `${first.systemPrompt}\nWrite as if for a child.`,
          inputSchema: JSON.stringify(inputSchema),
          outputSchema: JSON.stringify(outputSchema),
          sectionBudgets: JSON.stringify(sectionBudgets),
        })
        .execute();
      return version;
    });
  }
});

describe("a transcript", () => {
  test("holds everything of a run in order, for the agency alone", async () => {
    const run = await stage(tenant, (_, turn) => searching(turn), { granted: ["rag_search"] });
    await run.work();
    const path = `/dm/v1/runs/${run.runId}/transcript`;
    const { steps, prompt } = await ok<Transcript>(tenant.people.DM, "GET", path);
    expect(steps.map(({ kind }) => kind)).toEqual([
      "message",
      "retrieval",
      "model",
      "tool",
      "tool",
      "model",
      "validator",
    ]);
    expect(steps[2]?.data).toMatchObject({ calls: [{ name: "rag_search" }, { name: "rag_search" }] });
    expect(steps[3]?.data).toMatchObject({ used: { error: null, input: { query: "table lamp rewire" } } });
    expect(steps[4]).toMatchObject({ status: "error", data: { used: { error: "bad_input" } } });
    expect(steps.at(-1)?.data).toMatchObject({ product: { data: {} }, findings: expect.any(Array) });
    expect(prompt?.prompt).toContain("rewire a table lamp");
    expect(JSON.stringify(steps)).not.toMatch(/keyCipher":"[^"]/);
    expect((await call(tenant.people.TA, "GET", path)).status).toBeGreaterThanOrEqual(401);
    const stranger = await freshTenant();
    expect((await call(stranger.people.DM, "GET", path)).status).toBe(404);
  });
});
