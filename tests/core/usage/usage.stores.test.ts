import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Credit from "#core/credit/index.ts";
import { app } from "#functions/api/index.ts";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { UsagePage } from "#schema/usage.ts";
import { call, ok } from "#tests/support/api.ts";
import { bareRun } from "#tests/support/books.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish } from "#tests/support/furnish.ts";
import { as, freshTenant, machine, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

let own: TestTenant;
let foreign: TestTenant;
let activityId: string;
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const lately = `from=${day(-3)}&to=${day(1)}`;
const longAgo = "2001-06-05";

beforeAll(async () => {
  [own, foreign] = [await freshTenant(), await freshTenant()];
  activityId = (await furnish(own)).activity;
  await asPlatform((tx) =>
    tx.updateTable("activities").set({ title: "=HYPERLINK(1)" }).where("id", "=", activityId).execute(),
  );
  await used(own, [
    ["gpt-5", "USD", 1_500_000],
    ["gpt-5", "USD", 500_000],
    ["mistral-large", "EUR", 250_000],
  ]);
  await used(foreign, [["gpt-5", "USD", 9_000_000]]);
  await called(own, [["gpt-5", "USD", 4]], { createdAt: new Date(`${longAgo}T12:00:00Z`) });
  await called(foreign, [["gpt-5", "USD", 5]], { createdAt: new Date(`${longAgo}T12:00:00Z`) });
});
afterAll(closeStores);

type Calls = readonly [model: string, currency: string, costMicros: number][];

async function called(
  tenant: TestTenant,
  calls: Calls,
  more: { runId?: string; createdAt?: Date } = {},
): Promise<void> {
  const base = { tenantId: tenant.id, purpose: "agent", adapter: "openai", provider: "openai", tier: "standard" };
  const counts = { inputTokens: 100, outputTokens: 10, cachedTokens: 5, latencyMs: 1, attempt: 1 };
  await asPlatform((tx) =>
    tx
      .insertInto("llmCalls")
      .values(
        calls.map(([model, currency, costMicros]) => ({
          ...{ ...base, ...counts, ...more, id: newId("modelCall"), model, currency, costMicros },
          ...{ status: "ok", requestSha256: sha256(model) },
        })),
      )
      .execute(),
  );
}

async function used(tenant: TestTenant, calls: Calls): Promise<void> {
  const runId = await bareRun(tenant.id, { status: "success", model: "gpt-5" });
  await called(tenant, calls, { runId });
  await as(machine(tenant.id), async () => {
    const work = tenant === own ? { activityId } : { subject: { type: "strategy", id: "stg_1" } };
    await Credit.reserve({ ...work, rateKey: "blog_post", amount: 250 });
    await Credit.consume({ ...work, runId });
  });
}

const read = (who: TestPerson, path: string) => ok<UsagePage>(who, "GET", path);
async function table(who: TestPerson, path: string): Promise<string[]> {
  const answer = await app.request(path, { headers: who.headers });
  expect(answer.headers.get("content-type")).toContain("text/csv");
  return (await answer.text()).trimEnd().split("\r\n");
}

describe("what was used", () => {
  test("a client sees of itself, in credits and tokens, without what providers ask", async () => {
    const page = await read(own.people.TM, `/tenant/v1/credits/usage?groupBy=model&${lately}`);
    const byModel = new Map(page.items.map((row) => [row.key, row]));
    expect(byModel.get("gpt-5")).toMatchObject({ calls: 2, inputTokens: 200, credits: 2.5, cost: null });
    expect(byModel.get("mistral-large")).toMatchObject({ calls: 1, cost: null });
    expect(page.totals).toMatchObject({ calls: 3, inputTokens: 300, outputTokens: 30, credits: 2.5, cost: null });
    const refused = await call(own.people.TM, "GET", `/tenant/v1/credits/usage?groupBy=tenant`);
    expect(refused.code).toBe("request.validation_failed");
  });

  test("the agency sees of its clients with cost in each currency, and of no other", async () => {
    const page = await read(own.people.DM, `/dm/v1/usage?groupBy=tenant&${lately}`);
    expect(page.items).toMatchObject([
      {
        ...{ key: own.id, label: own.name },
        cost: [
          { currency: "EUR", micros: 250_000 },
          { currency: "USD", micros: 2_000_000 },
        ],
      },
    ]);
    const refused = await call(own.people.DM, "GET", `/dm/v1/usage?tenantId=${foreign.id}`);
    expect(refused).toMatchObject({ status: 404, code: "request.not_found" });
  });

  test("a super admin sees of all, one client at a time or together, page by page with the same totals", async () => {
    const { SA } = own.people;
    const one = await read(SA, `/admin/v1/usage?groupBy=agent&tenantId=${foreign.id}&${lately}`);
    expect(one.totals.cost).toEqual([{ currency: "USD", micros: 9_000_000 }]);
    const together = await read(SA, `/admin/v1/usage?groupBy=tenant&${lately}`);
    expect(together.totals.calls).toBeGreaterThanOrEqual(4);
    // Of a time in which nobody else was there: pages of one client each.
    const long = `from=${longAgo}&to=${longAgo}`;
    const pages: UsagePage[] = [];
    for (
      let cursor: string | null = "";
      cursor !== null && pages.length < 4;
      cursor = pages.at(-1)?.nextCursor ?? null
    ) {
      const next = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      pages.push(await read(SA, `/admin/v1/usage?groupBy=tenant&limit=1&${long}${next}`));
    }
    expect(pages.map(({ items }) => items.map(({ key }) => key))).toEqual(
      [own.id, foreign.id].toSorted().map((id) => [id]),
    );
    for (const { totals } of pages) expect(totals).toMatchObject({ calls: 2, cost: [{ currency: "USD", micros: 9 }] });
  });

  test("is told by day in the client's own days, and by activity", async () => {
    const days = await read(own.people.TA, `/tenant/v1/credits/usage?${lately}`);
    expect(days.items).toHaveLength(1);
    const activities = await read(own.people.TA, `/tenant/v1/credits/usage?groupBy=activity&${lately}`);
    expect(activities.items.find(({ key }) => key === activityId)).toMatchObject({ credits: 2.5 });
    const tooMany = await call(own.people.TA, "GET", "/tenant/v1/credits/usage?from=2020-01-01&to=2026-01-01");
    expect(tooMany.code).toBe("request.validation_failed");
  });

  test("leaves as a table in which nothing is a formula, with cost for those who may see it", async () => {
    const rows = await table(own.people.TA, `/tenant/v1/credits/usage/export?groupBy=activity&${lately}`);
    expect(rows[0]).toBe("activity,label,runs,calls,toolCalls,inputTokens,outputTokens,cachedTokens,credits");
    expect(rows.find((row) => row.startsWith(activityId))).toMatch(/,ACT-2601-001 =HYPERLINK\(1\),.*,2\.5$/);
    const costs = await table(own.people.DM, `/dm/v1/usage/export?groupBy=tenant&${lately}`);
    expect(costs[1]).toMatch(new RegExp(`^${own.id},${own.name},.*,2,EUR 0\\.25$`));
    const all = await table(own.people.SA, `/admin/v1/usage/export?groupBy=tenant&${lately}`);
    expect(all.filter((row) => row.startsWith(own.id) || row.startsWith(foreign.id))).toHaveLength(2);
  });
});
