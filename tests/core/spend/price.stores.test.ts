import { afterAll, describe, expect, test } from "vitest";
import * as Price from "#core/price/index.ts";
import { payFor } from "#core/run/paid-tool.ts";
import type { Used } from "#core/tool/use.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { call } from "#tests/support/api.ts";
import { bareTenant, booksOf } from "#tests/support/books.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, superAdmin } from "#tests/support/tenant.ts";

afterAll(closeStores);

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const usage = { inputTokens: 1_000_000, outputTokens: 100_000, cachedTokens: 400_000 };
const priced = (model: string, facts: object) => ({
  ...{ provider: "openai", model, validFrom: day(0) },
  ...{ inputMicrosPerMtok: 2_000_000, outputMicrosPerMtok: 8_000_000, cachedMicrosPerMtok: 500_000, ...facts },
});
const costAt = async (model: string, when: Date) =>
  Price.costOf(await asPlatform((tx) => Price.at(tx, "openai", model, when)), usage);

describe("the price of a model", () => {
  test("is the one of the day of the call, in its own currency; caps get it in theirs", async () => {
    const model = `m-${newId("run")}`;
    const admin = await superAdmin();
    const add = (facts: object) => call(admin, "POST", "/admin/v1/model-prices", { body: priced(model, facts) });
    const [now, later] = [day(0), day(10)];
    expect((await add({ validFrom: now })).status).toBe(201);
    expect((await add({ validFrom: later, currency: "EUR", usdRate: 1.25 })).status).toBe(201);
    expect(await costAt(model, new Date())).toEqual({ micros: 2_200_000, currency: "USD", usdMicros: 2_200_000 });
    expect(await costAt(model, new Date(Date.now() + 11 * 86_400_000))).toEqual({
      ...{ micros: 2_200_000, currency: "EUR" },
      usdMicros: 2_750_000,
    });
    const { body } = await call<{ items: { validFrom: string }[] }>(
      admin,
      "GET",
      `/admin/v1/model-prices?model=${model}`,
    );
    expect(body.items.map(({ validFrom }) => validFrom)).toEqual([later, now]);
  });

  test("that has begun is never rewritten", async () => {
    const model = `m-${newId("run")}`;
    const admin = await superAdmin();
    const add = (facts: object) => call(admin, "POST", "/admin/v1/model-prices", { body: priced(model, facts) });
    expect((await add({ validFrom: day(-1) })).code).toBe("request.validation_failed");
    expect((await add({})).status).toBe(201);
    expect((await add({ inputMicrosPerMtok: 1 })).code).toBe("request.already_exists");
    expect((await add({ validFrom: day(1), currency: "EUR" })).code).toBe("request.validation_failed");
    expect((await costAt(model, new Date())).micros).toBe(2_200_000);
  });

  test("is read by every run and written by super admins alone", async () => {
    const { people } = await freshTenant();
    for (const person of [people.TA, people.DL])
      expect((await call(person, "POST", "/admin/v1/model-prices", { body: priced("x", {}) })).status).toBe(403);
    const write = transaction((tx) => tx.updateTable("modelPrices").set({ inputMicrosPerMtok: 0 }).execute());
    await expect(write).rejects.toThrow("permission denied");
  });
});

describe("a tool that is paid by the call", () => {
  test("is held before and measured after; what nobody was asked for costs nothing, and past a cap it is not used", async () => {
    const { id, runId } = await bareTenant(0);
    const tool = `tool_${newId("run").slice(-10).toLowerCase()}`;
    const price = { provider: "tool", model: tool, unit: "call", validFrom: day(0) };
    const amounts = { inputMicrosPerMtok: 20_000_000_000, outputMicrosPerMtok: 0, cachedMicrosPerMtok: 0 };
    expect(
      (await call(await superAdmin(), "POST", "/admin/v1/model-prices", { body: { ...price, ...amounts } })).status,
    ).toBe(201);
    const answer = {
      tool,
      method: "find",
      input: {},
      text: "",
      output: null,
      approvalId: null,
      addresses: [],
      durationMs: 1,
    };
    const pay = (error: Used["error"]) =>
      as(machine(id), () =>
        payFor({ id: runId, agent: "content-brief-writer" }, `${tool}__find`, async () => ({ ...answer, error })),
      );
    expect((await pay(null)).cost).toEqual({ micros: 20_000, currency: "USD", usdMicros: 20_000 });
    expect((await pay("bad_input")).cost?.micros).toBe(0);
    const { ledger, balance } = await booksOf(id);
    expect(balance.money).toMatchObject([{ held: 2, spent: 0 }]);
    expect(ledger).toEqual(balance);
    await asPlatform((tx) => tx.updateTable("tenants").set({ spendCapMinor: 3 }).where("id", "=", id).execute());
    await expect(pay(null)).rejects.toMatchObject({ code: "spend_cap", neededMinor: 2 });
  });
});
