import { afterAll, expect, test } from "vitest";
import { checkProposals, type OptimizerInput, type Proposal } from "#agents/descriptor/optimizer.ts";
import { steer } from "#core/campaign/steer.ts";
import { asPlatform } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { MeasuredThing, RecommendationBatch } from "#schema/campaign-results.ts";
import { guardrails } from "#schema/campaign-results.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

async function campaignOf({ people }: TestTenant, draft: Record<string, unknown>): Promise<string> {
  const { id } = await ok<{ id: string }>(people.DM, "POST", "/tenant/v1/campaigns", {
    body: { goal: "leads", ...draft },
  });
  return `/tenant/v1/campaigns/${id}`;
}

async function connect(tenant: TestTenant, type: string, account: string): Promise<string> {
  const [channelId, secret] = [newId("channel"), newId("channelCredential")];
  const tokenInfoCipher = seal(JSON.stringify({ accessToken: "access-of-the-account" }), `${tenant.id}${secret}`);
  await asPlatform(async (tx) => {
    await tx
      .insertInto("connectedChannels")
      .values({
        ...{ tenantId: tenant.id, id: channelId, type, name: type, status: "connected" },
        subChannelInfo: JSON.stringify({ id: account }),
      })
      .execute();
    await tx
      .insertInto("channelCredentials")
      .values({ tenantId: tenant.id, id: secret, channelId, tokenInfoCipher })
      .execute();
  });
  return channelId;
}

const batches = async ({ people }: TestTenant, path: string) =>
  (await ok<{ items: RecommendationBatch[] }>(people.TA, "GET", `${path}/optimisations`)).items;

test("what a platform measured becomes changes that agency and client decide together, but for those left out", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM, TA, secondReviewer } = tenant.people;
  const path = await campaignOf(tenant, { type: "paid_ads", name: "Ads on Meta", channels: ["meta_ads"] });
  const channelId = await connect(tenant, "meta_ads", "act_555");
  const body = { platform: "meta_ads", channelId, externalCampaignId: `${Date.now()}` };
  expect((await call(DM, "POST", `${path}/link-external`, { body })).status).toBe(204);
  const run = (agent: string) => call(DM, "POST", `${path}/optimisations/run`, { body: { agent } });
  expect((await run("review-campaign-optimizer")).code).toBe("request.illegal_transition");
  expect((await run("meta-ads-optimizer")).status).toBe(202);
  expect((await run("meta-ads-optimizer")).code).toBe("run.already_running");
  await workAll(tenant);
  const [batch] = await batches(tenant, path);
  expect(batch?.status).toBe("proposed");
  const changes = batch?.recommendations ?? [];
  expect(changes.map(({ action, externalId, from, to }) => [action, externalId, from, to])).toContainEqual([
    ...["pause_ad", "7002", "active", "paused"],
  ]);
  expect(changes.every(({ why, expectedEffect, evidence }) => why && expectedEffect && evidence.length > 0)).toBe(true);

  const open = async (surface: string, who = DM) => {
    const query = `?kind=optimisation&status=pending&tenantId=${tenant.id}`;
    return (await ok<{ items: ApprovalItem[] }>(who, "GET", `${surface}/approvals${query}`)).items;
  };
  const [whole] = await open("/dm/v1");
  const extra = await asPlatform((tx) =>
    tx
      .insertInto("campaignRecommendations")
      .values({
        ...{
          tenantId: tenant.id,
          id: newId("campaignRecommendation"),
          batchId: batch?.id ?? "",
          action: "widen_audience",
        },
        ...{
          kind: "audience",
          externalId: "6501",
          title: "Widen it",
          fromValue: "18-30",
          toValue: "18-65",
          risk: "low",
        },
        ...{ why: "It is seen by few.", expectedEffect: "More see it.", evidence: ["Few"], confidence: "low" },
      })
      .returning("id")
      .executeTakeFirstOrThrow(),
  );
  const one = `${path}/optimisations/${extra.id}`;
  expect((await call(TA, "PATCH", one, { body: { verb: "dismiss" } })).code).toBe("auth.forbidden");
  expect((await call(DM, "PATCH", one, { body: { verb: "dismiss" } })).status).toBe(204);
  const decide = (surface: string, item: ApprovalItem | undefined, who = DM) =>
    call(who, "POST", `${surface}/approvals/${item?.id}/resolve`, {
      body: { decision: "approve", contentHash: item?.contentHash },
    });
  expect((await decide("/dm/v1", whole, secondReviewer)).code).toBe("approval.approval_stale");
  const [left] = await open("/dm/v1");
  expect((await decide("/dm/v1", left, secondReviewer)).status).toBe(200);
  expect((await batches(tenant, path))[0]?.status).toBe("dm_accepted");
  expect((await call(DM, "PATCH", one, { body: { verb: "restore" } })).code).toBe("request.illegal_transition");
  const [last] = await open("/dashboard/v1", TA);
  expect((await decide("/dashboard/v1", last, TA)).status).toBe(200);
  expect((await batches(tenant, path))[0]?.status).toBe("client_approved");
  expect(await audited(tenant, "recommendation.approved")).toHaveLength(2);
  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.TA, "GET", `${path}/optimisations`)).code).toBe("request.not_found");
});

