import { afterAll, expect, test } from "vitest";
import { requestDue } from "#core/ads-analysis/index.ts";
import { lastDays } from "#core/metric/read.ts";
import { asPlatform } from "#platform/db.ts";
import type { Activity } from "#schema/activity.ts";
import type { AdsAnalysis, AdsAnalysisDetail } from "#schema/ads-analysis.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";
import { approve, attemptOf, connect, work } from "../publish/accounts.ts";
import { platforms } from "../publish/ad-campaigns.ts";

afterAll(closeStores);

const path = "/tenant/v1/ads-analyses";
const yesterday = () => lastDays(28).to;

/** A tenant with a campaign that brings results, a dearer one, and one that brings none. */
async function payingTenant(): Promise<TestTenant> {
  const tenant = await freshTenant({ plan: "pro" });
  const channelId = newId("channel");
  await asPlatform((tx) =>
    tx
      .insertInto("connectedChannels")
      .values({ tenantId: tenant.id, id: channelId, type: "google_ads", name: "Ads of lamps", status: "connected" })
      .execute(),
  );
  await spend(tenant, channelId, {
    "": { impressions: 9_000, clicks: 600, cost: 700, conversions: 25 },
    "campaign:Lamps for reading": { clicks: 300, cost: 200, conversions: 20 },
    "campaign:Lamps for offices": { clicks: 200, cost: 250, conversions: 5 },
    "campaign:Lamps for ships": { clicks: 100, cost: 250, conversions: 0 },
  });
  return tenant;
}

async function spend({ id: tenantId }: TestTenant, channelId: string, numbers: Record<string, Record<string, number>>) {
  await asPlatform(async (tx) => {
    for (const [dimension, values] of Object.entries(numbers))
      for (const [metric, value] of Object.entries(values))
        await tx
          .insertInto("channelMetrics")
          .values({ tenantId, channelId, metricOn: yesterday(), metric, dimension, value })
          .execute();
  });
}

test("campaigns are judged by what they cost and brought, and each advice is about one of them", async () => {
  const tenant = await payingTenant();
  const { TA, CA, DM } = tenant.people;
  expect((await call(CA, "POST", path, { body: {} })).code).toBe("auth.forbidden");
  const asked = await call<AdsAnalysisDetail>(TA, "POST", path, { body: { targetCostPerResult: 15 } });
  expect(asked).toMatchObject({ status: 202, body: { status: "queued", to: yesterday() } });
  await workAll(tenant);
  const found = await ok<AdsAnalysisDetail>(CA, "GET", `${path}/${asked.body.id}`);
  expect(found).toMatchObject({ status: "done", health: "critical" });
  expect(found.headline).toContain("28");
  expect(found.topPerformers[0]).toMatchObject({ name: "Lamps for reading", metric: "costPerResult", value: 10 });
  expect(found.bottomPerformers[0]).toMatchObject({ name: "Lamps for ships", metric: "cost", value: 250 });
  expect(found.wastedSpend?.amount).toBe(250);
  expect(found.recommendations.map(({ title }) => title)).toEqual([
    "Pause Lamps for ships until its page is mended",
    "Move budget to Lamps for reading",
    "Bring Lamps for offices to its target",
  ]);
  const activity = await ok<Activity>(DM, "GET", `/tenant/v1/activities/${found.activityId}`);
  expect(activity).toMatchObject({ type: "ads_analysis", status: "done", creditsCost: 1 });
  expect(await audited(tenant, "ads_analysis.%")).toEqual(["ads_analysis.requested", "ads_analysis.finished"]);
  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.TA, "GET", `${path}/${found.id}`)).code).toBe("request.not_found");
});

test("advice about a linked campaign is put before agency and client, carried out in the account, and can be taken back", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM, TA, secondReviewer } = tenant.people;
  const name = `Lamps for ships ${tenant.slug}`;
  const externalCampaignId = await platforms.google_ads.make(name);
  const isRunning = () => platforms.google_ads.isRunning(externalCampaignId);
  const channelId = await connect(tenant, "google_ads");
  await spend(tenant, channelId, {
    "": { impressions: 9_000, clicks: 600, cost: 700, conversions: 25 },
    "campaign:Lamps for reading": { clicks: 300, cost: 200, conversions: 20 },
    "campaign:Lamps for offices": { clicks: 200, cost: 250, conversions: 5 },
    [`campaign:${name}`]: { clicks: 100, cost: 250, conversions: 0 },
  });
  const draft = { type: "paid_ads", name, goal: "leads", channels: ["google_ads"] };
  const { id: campaignId } = await ok<{ id: string }>(DM, "POST", "/tenant/v1/campaigns", { body: draft });
  const campaign = `/tenant/v1/campaigns/${campaignId}`;
  await call(DM, "POST", `${campaign}/link-external`, {
    body: { platform: "google_ads", channelId, externalCampaignId },
  });
  await asPlatform((tx) =>
    tx.updateTable("campaigns").set({ status: "active" }).where("id", "=", campaignId).execute(),
  );
  const analysis = async () => {
    const { id } = await ok<AdsAnalysisDetail>(TA, "POST", path, { body: {} });
    await workAll(tenant);
    return (await ok<AdsAnalysisDetail>(TA, "GET", `${path}/${id}`)).recommendations;
  };
  const [pause, other] = await analysis();
  const batchId = pause?.proposed?.batchId ?? "";
  expect(pause).toMatchObject({ change: { action: "pause_ad" }, proposed: { campaignId } });
  expect([other?.proposed, other?.whyNot]).toEqual([undefined, expect.stringContaining("person")]);
  expect((await analysis())[0]).toMatchObject({ whyNot: expect.stringContaining("waits to be decided") });

  await approve(tenant, batchId, "dm", secondReviewer);
  await approve(tenant, batchId, "client");
  await work(tenant, (await attemptOf(tenant, batchId)).id, ["send", "check"]);
  expect(await isRunning()).toBe(false);
  const { batchId: undone } = await ok<{ batchId: string }>(DM, "POST", `/tenant/v1/optimisations/${batchId}/undo`);
  await approve(tenant, undone, "dm", secondReviewer);
  await approve(tenant, undone, "client");
  await work(tenant, (await attemptOf(tenant, undone)).id, ["send", "check"]);
  expect(await isRunning()).toBe(true);
});

test("without an ad account there is nothing to order, and the clock orders one analysis at a time", async () => {
  const bare = await freshTenant({ plan: "pro" });
  expect((await call(bare.people.TA, "POST", path, { body: {} })).code).toBe("channel.channel_disconnected");
  const tenant = await payingTenant();
  await as(machine(tenant.id), requestDue);
  await as(machine(tenant.id), requestDue);
  const { items } = await ok<{ items: AdsAnalysis[] }>(tenant.people.TA, "GET", path);
  expect(items).toHaveLength(1);
});

test("accounts that cost nothing cannot be analysed, and the work says so", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  await asPlatform((tx) =>
    tx
      .insertInto("connectedChannels")
      .values({ tenantId: tenant.id, id: newId("channel"), type: "meta_ads", name: "Ads", status: "connected" })
      .execute(),
  );
  const { id } = await ok<AdsAnalysisDetail>(tenant.people.TA, "POST", path, { body: {} });
  await workAll(tenant).catch(() => undefined);
  const found = await ok<AdsAnalysisDetail>(tenant.people.TA, "GET", `${path}/${id}`);
  expect(found).toMatchObject({ status: "failed", recommendations: [] });
  expect(found.failureMessage).toContain("no cost");
});
