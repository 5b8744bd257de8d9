import { afterAll, expect, test } from "vitest";
import { namedNeeds, piecesOf } from "#core/campaign/needs.ts";
import { monthStart, plusDays, todayIn } from "#core/month/days.ts";
import { turn } from "#core/month/turn.ts";
import { asPlatform } from "#platform/db.ts";
import type { CampaignDetail } from "#schema/campaign-plan.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, clientZone, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const today = () => todayIn(clientZone, new Date());
const brief = {
  ...{ objective: "Win forty enquiries for reading lamps.", audienceSummary: "People who read at night." },
  ...{ keyMessages: ["Light that does not tire", "Made to be mended"], offer: "A lamp to try for a month" },
  ...{ channelPlan: [], timeline: [], risks: [] },
};

/** A campaign that client and agency have approved. */
async function approved(
  tenant: TestTenant,
  contentNeeds: object[],
  span: object = { startsOn: today(), endsOn: today() },
): Promise<string> {
  const id = newId("campaign");
  await asPlatform((tx) =>
    tx
      .insertInto("campaigns")
      .values({
        ...{ tenantId: tenant.id, id, type: "social_media", name: `Lamps ${id}`, goal: "leads", ...span },
        ...{ status: "client_approved", channels: ["instagram", "facebook"] },
        brief: JSON.stringify({ ...brief, contentNeeds }),
      })
      .execute(),
  );
  return `/tenant/v1/campaigns/${id}`;
}

const move = ({ people }: TestTenant, path: string, verb: string) =>
  call<CampaignDetail>(people.DM, "PATCH", `${path}/status`, { body: { verb } });
const workOf = async ({ people }: TestTenant, path: string) =>
  (await ok<CampaignDetail>(people.CA, "GET", path)).work.map(({ type, status }) => `${type} ${status}`).toSorted();

test("words of a brief are kinds of work, ads one for each channel that takes any", () => {
  const needs = [
    ...[{ activityType: "ad_copy", quantity: 2 } as const, { activityType: "google_ads_copy", quantity: 1 } as const],
    ...[{ activityType: "backlink", quantity: 1 } as const, { activityType: "website_audit", quantity: 1 } as const],
    { activityType: "performance_report", quantity: 1, date: "2027-01-05" } as const,
  ];
  expect(namedNeeds(needs, ["google_ads", "meta_ads", "email"])).toEqual([
    ...[
      { activityType: "google_ads_copy", quantity: 3 },
      { activityType: "meta_ads_copy", quantity: 2 },
    ],
    ...[
      { activityType: "backlinks", quantity: 1 },
      { activityType: "site_audit", quantity: 1 },
    ],
    { activityType: "monthly_report", quantity: 1, date: "2027-01-05" },
  ]);
  const briefs = [
    { activityType: "content_brief", quantity: 3 } as const,
    { activityType: "blog_post", quantity: 2 } as const,
  ];
  expect(piecesOf(briefs).map(({ key, of }) => `${key} of ${of}`)).toEqual([
    ...["content_brief/1 of 1", "blog_post/1 of 2", "blog_post/2 of 2"],
  ]);
});

test("what a campaign needs is ordered when it begins, once, let go when it rests, and ordered again when it goes on", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const path = await approved(tenant, [
    ...[
      { activityType: "gbp_post", quantity: 1 },
      { activityType: "blog_post", quantity: 1 },
    ],
    { activityType: "manual_task", quantity: 1 },
  ]);
  expect((await move(tenant, path, "activate")).status).toBe(200);
  expect(await workOf(tenant, path)).toEqual([
    ...["blog_post pending", "content_brief queued", "gbp_post queued", "manual_task pending"],
  ]);
  expect((await move(tenant, path, "activate")).code).toBe("request.illegal_transition");
  await workAll(tenant);
  const begun = await workOf(tenant, path);
  expect(begun).toEqual(expect.arrayContaining(["content_brief done", "gbp_post done", "manual_task pending"]));
  expect(begun).toHaveLength(4);
  await move(tenant, path, "pause");
  expect(await workOf(tenant, path)).not.toContain("manual_task pending");
  await move(tenant, path, "resume");
  expect(await workOf(tenant, path)).toEqual(begun);
  await move(tenant, path, "complete");
  expect(await workOf(tenant, path)).not.toContain("manual_task pending");
  expect(
    (await call((await freshTenant()).people.DM, "PATCH", `${path}/status`, { body: { verb: "archive" } })).code,
  ).toBe("request.not_found");
});

test("a post whose brief was written before the campaign rested is written from that brief afterwards", async () => {
  const tenant = await freshTenant({ plan: "pro", credits: 100 });
  const path = await approved(tenant, [{ activityType: "blog_post", quantity: 1 }]);
  await move(tenant, path, "activate");
  await workAll(tenant);
  expect(await workOf(tenant, path)).toEqual(["blog_post pending", "content_brief done"]);
  await move(tenant, path, "pause");
  expect(await workOf(tenant, path)).toEqual(["content_brief done"]);
  await asPlatform((tx) =>
    tx
      .updateTable("creditBalances")
      .set({ available: 1_000, topup: 1_000 })
      .where("tenantId", "=", tenant.id)
      .execute(),
  );
  await move(tenant, path, "resume");
  await workAll(tenant);
  expect(await workOf(tenant, path)).toEqual(["blog_post awaiting_approval", "content_brief done"]);
});

test("work above the plan, and work without credits, is ordered and waits as any other; a later month begins with it", async () => {
  const tenant = await freshTenant({ plan: "free", credits: 0 });
  // Without it a last day of the month that is no working day puts today's work into the next.
  await asPlatform((tx) =>
    tx
      .updateTable("tenantSettings")
      .set({ workingDays: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] })
      .where("tenantId", "=", tenant.id)
      .execute(),
  );
  const startsOn = today();
  const next = monthStart(startsOn, 1);
  const path = await approved(
    tenant,
    [
      { activityType: "gbp_post", quantity: 1, date: startsOn },
      { activityType: "landing_page", quantity: 1, date: startsOn },
      { activityType: "gbp_post", quantity: 1, date: plusDays(next, 20) },
    ],
    { startsOn, endsOn: plusDays(next, 25) },
  );
  await move(tenant, path, "activate");
  const { work } = await ok<CampaignDetail>(tenant.people.TA, "GET", path);
  const later = work.find(({ goesOutOn }) => goesOutOn !== null && goesOutOn >= plusDays(next, 20));
  expect(work.map(({ type, blockedReason }) => [type, blockedReason])).toEqual(
    expect.arrayContaining([
      ["landing_page", "plan"],
      ["gbp_post", "insufficient_credits"],
    ]),
  );
  expect(later).toMatchObject({ status: "pending", blockedReason: null });
  await asPlatform((tx) =>
    tx
      .updateTable("activities")
      .set((eb) => ({ input: eb("input", "||", JSON.stringify({ notBefore: startsOn })) }))
      .where("tenantId", "=", tenant.id)
      .where("id", "=", later?.id ?? "")
      .execute(),
  );
  await as(machine(tenant.id), () => turn(new Date()));
  const begun = await ok<CampaignDetail>(tenant.people.TA, "GET", path);
  expect(begun.work.find(({ id }) => id === later?.id)?.blockedReason).toBe("insufficient_credits");
});
