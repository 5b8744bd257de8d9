import { afterAll, expect, test } from "vitest";
import { agents } from "#agents/index.ts";
import { claim } from "#core/run/claim.ts";
import { nothingSpent, succeed } from "#core/run/settle.ts";
import { asPlatform } from "#platform/db.ts";
import type { Activity } from "#schema/activity.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { Backlink } from "#schema/backlink.ts";
import type { CampaignEmail } from "#schema/campaign.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { lookedAt } from "#tests/support/furnish-site.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { answer, audited, until, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

async function siteTenant(): Promise<TestTenant> {
  const tenant = await freshTenant({ plan: "pro" });
  await asPlatform((tx) =>
    tx.updateTable("tenants").set({ websiteUrl: "https://lamps.example/" }).where("id", "=", tenant.id).execute(),
  );
  return tenant;
}

/** Sites that were looked at lately, each with its address, or none. */
const lookedAtAll = (sites: Record<string, string[]>) =>
  Promise.all(
    Object.entries(sites).map(([domain, addresses]) => lookedAt(domain, `Write to ${addresses.join(" ")}`, addresses)),
  );

test("a prospect becomes an e-mail that the agency decides; sites without an address are left out", async () => {
  const tenant = await siteTenant();
  const { TA, DM } = tenant.people;
  const key = tenant.id.slice(-10).toLowerCase();
  const domains = [`a-${key}.example`, `b-${key}.example`, `c-${key}.example`];
  await lookedAtAll({
    [domains[0] ?? ""]: [`editor@a-${key}.example`],
    [domains[1] ?? ""]: [`hello@b-${key}.example`],
    [domains[2] ?? ""]: [],
  });
  expect((await call(TA, "POST", "/tenant/v1/backlinks/research", { body: {} })).code).toBe("auth.forbidden");
  const { activityId } = await ok<{ activityId: string }>(DM, "POST", "/tenant/v1/backlinks/research", { body: {} });
  const { id: runId } = await asPlatform((tx) =>
    tx.selectFrom("agentRuns").select("id").where("activityId", "=", activityId).executeTakeFirstOrThrow(),
  );
  await as(machine(tenant.id), async () => {
    const run = await claim(runId);
    if (!run) throw new Error("the run was not there to be claimed");
    const input = agents["backlink-researcher"].input.parse(await agents["backlink-researcher"].load(run));
    expect(input).toMatchObject({ clientDomain: "lamps.example", excludeDomains: [] });
    const prospects = domains.map((sourceDomain) => ({
      ...{ sourceDomain, prospectType: "resource-page", relevanceScore: 8, targetAssetUrl: "https://lamps.example/" },
      pitchRationale: "Their page of links leads readers to further material on lamps.",
    }));
    await succeed(run, { data: { prospects }, warnings: [], claims: [], suspected: false }, nothingSpent, "running");
  });
  await workAll(tenant);

  const { items } = await ok<{ items: Backlink[] }>(TA, "GET", "/tenant/v1/backlinks");
  expect(items.map(({ outreachStatus }) => outreachStatus)).toEqual(["prospecting", "prospecting", "prospecting"]);
  expect(items.find(({ sourceDomain }) => sourceDomain === domains[2])?.notes).toContain("No contact");
  expect(JSON.stringify(items)).not.toContain("editor@");
  const query = `/dm/v1/approvals?kind=campaign_email&status=pending&tenantId=${tenant.id}`;
  const waiting = await ok<{ items: ApprovalItem[] }>(DM, "GET", query);
  expect(waiting.items).toHaveLength(2);
  const activity = () => ok<Activity>(DM, "GET", `/tenant/v1/activities/${activityId}`);
  expect(await activity()).toMatchObject({ status: "awaiting_approval" });
  const [one, two] = waiting.items;
  const mail = `/tenant/v1/campaign-emails/${one?.subject.id}`;
  const seen = await ok<CampaignEmail>(DM, "GET", mail);
  expect(seen.mails.map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(seen.mails.every(({ body }) => body.includes("unsubscribe"))).toBe(true);
  expect(seen.recipientEmail).toMatch(/@[ab]-/);
  expect((await ok<CampaignEmail>(TA, "GET", mail)).recipientEmail).toBeNull();
  const decide = (item: ApprovalItem | undefined, decision: string) =>
    call(DM, "POST", `/dm/v1/approvals/${item?.id}/resolve`, {
      body: { decision, contentHash: item?.contentHash, ...(decision === "reject" ? { note: "Not this site." } : {}) },
    });
  expect((await decide(one, "approve")).status).toBe(200);
  expect(await activity()).toMatchObject({ status: "awaiting_approval" });
  expect((await decide(two, "reject")).status).toBe(200);
  expect(await activity()).toMatchObject({ status: "done" });
  const state = await asPlatform(async (tx) => ({
    campaigns: await tx.selectFrom("campaigns").select("status").where("tenantId", "=", tenant.id).execute(),
    emails: await tx
      .selectFrom("campaignEmails")
      .select(["step", "status"])
      .where("tenantId", "=", tenant.id)
      .orderBy("status")
      .orderBy("step")
      .execute(),
  }));
  expect(state.campaigns).toEqual([{ status: "active" }]);
  expect(state.emails.map(({ step, status }) => `${step} ${status}`)).toEqual([
    ...["1 approved", "2 approved", "3 approved"],
    ...["1 skipped", "2 skipped", "3 skipped"],
  ]);
  expect(await audited(tenant, "campaign%")).toEqual([
    "campaign.created",
    ...Array.from({ length: 6 }, () => "campaign_email.drafted"),
    ...["campaign.submitted", "campaign_email.approved", "campaign_email.skipped", "campaign.dm_approved"],
    "campaign.activated",
  ]);
  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.TA, "GET", `/tenant/v1/backlinks/${items[0]?.id}`)).code).toBe(
    "request.not_found",
  );
});