test("results that people bring are read by the weekly look of an autopilot; without any, the reason is said", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM, TA } = tenant.people;
  const path = await campaignOf(tenant, {
    type: "review_generation",
    name: "Ask for reviews",
    channels: ["email", "sms"],
  });
  await ok(DM, "POST", `${path}/optimisations/run`, { body: { agent: "review-campaign-optimizer" } });
  await workAll(tenant);
  expect((await batches(tenant, path))[0]).toMatchObject({
    status: "empty",
    reason: expect.stringContaining("measured"),
  });

  const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);
  const result = (externalId: string, won: number, measuredOn: string) => ({
    ...{ kind: "channel", externalId, name: externalId, measuredOn, reached: 40, answered: won * 2, won },
  });
  const results = [1, 2].flatMap((before) => [result("email", 1, day(before)), result("sms", 8, day(before))]);
  const old = result("email", 40, day(25));
  expect((await call(DM, "PUT", `${path}/results`, { body: { results: [...results, old] } })).status).toBe(204);
  expect((await call(DM, "PUT", `${path}/results`, { body: { results } })).status).toBe(204);
  const reached = async (days: number) => {
    const { items } = await ok<{ items: MeasuredThing[] }>(TA, "GET", `${path}/results?days=${days}`);
    return Object.fromEntries(items.map((thing) => [thing.externalId, thing.reached]));
  };
  expect(await reached(14)).toEqual({ email: 80, sms: 80 });
  expect(await reached(28)).toEqual({ email: 120, sms: 80 });
  await as(machine(tenant.id), () => steer());
  expect(await batches(tenant, path)).toHaveLength(1);
  expect((await call(TA, "PUT", `${path}/auto-pilot`, { body: { enabled: true } })).status).toBe(200);
  await asPlatform((tx) =>
    tx.updateTable("campaigns").set({ status: "active" }).where("tenantId", "=", tenant.id).execute(),
  );
  await as(machine(tenant.id), () => steer());
  await workAll(tenant);
  const [batch] = await batches(tenant, path);
  expect(batch?.status).toBe("proposed");
  expect(batch?.recommendations[0]).toMatchObject({ action: "change_channel", from: "email", to: "sms" });
  expect(batch?.recommendations[0]?.evidence).toContain("Sent to 80");
  await as(machine(tenant.id), () => steer(new Date(Date.now() + 15 * 86_400_000)));
  expect((await batches(tenant, path)).find(({ id }) => id === batch?.id)?.status).toBe("expired");
});

test("a change beyond the guardrails is refused", () => {
  const set = {
    kind: "ad_set",
    externalId: "s1",
    name: "Set",
    status: "active",
    budgetMinor: 1_000,
    bidMinor: 100,
  } as const;
  const input: OptimizerInput = {
    ...{ campaignId: "cmp_1", campaignName: "Any", goal: "leads", windowDays: 14, budgetMinor: 1_150, currency: "USD" },
    entities: [{ ...set, reached: 900, answered: 90, won: 9, spentMinor: 900 }],
    guardrails,
  };
  const change = (action: Proposal["action"], from: string, to: string, externalId = "s1"): Proposal => ({
    ...{ action, externalId, from, to, title: "A change", why: "Because of it.", expectedEffect: "It is better." },
    ...{ evidence: ["Figures"], confidence: "low", risk: "low" },
  });
  const holds = (proposal: Proposal) =>
    checkProposals({ recommendations: [proposal] }, input, ["change_budget", "change_bid"]).every(
      ({ passed }) => passed,
    );
  expect(holds(change("change_budget", "1000", "1150"))).toBe(true);
  expect(holds(change("change_budget", "1000", "1200"))).toBe(false);
  expect(holds(change("change_budget", "1000", "790"))).toBe(false);
  expect(holds(change("change_budget", "900", "1000"))).toBe(false);
  expect(holds(change("change_bid", "100", "110"))).toBe(false);
  expect(holds(change("pause_ad", "active", "paused"))).toBe(false);
  expect(holds(change("change_budget", "1000", "1100", "s2"))).toBe(false);
});
