import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { hashOfCall } from "#core/tool/approval.ts";
import { defineMethod, type ToolDescriptor } from "#core/tool/descriptor.ts";
import { tools } from "#core/tool/index.ts";
import { asPlatform } from "#platform/db.ts";
import { get } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";
import { closeStores } from "#tests/support/close.ts";
import { type Line, stage, withTool } from "#tests/support/script.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await freshTenant({ credits: 100_000 });
});
afterAll(closeStores);

const search = (query: string) => ({ name: "rag_search", input: { query } });
const rowsOf = (runId: string) =>
  asPlatform((tx) => tx.selectFrom("toolCalls").selectAll().where("runId", "=", runId).orderBy("stepSeq").execute());
const stepsOf = (runId: string) =>
  asPlatform((tx) => tx.selectFrom("runSteps").selectAll().where("runId", "=", runId).orderBy("seq").execute());

/** A tool that changes something, and what it was made to do. */
const done: unknown[] = [];
const postNote: ToolDescriptor = {
  name: "post_note",
  description: "Puts a note on the door.",
  writes: true,
  needsApproval: true,
  external: true,
  ratePerMinute: 10,
  timeoutMs: 1_000,
  methods: {
    post: defineMethod({
      description: "Puts it up.",
      input: z.strictObject({ text: z.string() }),
      output: z.object({ posted: z.boolean() }),
      async call(input) {
        done.push(input);
        return { output: { posted: true }, passages: [{ label: "door", trust: "own", text: "posted" }] };
      },
    }),
  },
};
const known = withTool(tools, postNote);

describe("a tool", () => {
  test("is called, its answer told to the model as data, and the whole kept beside a cut row, a step and a count", async () => {
    const line = (turn: number): Line => (turn === 1 ? [search("table lamp rewire")] : null);
    const run = await stage(tenant, (_, turn) => line(turn), { granted: ["rag_search"] });
    const product = await run.work();
    expect(product.data).toMatchObject({ targetKeyword: expect.any(String) });
    expect(run.questions[1]?.turns[0]?.answers[0]).toMatchObject({ failed: false });
    const [row] = await rowsOf(run.runId);
    expect(row).toMatchObject({ tool: "rag_search", method: "search", success: true, errorCode: null });
    expect(row?.args).toEqual({ query: "table lamp rewire" });
    const steps = await stepsOf(run.runId);
    expect(steps.map(({ kind }) => kind)).toEqual(["message", "retrieval", "model", "tool", "model", "validator"]);
    expect(steps.find(({ kind }) => kind === "tool")).toMatchObject({
      seq: row?.stepSeq,
      status: "ok",
      dataKey: row?.resultKey,
    });
    const whole = await as(machine(tenant.id), () => get(row?.resultKey ?? ""));
    expect(JSON.parse(gunzipSync(whole ?? "").toString())).toMatchObject({ used: { output: { passages: [] } } });
    expect(run.totals).toMatchObject({ toolCalls: 1, inputTokens: 20 });
  });

  test("with input of the wrong shape is an error that the model reads and may mend", async () => {
    const run = await stage(
      tenant,
      (_, turn) => (turn === 1 ? [{ name: "rag_search", input: { quer: "x" } }] : turn === 2 ? [search("lamp")] : null),
      { granted: ["rag_search"] },
    );
    await run.work();
    const [told] = run.questions[1]?.turns[0]?.answers ?? [];
    expect(told?.failed).toBe(true);
    expect(JSON.parse(told?.text ?? "")).toMatchObject({
      error: { code: "bad_input", message: expect.stringContaining("query") },
    });
    expect((await rowsOf(run.runId)).map(({ errorCode }) => errorCode)).toEqual(["bad_input", null]);
  });

  test.each([
    ["that is not the agent's", "web_fetch"],
    ["that nobody knows", "shell"],
    ["of a method it has not", "rag_search__purge"],
  ])("%s ends the run as denied, and is on record", async (_, name) => {
    const run = await stage(tenant, () => [{ name, input: {} }], { granted: ["rag_search"] });
    await expect(run.work()).rejects.toMatchObject({ code: "tool_denied" });
    expect(await rowsOf(run.runId)).toMatchObject([{ success: false, errorCode: "tool_denied" }]);
    expect((await stepsOf(run.runId)).at(-1)).toMatchObject({ kind: "tool", status: "blocked" });
  });

  test("of an agent that has none is denied like any other", async () => {
    const run = await stage(tenant, () => [{ name: "web_fetch", input: { url: "https://collect.example/" } }], {
      change: (context) => ({ ...context, agent: { ...context.agent, maxTurns: 1 } }),
    });
    await expect(run.work()).rejects.toMatchObject({ code: "tool_denied" });
    expect(await rowsOf(run.runId)).toMatchObject([{ tool: "web_fetch", success: false, errorCode: "tool_denied" }]);
  });

  test("with the same input for the third time ends the run", async () => {
    const run = await stage(tenant, () => [search("lamp")], { granted: ["rag_search"] });
    await expect(run.work()).rejects.toMatchObject({ code: "tool_loop" });
    expect(await rowsOf(run.runId)).toHaveLength(2);
  });

  test("may be called so often and no more; in the last turn the model has none left and answers", async () => {
    let asked = 0;
    const run = await stage(tenant, ({ tools: offered }) => (offered.length > 0 ? [search(`lamp ${asked++}`)] : null), {
      granted: ["rag_search"],
    });
    await run.work();
    expect(await rowsOf(run.runId)).toHaveLength(6);
    const stubborn = await stage(tenant, () => [search(`lamp ${asked++}`)], { granted: ["rag_search"] });
    await expect(stubborn.work()).rejects.toMatchObject({ code: "tool_loop" });
    expect(await rowsOf(stubborn.runId)).toHaveLength(6);
  });

  test("is offered only where the run's tokens leave room for an answer after it", async () => {
    const run = await stage(
      tenant,
      ({ tools: offered }, turn) => (offered.length > 0 ? [search(`lamp ${turn}`)] : null),
      {
        granted: ["rag_search"],
        change: (context) => ({
          ...context,
          agent: { ...context.agent, maxTokensPerRun: context.agent.maxOutputTokens + 1 },
        }),
      },
    );
    await run.work();
    expect(run.questions.map((question) => question.tools.length)).toEqual([1, 0]);
  });

  test("is not used more often a minute than it may be", async () => {
    const run = await stage(
      await freshTenant(),
      (_, turn) => (turn === 1 ? [1, 2, 3].map((number) => search(`lamp number${number}`)) : null),
      {
        granted: ["rag_search"],
        change: (context) => ({ ...context, granted: [["rag_search", { ratePerMinute: 0.002 }]] }),
      },
    );
    await run.work();
    expect((await rowsOf(run.runId)).map(({ errorCode }) => errorCode)).toEqual([null, null, "rate_limited"]);
  });
});

