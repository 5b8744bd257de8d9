import { afterAll, expect, test } from "vitest";
import { handler as ads } from "#functions/clock/ads.ts";
import { handler as reports } from "#functions/clock/reports.ts";
import { handler as visibility } from "#functions/clock/visibility.ts";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { withAdapters } from "#tests/support/adapters.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

// Clocks look at every tenant: on shared stores they would change what other tests watch.
ownCloud();
afterAll(closeStores);

async function runsOf(tenant: TestTenant): Promise<string[]> {
  const rows = await asPlatform((tx) =>
    tx.selectFrom("agentRuns").select("agent").where("tenantId", "=", tenant.id).orderBy("id").execute(),
  );
  return rows.map(({ agent }) => agent);
}

test("the second of a month reports the last one for every plan that includes it, once", async () => {
  const [pro, free] = [await freshTenant({ plan: "pro" }), await freshTenant({ plan: "free" })];
  await reports();
  await reports();
  expect(await runsOf(pro)).toEqual(new Date().getUTCDate() >= 2 ? ["report-writer"] : []);
  expect(await runsOf(free)).toEqual([]);
});

test("a week analyses the ads of those who paid for some", async () => {
  const [paying, idle] = [await freshTenant({ plan: "pro" }), await freshTenant({ plan: "pro" })];
  const metricOn = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  await asPlatform(async (tx) => {
    for (const [{ id: tenantId }, value] of [
      [paying, 12.5],
      [idle, 0],
    ] as const) {
      const channelId = newId("channel");
      await tx
        .insertInto("connectedChannels")
        .values({ tenantId, id: channelId, type: "google_ads", name: "Ads", status: "connected" })
        .execute();
      await tx.insertInto("channelMetrics").values({ tenantId, channelId, metricOn, metric: "cost", value }).execute();
    }
  });
  await ads();
  expect(await runsOf(paying)).toEqual(["ads-analyst"]);
  expect(await runsOf(idle)).toEqual([]);
});

test("a night asks assistants for those who want it nightly", async () => {
  const [name] = await withAdapters({ kind: "openai" });
  await asPlatform(async (tx) => {
    const { id } = await tx
      .selectFrom("adapters")
      .select("id")
      .where("name", "=", name ?? "")
      .executeTakeFirstOrThrow();
    await tx.updateTable("aiVisibilityPlatforms").set({ adapterId: id }).where("key", "=", "chatgpt").execute();
  });
  const [nightly, never] = [await freshTenant({ plan: "pro" }), await freshTenant({ plan: "pro" })];
  for (const { people } of [nightly, never])
    await ok(people.TA, "POST", "/tenant/v1/ai-visibility/prompts", {
      body: { prompt: "Who makes lamps that last?", type: "category" },
    });
  await ok(nightly.people.TA, "PUT", "/tenant/v1/ai-visibility/schedule", { body: { schedule: "nightly" } });
  await visibility();
  expect(await runsOf(nightly)).toEqual(["ai-visibility-monitor"]);
  expect(await runsOf(never)).toEqual([]);
});
