import { afterAll, afterEach, expect, test } from "vitest";
import * as Approval from "#core/approval/index.ts";
import { hashOf, own } from "#core/campaign/own.ts";
import { guardSpend } from "#core/campaign/spend.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { CampaignDetail } from "#schema/campaign-plan.ts";
import type { AdPlatform, RecommendationBatch } from "#schema/campaign-results.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited } from "#tests/support/work.ts";
import { age, approve, attemptOf, connect, work } from "../publish/accounts.ts";
import { platforms } from "../publish/ad-campaigns.ts";

afterEach(() => outside.clearFaults());
afterAll(closeStores);

/** The request that pauses one campaign: others write to the same accounts at the same time. */
const writes: Record<AdPlatform, (id: string) => { provider: "google-ads" | "meta" | "linkedin"; match: string }> = {
  google_ads: (id) => ({
    provider: "google-ads",
    match: `"campaignOperation":{"update":{"resourceName":"customers/1234567890/campaigns/${id}"`,
  }),
  meta_ads: (id) => ({ provider: "meta", match: `/${id} {"status":"PAUSED"` }),
  linkedin_ads: (id) => ({ provider: "linkedin", match: `/adCampaigns/${id} {"patch":{"$set":{"status":"PAUSED"` }),
};

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const setCampaign = (id: string, values: Record<string, unknown>) =>
  asPlatform((tx) => tx.updateTable("campaigns").set(values).where("id", "=", id).execute());
const guard = (tenant: TestTenant) => as(machine(tenant.id), () => guardSpend());
const told = (tenant: TestTenant, percent: number) =>
  asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("payload")
      .where("tenantId", "=", tenant.id)
      .where("kind", "=", "notification")
      .where("name", "=", `campaign.budget_${percent}`)
      .execute(),
  );

/** A campaign that agency and client approved, linked to one that runs at its platform and has cost 85 % of its budget. */
async function campaignAtWork(tenant: TestTenant, platform: AdPlatform) {
  const { DM } = tenant.people;
  const name = `Guarded ${tenant.slug}`;
  const draft = { type: "paid_ads", name, goal: "leads", channels: [platform] };
  const { id } = await ok<{ id: string }>(DM, "POST", "/tenant/v1/campaigns", { body: draft });
  const path = `/tenant/v1/campaigns/${id}`;
  const externalCampaignId = await platforms[platform].make(name);
  const channelId = await connect(tenant, platform);
  expect(
    (await call(DM, "POST", `${path}/link-external`, { body: { platform, channelId, externalCampaignId } })).status,
  ).toBe(204);
  // So long ago that one day more, should it turn meanwhile, does not reach the budget.
  await setCampaign(id, { createdAt: daysAgo(20) });
  expect((await call(DM, "POST", `${path}/metrics/sync`)).status).toBe(204);
  const read = () => ok<CampaignDetail>(tenant.people.TA, "GET", path);
  const spent = (await read()).spend.spentMinor ?? 0;
  expect(spent).toBeGreaterThan(1_000);
  const budgetMinor = Math.round(spent / 0.85);
  await setCampaign(id, { budgetMinor, currency: "EUR", status: "client_review" });
  await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const row = await own(tx, id);
      const about = { type: "campaign", id, title: name };
      const contentHash = await hashOf(tx, row);
      await Approval.open(tx, {
        kind: "campaign",
        subject: about,
        version: 1,
        contentHash,
        stage: "client",
        author: "agent:run_t",
      });
    }),
  );
  await approve(tenant, id, "client");
  const step = (verb: string) => call(DM, "PATCH", `${path}/status`, { body: { verb } });
  expect((await step("activate")).status).toBe(200);
  const batches = async () => (await ok<{ items: RecommendationBatch[] }>(DM, "GET", `${path}/optimisations`)).items;
  const state = () => platforms[platform].isRunning(externalCampaignId);
  return { id, path, externalCampaignId, budgetMinor, read, step, batches, state };
}