describe("a tool that changes something", () => {
  const call = { name: "post_note", input: { text: "Back at noon" } };
  const once = (_: unknown, turn: number): Line => (turn === 1 ? [call] : null);
  const approve = (activityId: string, input: unknown, status = "approved") =>
    asPlatform((tx) =>
      tx
        .insertInto("approvals")
        .values({
          tenantId: tenant.id,
          id: newId("approval"),
          kind: "chat_action",
          subjectType: "activity",
          subjectId: activityId,
          subjectVersion: 1,
          contentHash: hashOfCall({ tool: "post_note", method: "post", input }),
          stage: "dm",
          risk: "low",
          status,
          requestedBy: "system:test",
          expiresAt: new Date(Date.now() + 3_600_000),
          activityId,
        })
        .execute(),
    );

  test("does nothing without a person's approval", async () => {
    const run = await stage(tenant, once, { granted: ["post_note"], known });
    await run.work();
    expect(done).toEqual([]);
    expect(await rowsOf(run.runId)).toMatchObject([
      { success: false, errorCode: "approval_required", approvalId: null },
    ]);
    expect((await stepsOf(run.runId)).find(({ kind }) => kind === "tool")).toMatchObject({ status: "blocked" });
  });

  test.each([
    ["of another text", { text: "Back at one" }, "approved"],
    ["that nobody has given yet", call.input, "pending"],
    ["that was rejected", call.input, "rejected"],
  ])("is not let through by an approval %s", async (_, input, status) => {
    const run = await stage(tenant, once, { granted: ["post_note"], known });
    await approve(run.activityId, input, status);
    await run.work();
    expect(done).toEqual([]);
  });

  test("is not let through by an approval of another activity's call", async () => {
    const other = await stage(tenant, once, { granted: ["post_note"], known });
    await approve(other.activityId, call.input);
    const run = await stage(tenant, once, { granted: ["post_note"], known });
    await run.work();
    expect(done).toEqual([]);
  });

  test("does exactly what was approved, once", async () => {
    const run = await stage(tenant, (_, turn) => (turn < 3 ? [call] : null), { granted: ["post_note"], known });
    await approve(run.activityId, call.input);
    await run.work();
    expect(done).toEqual([{ text: "Back at noon" }]);
    const [first, second] = await rowsOf(run.runId);
    expect(first).toMatchObject({ success: true, approvalId: expect.stringMatching(/^apr_/) });
    expect(second).toMatchObject({ success: false, errorCode: "approval_required" });
  });
});
