import { afterAll, expect, test } from "vitest";
import { lastDays } from "#core/metric/read.ts";
import { monthStart, todayIn } from "#core/month/days.ts";
import { turn } from "#core/month/turn.ts";
import { asPlatform } from "#platform/db.ts";
import type { AdsAnalysis } from "#schema/ads-analysis.ts";
import { newId } from "#schema/ids.ts";
import type { DryRun, Month, MonthGraph } from "#schema/month.ts";
import type { ReviewRequests } from "#schema/review-campaign.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { as, clientZone, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const next = monthStart(todayIn(clientZone, new Date()), 1);
const reviewUrl = "https://search.google.com/local/writereview?placeid=HP-1";

/** A client to whom analyses of its ads and requests for reviews are promised. */
async function promised(): Promise<TestTenant> {
  const tenant = await freshTenant({ plan: "pro" });
  await asPlatform(async (tx) => {
    const { deliverablePlan: deliverablePlanId } = await insertPlan(tx, tenant);
    for (const [type, monthlyVolume] of [
      ["ads_analysis", 3],
      ["review_campaign", 1],
      ["gbp_post", 4],
    ] as const)
      await tx
        .insertInto("deliverableTemplates")
        .values({
          ...{ tenantId: tenant.id, id: newId("deliverableTemplate"), deliverablePlanId, type, title: type },
          ...{ monthlyVolume, status: "active", creditsEach: 100 },
        })
        .execute();
  });
  return tenant;
}

async function connect({ id: tenantId }: TestTenant): Promise<void> {
  const ads = newId("channel");
  await asPlatform(async (tx) => {
    await tx
      .insertInto("connectedChannels")
      .values([
        {
          ...{ tenantId, id: ads, type: "google_ads", name: "Ads of lamps", status: "connected" },
          subChannelInfo: "{}",
        },
        {
          ...{ tenantId, id: newId("channel"), type: "google_business_profile", name: "The Pier", status: "connected" },
          subChannelInfo: JSON.stringify({ id: "accounts/100/locations/200", metadata: { reviewUrl } }),
        },
      ])
      .execute();
    for (const [metric, value] of Object.entries({ impressions: 900, clicks: 60, cost: 70, conversions: 2 }))
      await tx
        .insertInto("channelMetrics")
        .values(
          ["", "campaign:Lamps"].map((dimension) => ({
            ...{ tenantId, channelId: ads, metricOn: lastDays(28).to, metric, dimension, value },
          })),
        )
        .execute();
  });
}

const dryRun = ({ people }: TestTenant) =>
  ok<DryRun>(people.DM, "GET", `/tenant/v1/months/dry-run?month=${next.slice(0, 7)}`);

test("work about an account is left out of a month while none is connected", async () => {
  const tenant = await promised();
  const { skipped, activities } = await dryRun(tenant);
  expect(skipped.map(({ type, reason }) => `${type} ${reason}`).toSorted()).toEqual([
    ...["ads_analysis needs", "review_campaign needs"],
  ]);
  expect(new Set(activities.map(({ type }) => type))).toEqual(new Set(["gbp_post", "manual_task"]));
  await connect(tenant);
  expect((await dryRun(tenant)).skipped).toEqual([]);
});

test("a month orders analyses one after the other, each on its day, and requests for reviews with all they need", async () => {
  const tenant = await promised();
  const { TA, DM } = tenant.people;
  await connect(tenant);
  await ok(TA, "POST", "/tenant/v1/months", { body: { month: next.slice(0, 7) } });
  await workAll(tenant);
  const { items } = await ok<{ items: Month[] }>(TA, "GET", "/tenant/v1/months");
  const id = items.find(({ startsOn }) => startsOn === next)?.id;
  const nodes = async () => (await ok<MonthGraph>(TA, "GET", `/tenant/v1/months/${id}`)).nodes;
  const analyses = async () => (await nodes()).filter(({ type }) => type === "ads_analysis");
  const before = await analyses();
  expect(new Set(before.map(({ dueAt }) => dueAt)).size).toBe(3);
  expect(before.every(({ status, blockedReason }) => status === "pending" && blockedReason === null)).toBe(true);

  await asPlatform((tx) =>
    tx
      .updateTable("activities")
      .set({ dueAt: new Date(Date.now() - 2 * 86_400_000) })
      .where("tenantId", "=", tenant.id)
      .where("id", "=", before[0]?.id ?? "")
      .execute(),
  );
  await as(machine(tenant.id), () => turn(new Date()));
  await workAll(tenant);
  expect((await analyses()).map(({ status }) => status).toSorted()).toEqual(["done", "pending", "pending"]);
  const found = await ok<{ items: AdsAnalysis[] }>(TA, "GET", "/tenant/v1/ads-analyses");
  expect(found.items).toMatchObject([{ status: "done" }]);

  expect((await nodes()).find(({ type }) => type === "review_campaign")).toMatchObject({ status: "done" });
  const campaigns = await ok<{ items: { id: string }[] }>(DM, "GET", "/tenant/v1/campaigns?type=review_generation");
  expect(campaigns.items).toHaveLength(1);
  const path = `/tenant/v1/campaigns/${campaigns.items[0]?.id}`;
  const { asking, messages } = await ok<ReviewRequests>(DM, "GET", `${path}/review-requests`);
  expect(asking).toMatchObject({ target: "google_business_profile", reviewUrl, locationName: "The Pier" });
  expect(messages).toMatchObject([{ channel: "email", body: expect.stringContaining(reviewUrl) }]);
});