test.each(["google_ads", "meta_ads", "linkedin_ads"] as const)(
  "what %s charges is told at four fifths of the budget and stopped at all of it, once each, and runs on only when a person says so with budget left",
  async (platform) => {
    const tenant = await freshTenant({ plan: "pro" });
    const { DM, TA, TM, secondReviewer } = tenant.people;
    const { id, path, externalCampaignId, budgetMinor, read, step, batches, state } = await campaignAtWork(
      tenant,
      platform,
    );
    await guard(tenant);
    await guard(tenant);
    expect([(await told(tenant, 80)).length, (await told(tenant, 100)).length]).toEqual([1, 0]);
    expect((await read()).status).toBe("active");

    // The worker dies after the platform has paused it and before that is written down; the guard looks again meanwhile.
    await setCampaign(id, { createdAt: daysAgo(80) });
    await guard(tenant);
    expect(await state()).toBe(true);
    const { spend, status, linked } = await read();
    expect([status, spend.pausedAt !== null]).toEqual(["paused", true]);
    expect(linked[0]?.spent).toEqual({ amountMinor: spend.spentMinor, currency: "EUR" });
    const [pause] = await batches();
    expect(pause).toMatchObject({ agent: "spend-guard", status: "client_approved" });
    const attempt = await attemptOf(tenant, pause?.id ?? "");
    await outside.fault({ ...writes[platform](externalCampaignId), kind: "timeout_after_effect", ms: 200 });
    await work(tenant, attempt.id, ["send"]);
    expect(await attemptOf(tenant, pause?.id ?? "")).toMatchObject({ status: "unknown" });
    await guard(tenant);
    expect(await state()).toBe(false);
    await age(attempt.id, { postedAt: new Date(Date.now() - 10 * 60_000) });
    await work(tenant, attempt.id, ["lookUp", "lookUp"]);
    await guard(tenant);
    expect((await batches()).map((batch) => [batch.agent, batch.status])).toEqual([["spend-guard", "applied"]]);
    expect([(await told(tenant, 80)).length, (await told(tenant, 100)).length]).toEqual([1, 1]);
    expect((await told(tenant, 100))[0]?.payload).toMatchObject({ data: { pausing: "yes", percent: "100" } });
    expect((await audited(tenant, "campaign.spend_threshold_crossed")).length).toBe(2);

    // Nobody goes on without budget; a higher one is decided by both.
    expect((await step("resume")).code).toBe("request.illegal_transition");
    expect((await call(DM, "POST", `/tenant/v1/optimisations/${pause?.id}/undo`)).code).toBe(
      "request.illegal_transition",
    );
    const wish = (amountMinor: number, who = DM) =>
      call<{ batchId: string }>(who, "POST", `${path}/budget`, { body: { amountMinor } });
    expect((await wish(budgetMinor * 10, TM)).code).toBe("auth.forbidden");
    expect((await wish(budgetMinor - 100)).code).toBe("request.validation_failed");
    const { batchId } = (await wish(budgetMinor * 10)).body;
    expect((await wish(budgetMinor * 11)).code).toBe("request.already_exists");
    await approve(tenant, batchId, "dm", secondReviewer);
    await approve(tenant, batchId, "client");
    expect((await read()).budget?.amountMinor).toBe(budgetMinor * 10);
    await guard(tenant);
    expect([(await read()).status, await state()]).toEqual(["paused", false]);
    expect((await step("resume")).status).toBe(200);
    const [goOn] = await batches();
    await work(tenant, (await attemptOf(tenant, goOn?.id ?? "")).id, ["send", "check"]);
    expect([(await read()).status, await state(), (await read()).linked[0]?.status]).toEqual([
      "active",
      true,
      "active",
    ]);
    const stranger = await freshTenant({ plan: "pro" });
    expect((await call(stranger.people.DM, "POST", `${path}/metrics/sync`)).code).toBe("request.not_found");
    expect((await call(TA, "GET", path)).status).toBe(200);
  },
);

test("a stop leaves even while the client lets nothing out, and where nobody approved anything people are asked to pause it", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { id, batches, read, state } = await campaignAtWork(tenant, "meta_ads");
  await asPlatform((tx) =>
    tx.updateTable("tenantSettings").set({ publishingPaused: true }).where("tenantId", "=", tenant.id).execute(),
  );
  await setCampaign(id, { createdAt: daysAgo(80) });
  await guard(tenant);
  const [pause] = await batches();
  await work(tenant, (await attemptOf(tenant, pause?.id ?? "")).id, ["send", "check"]);
  expect(await state()).toBe(false);

  const other = await freshTenant({ plan: "pro" });
  const bare = await campaignAtWork(other, "meta_ads");
  await asPlatform((tx) =>
    tx.updateTable("approvals").set({ status: "expired" }).where("subjectId", "=", bare.id).execute(),
  );
  await setCampaign(bare.id, { createdAt: daysAgo(80) });
  await guard(other);
  expect([(await bare.batches()).length, (await bare.read()).status, await bare.state()]).toEqual([0, "paused", true]);
  expect((await told(other, 100))[0]?.payload).toMatchObject({ data: { byHand: "yes" } });

  // Money of another kind is shown, and counts for nothing.
  await setCampaign(id, { currency: "USD", spendMarks: [] });
  await guard(tenant);
  const seen = await read();
  expect([seen.spend.spentMinor, seen.linked[0]?.spent?.currency]).toEqual([0, "EUR"]);
});

test("what a person has let rest here while it ran on there is paused there too, and runs again there when it goes on with budget", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { id, budgetMinor, batches, read, state, step } = await campaignAtWork(tenant, "meta_ads");
  expect((await step("pause")).status).toBe(200);
  await setCampaign(id, { createdAt: daysAgo(80) });
  await guard(tenant);
  const [pause] = await batches();
  await work(tenant, (await attemptOf(tenant, pause?.id ?? "")).id, ["send", "check"]);
  expect([await state(), (await read()).spend.pausedAt !== null]).toEqual([false, true]);
  await setCampaign(id, { budgetMinor: budgetMinor * 10 });
  expect((await step("resume")).status).toBe(200);
  const [goOn] = await batches();
  await work(tenant, (await attemptOf(tenant, goOn?.id ?? "")).id, ["send", "check"]);
  expect([(await read()).status, await state()]).toEqual(["active", true]);
});

test("a campaign begun before its day is stopped at its budget as well, and what it has ordered and nobody began is let go", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { id, read, step } = await campaignAtWork(tenant, "meta_ads");
  const said = {
    objective: "Win enquiries.",
    audienceSummary: "People who read at night.",
    keyMessages: [],
    offer: "A lamp",
  };
  const contentNeeds = [{ activityType: "manual_task", quantity: 1 }];
  const brief = JSON.stringify({ ...said, channelPlan: [], timeline: [], risks: [], contentNeeds });
  await setCampaign(id, { brief, startsOn: daysAgo(-30).toISOString().slice(0, 10) });
  expect((await step("pause")).status).toBe(200);
  expect((await step("resume")).status).toBe(200);
  expect((await read()).work.map(({ status }) => status)).toEqual(["pending"]);
  await setCampaign(id, { createdAt: daysAgo(80) });
  await guard(tenant);
  const { status, work: ordered } = await read();
  expect([status, ordered.filter((one) => one.status !== "cancelled")]).toEqual(["paused", []]);
});
