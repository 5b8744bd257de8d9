import { afterAll, afterEach, expect, test } from "vitest";
import { propose } from "#core/campaign/propose.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { RecommendationBatch } from "#schema/campaign-results.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { audited } from "#tests/support/work.ts";
import { adCopy, age, approve, attemptOf, connect, seen, work } from "./accounts.ts";

afterEach(() => outside.clearFaults());
afterAll(closeStores);

const lines = (count: number, what: string) =>
  Array.from({ length: count }, (_, at) => ({ text: `${what} ${at + 1}` }));
const search = {
  ...{ headlines: lines(15, "Headline"), descriptions: lines(4, "Description"), paths: ["lamps"] },
  finalUrl: "https://lamps.example/",
};
const variants = {
  variants: ["home", "work"].map((angle) => ({
    ...{ angle, primaryText: `Lamps for ${angle}`, headline: "Lamps", description: "Ours", callToAction: "learn_more" },
  })),
};

/** A set of ad texts that was put into the account of a platform. */
async function pushedAds(tenant: TestTenant, platform: "google_ads" | "meta_ads" | "linkedin_ads"): Promise<string> {
  if (platform !== "google_ads") await connect(tenant, platform === "meta_ads" ? "facebook" : "linkedin");
  await connect(tenant, platform);
  const about = { platform, name: `Lamps of ${tenant.slug}`, objective: "leads", finalUrl: "https://lamps.example/" };
  const id = await adCopy(tenant, { ...about, payload: platform === "google_ads" ? search : variants });
  await approve(tenant, id, "dm");
  await approve(tenant, id, "client");
  await work(tenant, (await attemptOf(tenant, id)).id, ["send", "check"]);
  return id;
}

async function decided(tenant: TestTenant, batchId: string): Promise<string> {
  await approve(tenant, batchId, "dm", tenant.people.secondReviewer);
  await approve(tenant, batchId, "client");
  return (await attemptOf(tenant, batchId)).id;
}

const batchesOf = async (tenant: TestTenant, path: string) =>
  (await ok<{ items: RecommendationBatch[] }>(tenant.people.TA, "GET", `${path}/optimisations`)).items;
const stateOf = (id: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("adCopies")
      .select(["running", "dailyBudgetMinor", "externalId"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow(),
  );

test.each(["google_ads", "meta_ads", "linkedin_ads"] as const)(
  "ads in %s run once agency and client have said for how much, and rest again when they say so",
  async (platform) => {
    const tenant = await freshTenant({ plan: "pro" });
    const { DM, TA, TM } = tenant.people;
    const id = await pushedAds(tenant, platform);
    const path = `/tenant/v1/ad-copies/${id}`;
    const turn = (body: object, who = DM) => call<{ batchId: string }>(who, "POST", `${path}/switch`, { body });
    expect((await turn({ running: true }, TM)).code).toBe("auth.forbidden");
    expect((await turn({ running: true })).code).toBe("request.validation_failed");
    await asPlatform((tx) =>
      tx
        .insertInto("tenantBudgets")
        .values({
          ...{ tenantId: tenant.id, id: newId("tenantBudget"), validFrom: "2026-01-01", monthlyMinor: 60_000 },
          ...{ currency: "EUR", horizonMonths: 3, split: JSON.stringify({ adSharePct: 50 }) },
        })
        .execute(),
    );
    expect((await turn({ running: true, dailyBudget: 10.01 })).code).toBe("request.validation_failed");
    const { batchId } = (await turn({ running: true, dailyBudget: 9 })).body;
    expect((await turn({ running: true, dailyBudget: 9 }, TA)).code).toBe("request.already_exists");
    const attemptId = await decided(tenant, batchId);
    expect(await stateOf(id)).toMatchObject({ running: false });
    await work(tenant, attemptId, ["send", "send", "check", "check"]);
    const [batch] = await batchesOf(tenant, path);
    expect(batch).toMatchObject({ status: "applied", publish: { status: "confirmed", errorMessage: null } });
    expect(batch?.recommendations.map(({ action, to, status }) => [action, to, status])).toEqual([
      ["change_budget", "900", "applied"],
      ["resume_ad", "active", "applied"],
    ]);
    expect(await stateOf(id)).toMatchObject({ running: true });
    expect(await audited(tenant, "recommendation.applied")).toHaveLength(2);

    const rest = (await turn({ running: false }, TA)).body.batchId;
    await approve(tenant, rest, "dm");
    await approve(tenant, rest, "client");
    await work(tenant, (await attemptOf(tenant, rest)).id, ["send", "check"]);
    expect(await stateOf(id)).toMatchObject({ running: false });
    const stranger = await freshTenant({ plan: "pro" });
    expect((await call(stranger.people.DM, "POST", `${path}/switch`, { body: { running: true } })).code).toBe(
      "request.not_found",
    );
  },
);

async function campaignOn(tenant: TestTenant, platform: "google_ads" | "meta_ads"): Promise<string> {
  const body = { type: "paid_ads", name: `Ads of ${tenant.slug}`, goal: "leads", channels: [platform] };
  const { id } = await ok<{ id: string }>(tenant.people.DM, "POST", "/tenant/v1/campaigns", { body });
  return id;
}

test("words that a reviewer decided on reach the campaign once, and can be taken back", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM } = tenant.people;
  const campaignId = await campaignOn(tenant, "google_ads");
  const channelId = await connect(tenant, "google_ads");
  const external = String(Date.now());
  const link = { platform: "google_ads", channelId, externalCampaignId: external };
  await call(DM, "POST", `/tenant/v1/campaigns/${campaignId}/link-external`, { body: link });
  const push = () => call<{ batchId: string }>(DM, "POST", `/tenant/v1/campaigns/${campaignId}/search-terms/push`);
  expect((await push()).code).toBe("request.illegal_transition");
  const terms = [
    ["free lamps", "add_as_negative", "exact"],
    ["lamps for desks", "add_as_keyword", "phrase"],
    ["lamp", "watch", null],
  ] as const;
  for (const [searchTerm, decision, matchType] of terms)
    await asPlatform(async (tx) => {
      const reportId = newId("searchTermReport");
      await tx
        .insertInto("searchTermReports")
        .values({
          tenantId: tenant.id,
          id: reportId,
          campaignId,
          searchTerm,
          adGroup: "Pour over",
          syncOn: "2026-01-01",
        })
        .execute();
      await tx
        .insertInto("searchTermClassifications")
        .values({
          ...{ tenantId: tenant.id, id: newId("searchTermClassification"), campaignId, searchTermReportId: reportId },
          ...{
            classification: decision,
            decision,
            matchType,
            status: "dm_reviewed",
            rationale: "Sure.",
            confidence: 1,
          },
        })
        .execute();
    });
  const { batchId } = (await push()).body;
  expect((await push()).code).toBe("request.illegal_transition");
  const attemptId = await decided(tenant, batchId);
  const match = "campaignCriterionOperation";
  await outside.fault({ provider: "google-ads", kind: "timeout_after_effect", match, ms: 200 });
  await work(tenant, attemptId, ["send"]);
  expect(await attemptOf(tenant, batchId)).toMatchObject({ status: "unknown" });
  await age(attemptId, { postedAt: new Date(Date.now() - 10 * 60_000) });
  await work(tenant, attemptId, ["lookUp"]);
  const path = `/tenant/v1/campaigns/${campaignId}`;
  const statuses = () =>
    asPlatform((tx) =>
      tx
        .selectFrom("searchTermClassifications")
        .select("status")
        .where("campaignId", "=", campaignId)
        .orderBy("id")
        .execute(),
    );
  expect(await batchesOf(tenant, path)).toMatchObject([{ status: "failed" }]);
  await ok(DM, "POST", `/tenant/v1/publish-attempts/${attemptId}/republish`, { body: {} });
  await work(tenant, (await attemptOf(tenant, batchId)).id, ["send", "check"]);
  expect((await batchesOf(tenant, path))[0]?.status).toBe("applied");
  expect((await statuses()).map(({ status }) => status)).toEqual(["pushed", "pushed", "dm_reviewed"]);

  const undone = await ok<{ batchId: string }>(DM, "POST", `/tenant/v1/optimisations/${batchId}/undo`);
  expect((await call(DM, "POST", `/tenant/v1/optimisations/${batchId}/undo`)).code).toBe("request.already_exists");
  const back = await decided(tenant, undone.batchId);
  await work(tenant, back, ["send", "check"]);
  expect((await batchesOf(tenant, path)).map(({ status, undoOf }) => [status, undoOf])).toEqual([
    ["applied", batchId],
    ["applied", null],
  ]);
  expect((await statuses()).map(({ status }) => status)).toEqual(["dm_reviewed", "dm_reviewed", "dm_reviewed"]);
});