test("an e-mail that the critic refuses is written once more, then the agency sees it with a flag", async () => {
  const tenant = await siteTenant();
  const { DM } = tenant.people;
  const key = tenant.id.slice(-10).toLowerCase();
  await lookedAtAll({ [`d-${key}.example`]: [`editor@d-${key}.example`] });
  await ok(DM, "POST", "/tenant/v1/backlinks/research", { body: {} });
  const queued = async () =>
    asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .select(["agent", "version", "wakeReason"])
        .where("tenantId", "=", tenant.id)
        .where("status", "=", "queued")
        .executeTakeFirst(),
    );
  await answer(tenant, await until(tenant, "backlink-researcher"), {
    prospects: [
      {
        ...{ sourceDomain: `d-${key}.example`, prospectType: "resource-page", relevanceScore: 8 },
        targetAssetUrl: "https://lamps.example/",
        pitchRationale: "Their page of links leads readers to further material on lamps.",
      },
    ],
  });
  const issue = { severity: "major", category: "relevance", description: "It says nothing of their readers." };
  const refusal = {
    ...{ score: 40, brandScore: 50, confidence: "high", recommendation: "regenerate", passed: false },
    issues: [{ ...issue, suggestion: "Say what it gives them." }],
  };
  await answer(tenant, await until(tenant, "content-critic"), refusal);
  expect(await queued()).toMatchObject({ agent: "backlink-outreach-writer", version: 2, wakeReason: "critic" });
  await answer(tenant, await until(tenant, "content-critic"), refusal);
  expect(await queued()).toBeUndefined();
  const query = `/dm/v1/approvals?kind=campaign_email&status=pending&tenantId=${tenant.id}`;
  const { items } = await ok<{ items: ApprovalItem[] }>(DM, "GET", query);
  expect(items).toMatchObject([{ flags: ["critic_failed"] }]);
  expect(await audited(tenant, "campaign_email%")).toHaveLength(6);
});

test("a search that finds nobody ends the work without a campaign", async () => {
  const tenant = await siteTenant();
  const { DM } = tenant.people;
  const { activityId } = await ok<{ activityId: string }>(DM, "POST", "/tenant/v1/backlinks/research", { body: {} });
  await workAll(tenant);
  expect(await ok<Activity>(DM, "GET", `/tenant/v1/activities/${activityId}`)).toMatchObject({ status: "done" });
  expect(await audited(tenant, "campaign%")).toEqual([]);
});

test("a directory of the trade becomes an opportunity once", async () => {
  const tenant = await siteTenant();
  const { DM, TA } = tenant.people;
  const key = tenant.id.slice(-10).toLowerCase();
  await asPlatform(async (tx) => {
    await tx
      .updateTable("tenants")
      .set({ industry: "lamp making", country: "US" })
      .where("id", "=", tenant.id)
      .execute();
    const terms = { category: "business_directory", linkType: "dofollow", cost: "free", region: "US" };
    await tx
      .insertInto("backlinkDirectories")
      .values({
        ...{ id: newId("backlinkDirectory"), name: `Makers ${key}`, url: `https://makers-${key}.example/`, ...terms },
        ...{ industries: ["lamp making"], domainRating: 100 },
      })
      .execute();
  });
  const match = () => call(DM, "POST", "/tenant/v1/backlinks/match");
  expect((await match()).status).toBeLessThan(300);
  await workAll(tenant);
  // Directories are everybody's: what another test adds meanwhile is looked through as well, until none is left.
  let again = await match();
  for (let looks = 0; again.code === undefined && looks < 20; looks += 1) {
    await workAll(tenant);
    again = await match();
  }
  expect(again.code).toBe("request.illegal_transition");
  const { items } = await ok<{ items: Backlink[] }>(TA, "GET", "/tenant/v1/backlinks");
  const own = items.filter(({ sourceDomain }) => sourceDomain === `makers-${key}.example`);
  expect(own).toHaveLength(1);
  expect(own[0]).toMatchObject({ sourceType: "directory_opportunity", opportunityStatus: "opportunity" });
  expect(own[0]?.steps.length).toBeGreaterThan(1);
});
