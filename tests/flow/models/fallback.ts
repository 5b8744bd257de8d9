import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as Adapter from "#core/adapter/index.ts";
import { execute } from "#core/run/execute.ts";
import { asPlatform } from "#platform/db.ts";
import type { AdapterOrder } from "#schema/adapter.ts";
import type { RunStep } from "#schema/run.ts";
import { callsTo, withAdapters, withoutAdapters } from "#tests/support/adapters.ts";
import { goodAnswer, orderedRun } from "#tests/support/agents.ts";
import { call, ok } from "#tests/support/api.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, superAdmin, type TestTenant } from "#tests/support/tenant.ts";

/** What becomes of a run whose adapter fails; the order in which adapters are asked. */
export function fallback(): void {
  let tenant: TestTenant;
  let first = "";
  let second = "";

  beforeEach(async () => {
    tenant = await freshTenant();
    [first = "", second = ""] = await withAdapters({ kind: "anthropic" }, { kind: "openai" });
    await ordered(first, second);
    await Promise.all([outside.clearFaults(), outside.forgetCalls(), forgetReplies()]);
  });
  afterEach(async () => {
    await Promise.all([ordered(), withoutAdapters()]);
  });

  const ordered = async (...names: string[]) => as(await superAdmin(), () => Adapter.setOrder("standard", names));
  const forgetReplies = () => fetch(`${process.env["SIMULATOR_URL"]}/admin/replies`, { method: "DELETE" });

  /** Lets a run work; the providers answer as they should. @returns the error it ended with, if any */
  async function work(...answering: ("anthropic" | "openai")[]) {
    const { runId } = await orderedRun(tenant);
    const answer = JSON.stringify(await goodAnswer(tenant, runId));
    for (const provider of answering) await outside.reply(provider, answer);
    const error = await as(machine(tenant.id), () => execute(runId)).catch((thrown: unknown) => thrown);
    const run = await asPlatform((tx) =>
      tx.selectFrom("agentRuns").selectAll().where("id", "=", runId).executeTakeFirstOrThrow(),
    );
    const calls = await asPlatform((tx) =>
      tx
        .selectFrom("llmCalls")
        .select(["adapter", "status", "errorCode"])
        .where("runId", "=", runId)
        .orderBy("id")
        .execute(),
    );
    const tries = calls.map(
      ({ adapter, errorCode }) => `${adapter === first ? "first" : "second"} ${errorCode ?? "ok"}`,
    );
    return { runId, run, tries, error };
  }

  describe("a run whose adapter fails", () => {
    test("is answered by the next of the order; it says who answered and why the other did not", async () => {
      await outside.fault({ provider: "anthropic", kind: "auth", times: 10 });
      const { runId, run, tries } = await work("openai");
      expect(run).toMatchObject({ status: "success", adapter: second, model: "small", attempt: 1 });
      expect(tries).toEqual(["first auth", "second ok"]);
      const { items } = await ok<{ items: RunStep[] }>(tenant.people.DM, "GET", `/tenant/v1/runs/${runId}/steps`);
      const step = items.find(({ name }) => name === "adapter");
      expect(step).toMatchObject({ kind: "model", status: "error" });
      expect(step?.summary).toContain(`${first} · small did not answer: auth, The credentials are not valid`);
    });

    test("spares the runs after it: what is out of order is not asked for a while", async () => {
      await outside.fault({ provider: "anthropic", kind: "auth", times: 10 });
      await work("openai");
      await outside.forgetCalls();
      const { run, tries } = await work("openai");
      expect(run).toMatchObject({ status: "success", adapter: second });
      expect(tries).toEqual(["second ok"]);
      expect(await callsTo("anthropic")).toBe(0);
    });

    test("tries a broken provider again before it goes on", async () => {
      await outside.fault({ provider: "anthropic", kind: "server_error", times: 1 });
      const { run, tries } = await work("anthropic");
      expect(run).toMatchObject({ status: "success", adapter: first });
      expect(tries).toEqual(["first provider_down", "first ok"]);
    });

    test("waits as long as it is asked to, within its time", async () => {
      await outside.fault({ provider: "anthropic", kind: "rate_limit", times: 1, retryAfterS: 1 });
      const before = Date.now();
      const { tries } = await work("anthropic");
      expect(tries).toEqual(["first rate_limited", "first ok"]);
      expect(Date.now() - before).toBeGreaterThanOrEqual(1_000);
    });

    test("does not wait longer than it has; when all ask for that, it waits in line without using up an attempt", async () => {
      await outside.fault({ provider: "anthropic", kind: "rate_limit", times: 10, retryAfterS: 3_600 });
      expect((await work("openai")).tries).toEqual(["first rate_limited", "second ok"]);
      await outside.fault({ provider: "openai", kind: "rate_limit", times: 10, retryAfterS: 1_800 });
      const { run, tries, error } = await work();
      expect(tries).toEqual(["first rate_limited", "second rate_limited"]);
      expect(error).toMatchObject({ name: "Busy", retryAfterMs: 1_800_000 });
      expect(run).toMatchObject({ status: "queued", attempt: 1 });
    });

    test("leaves a model that a provider does not know to one that has its own", async () => {
      const [unknown = ""] = await withAdapters({ kind: "anthropic", model: "unknown-7b" });
      await ordered(unknown, second);
      const { run } = await work("openai");
      expect(run).toMatchObject({ status: "success", adapter: second });
      await outside.forgetCalls();
      await work("openai");
      expect(await callsTo("anthropic")).toBe(1);
    });

    test("does not ask another when the first refuses to answer", async () => {
      await outside.fault({ provider: "anthropic", kind: "refusal", times: 10 });
      const { run, tries } = await work("openai");
      expect(tries).toEqual(["first refused"]);
      expect(run).toMatchObject({ status: "error", errorCode: "provider_error" });
      expect(await callsTo("openai")).toBe(0);
    });

    test("never asks an adapter that its client does not allow", async () => {
      await asPlatform((tx) =>
        tx
          .updateTable("tenants")
          .set({ allowedAdapters: [first] })
          .where("id", "=", tenant.id)
          .execute(),
      );
      await outside.fault({ provider: "anthropic", kind: "auth", times: 10 });
      const { run, tries } = await work("openai");
      expect(tries).toEqual(["first auth"]);
      expect(run.status).toBe("error");
      expect(await callsTo("openai")).toBe(0);
    });
  });

  test("an adapter that is configured is asked first, and the order after it", async () => {
    await ok(tenant.people.DM, "PATCH", "/tenant/v1/agents/content-brief-writer", {
      body: { adapter: second, model: "gpt-5-mini" },
    });
    await outside.fault({ provider: "openai", kind: "auth", times: 10 });
    const { run, tries } = await work("anthropic");
    expect(tries).toEqual(["second auth", "first ok"]);
    expect(run).toMatchObject({ adapter: first, model: "small" });
  });

  describe("the order of a tier", () => {
    const entries = () =>
      asPlatform(async (tx) => {
        const rows = await tx
          .selectFrom("outbox")
          .select("payload")
          .where("name", "=", "adapter.order_changed")
          .orderBy("id")
          .execute();
        const all = rows.map(({ payload }) => payload as { subject: { id: string }; change: object });
        return all.filter(({ subject }) => subject.id === "cheap").map(({ change }) => change);
      });
    const put = async (tier: string, adapters: string[]) =>
      call<AdapterOrder>(await superAdmin(), "PUT", `/admin/v1/adapter-orders/${tier}`, { body: { adapters } });

    test("is set, read and taken back; each change leaves an entry, a repeat none", async () => {
      const names = [second, first];
      expect((await put("cheap", names)).body).toEqual({ tier: "cheap", adapters: names });
      await put("cheap", names);
      const { body } = await call<{ items: AdapterOrder[] }>(await superAdmin(), "GET", "/admin/v1/adapter-orders");
      expect(body.items).toEqual([
        { tier: "cheap", adapters: names },
        { tier: "standard", adapters: [first, second] },
        { tier: "expensive", adapters: [] },
      ]);
      expect((await put("cheap", [])).body).toEqual({ tier: "cheap", adapters: [] });
      expect(await entries()).toMatchObject([
        { before: { adapters: [] }, after: { adapters: names } },
        { before: { adapters: names }, after: { adapters: [] } },
      ]);
    });

    test("knows neither strangers nor doubles nor other tiers", async () => {
      for (const [tier, adapters] of [
        ["cheap", ["nobody"]],
        ["cheap", [first, first]],
        ["dear", [first]],
      ] as const)
        expect(await put(tier, [...adapters])).toMatchObject({ status: 422, code: "request.validation_failed" });
    });
  });
}