test("nothing is touched where the account stands otherwise than when people decided, and a week rests what was changed", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const copy = await pushedAds(tenant, "meta_ads");
  const { data: sets } = await seen<{ data: { id: string }[] }>(
    `/meta/v19.0/${(await stateOf(copy)).externalId}/adsets`,
  );
  const set = sets[0]?.id ?? "";
  const campaignId = await campaignOn(tenant, "meta_ads");
  const { channelId } = await attemptOf(tenant, copy);
  const link = { platform: "meta_ads", channelId, externalCampaignId: set };
  await call(tenant.people.DM, "POST", `/tenant/v1/campaigns/${campaignId}/link-external`, { body: link });
  const path = `/tenant/v1/campaigns/${campaignId}`;
  const result = { kind: "ad_set", externalId: set, name: "Ours", reached: 1, answered: 1, won: 1 };
  const results = [{ ...result, measuredOn: new Date().toISOString().slice(0, 10) }];
  expect((await call(tenant.people.DM, "PUT", `${path}/results`, { body: { results } })).status).toBe(204);
  const change = async (from: string, to: string) => {
    const said = { externalId: set, title: "More for our set", why: "It works.", evidence: ["It does"] };
    const batchId = await as(tenant.people.DM, () =>
      transaction((tx) =>
        propose(tx, {
          ...{ campaignId, adCopyId: null, agent: "meta-ads-optimizer" },
          changes: [{ ...said, action: "change_budget", from, to, risk: "low" }],
        }),
      ),
    );
    await approve(tenant, batchId, "dm", tenant.people.secondReviewer);
    await approve(tenant, batchId, "client");
    return batchId;
  };
  const first = await change("450", "520");
  await work(tenant, (await attemptOf(tenant, first)).id, ["send"]);
  const budget = async () =>
    (await seen<{ daily_budget: string }>(`/meta/v19.0/${set}?fields=daily_budget`)).daily_budget;
  expect(await budget()).toBe("500");
  expect((await batchesOf(tenant, path))[0]).toMatchObject({
    ...{ status: "failed", publish: { errorMessage: expect.stringContaining("500 now") } },
  });
  const second = await change("500", "600");
  await work(tenant, (await attemptOf(tenant, second)).id, ["send", "check"]);
  expect(await budget()).toBe("600");
  const third = await change("600", "700");
  expect((await batchesOf(tenant, path))[0]).toMatchObject({ id: third, status: "client_approved", publish: null });
});
