import { afterAll, expect, test } from "vitest";
import type { ApprovalDetail, ApprovalItem } from "#schema/approval.ts";
import type { CampaignDetail } from "#schema/campaign-plan.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const draft = {
  ...{ type: "paid_ads", name: "Spring lamps", goal: "leads", channels: ["google_ads", "meta_ads"] },
  ...{ budget: { amountMinor: 250_000, currency: "USD" }, startsOn: "2027-03-01", endsOn: "2027-04-30" },
};

test("a campaign gets its brief and audiences, and begins once agency and client have decided it as it stands", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM, TA, TM, secondReviewer } = tenant.people;
  expect((await call(TM, "POST", "/tenant/v1/campaigns", { body: draft })).code).toBe("auth.forbidden");
  const { id } = await ok<{ id: string }>(DM, "POST", "/tenant/v1/campaigns", { body: draft });
  expect((await call(DM, "POST", "/tenant/v1/campaigns", { body: draft })).code).toBe("request.already_exists");
  const path = `/tenant/v1/campaigns/${id}`;
  const move = (verb: string, who = DM) => call(who, "PATCH", `${path}/status`, { body: { verb } });
  expect((await move("submit")).code).toBe("request.illegal_transition");
  expect((await call(DM, "POST", `${path}/generate-audience`)).code).toBe("request.illegal_transition");
  await ok(DM, "POST", `${path}/generate-brief`, { body: { notes: "Lamps for people who read at night." } });
  expect((await call(DM, "POST", `${path}/generate-brief`, { body: {} })).code).toBe("run.already_running");
  await workAll(tenant);
  await ok(DM, "POST", `${path}/generate-audience`);
  await workAll(tenant);
  const ready = await ok<CampaignDetail>(TA, "GET", path);
  expect(ready.brief?.channelPlan.map(({ channel }) => channel).toSorted()).toEqual(["google_ads", "meta_ads"]);
  expect(ready.brief?.channelPlan.reduce((sum, { budgetSharePct }) => sum + budgetSharePct, 0)).toBe(100);
  expect(ready.audiences.length).toBeGreaterThan(0);
  expect(ready.atWork).toEqual([]);

  expect((await move("submit")).status).toBe(200);
  const open = async (surface: string, who = DM) =>
    (await ok<{ items: ApprovalItem[] }>(who, "GET", `${surface}/approvals?status=pending&tenantId=${tenant.id}`))
      .items;
  const [first] = await open("/dm/v1");
  expect(first).toMatchObject({ kind: "campaign", risk: "high", stage: "dm" });
  await ok(DM, "PATCH", path, { body: { budget: { amountMinor: 300_000, currency: "USD" } } });
  const [second] = await open("/dm/v1");
  expect(second?.contentHash).not.toBe(first?.contentHash);
  const decide = (surface: string, item: ApprovalItem | undefined, who = DM) =>
    call(who, "POST", `${surface}/approvals/${item?.id}/resolve`, {
      body: { decision: "approve", contentHash: item?.contentHash },
    });
  expect((await decide("/dm/v1", first, secondReviewer)).code).toBe("approval.approval_stale");
  expect((await decide("/dm/v1", second)).code).toBe("approval.own_work");
  expect((await decide("/dm/v1", second, secondReviewer)).status).toBe(200);
  expect((await move("activate")).code).toBe("request.illegal_transition");
  const [third] = await open("/dashboard/v1", TA);
  expect(third).toMatchObject({ kind: "campaign", stage: "client" });
  expect((await decide("/dashboard/v1", third, TA)).status).toBe(200);
  expect((await move("activate")).status).toBe(200);
  expect(await ok<CampaignDetail>(TA, "GET", path)).toMatchObject({ status: "active" });
  expect((await call(DM, "POST", `${path}/generate-brief`, { body: {} })).code).toBe("request.illegal_transition");
  expect(await audited(tenant, "campaign.%")).toEqual([
    ...["campaign.created", "campaign.briefed", "campaign.audiences_set", "campaign.submitted", "campaign.updated"],
    ...["campaign.dm_approved", "campaign.client_approved", "campaign.activated"],
  ]);
  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.TA, "GET", path)).code).toBe("request.not_found");
});

test("an approval shows the budget of a campaign in whole units of its currency", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM } = tenant.people;
  const shownOf = async (name: string, currency: string) => {
    const body = { ...draft, name, budget: { amountMinor: 250_000, currency } };
    const { id } = await ok<{ id: string }>(DM, "POST", "/tenant/v1/campaigns", { body });
    await ok(DM, "POST", `/tenant/v1/campaigns/${id}/generate-brief`, { body: {} });
    await workAll(tenant);
    await ok(DM, "POST", `/tenant/v1/campaigns/${id}/generate-audience`);
    await workAll(tenant);
    await ok(DM, "PATCH", `/tenant/v1/campaigns/${id}/status`, { body: { verb: "submit" } });
    const path = `/dm/v1/approvals?status=pending&tenantId=${tenant.id}`;
    const { items } = await ok<{ items: ApprovalItem[] }>(DM, "GET", path);
    const approval = items.find(({ subject }) => subject.id === id);
    return (await ok<ApprovalDetail>(DM, "GET", `/dm/v1/approvals/${approval?.id}`)).preview;
  };
  expect(await shownOf("Lamps for Osaka", "JPY")).toContain("Meta ads · 250000 JPY · 1 Mar to 30 Apr 2027");
  expect(await shownOf("Lamps for Boston", "USD")).toContain("Meta ads · 2500.00 USD · 1 Mar to 30 Apr 2027");
});

test("a brief that no agent writes is written by hand, by the rules of every brief, and decided with the campaign", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { DM, TM } = tenant.people;
  const { id } = await ok<{ id: string }>(DM, "POST", "/tenant/v1/campaigns", { body: draft });
  const path = `/tenant/v1/campaigns/${id}`;
  const place = (channel: string, budgetSharePct: number) => ({
    ...{ channel, budgetSharePct, role: "Shows the lamps to those who look for one.", kpi: "enquiries", target: 20 },
  });
  const brief = {
    objective: "Forty enquiries for reading lamps before the end of April.",
    audienceSummary: "People who read at night and do not want to wake anybody.",
    keyMessages: ["Light for one page", "Every lamp is repaired", "Made in the town"],
    channelPlan: [place("google_ads", 60), place("meta_ads", 40)],
  };
  const write = (body: object, who = DM) => call<CampaignDetail>(who, "PATCH", path, { body: { brief: body } });
  expect((await write(brief, TM)).code).toBe("auth.forbidden");
  const wrong = [
    { ...brief, channelPlan: [place("google_ads", 100)] },
    { ...brief, channelPlan: [place("google_ads", 60), place("meta_ads", 60)] },
    { ...brief, timeline: [{ date: "2027-06-01", milestone: "Too late" }] },
    { ...brief, contentNeeds: [{ activityType: "topic_research", quantity: 1 }] },
    { ...brief, keyMessages: ["Light for one page"] },
  ];
  for (const one of wrong) expect((await write(one)).code).toBe("request.validation_failed");
  expect((await write(brief)).status).toBe(200);
  expect(await ok<CampaignDetail>(DM, "GET", path)).toMatchObject({ brief: { ...brief, timeline: [] } });
  expect((await call(DM, "PATCH", `${path}/status`, { body: { verb: "submit" } })).status).toBe(200);
  await ok(DM, "POST", `${path}/generate-brief`, { body: {} });
  expect((await write(brief)).code).toBe("run.already_running");
});
