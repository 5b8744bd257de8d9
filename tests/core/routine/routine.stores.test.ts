import { afterAll, expect, test } from "vitest";
import { monthStart, plusDays, todayIn } from "#core/month/days.ts";
import { atLocalTime } from "#core/publish/slot.ts";
import { orderDue } from "#core/routine/index.ts";
import { asPlatform } from "#platform/db.ts";
import type { CreditBalance } from "#schema/credit.ts";
import { newId } from "#schema/ids.ts";
import type { RoutineSettings } from "#schema/routine.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { crawled } from "#tests/support/furnish-site.ts";
import { as, clientZone, freshTenant, machine, type TenantOptions, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const path = "/tenant/v1/settings";
const startsOn = monthStart(todayIn(clientZone, new Date()));
const month = startsOn.slice(0, 7);
/** On a day of this month, by the client's clock. */
const on = (day: number, time: string, { id }: TestTenant) =>
  as(machine(id), () => orderDue(atLocalTime(plusDays(startsOn, day - 1), time, clientZone)));

/** A client with a plan in force that promises nothing of what comes round, and a site. */
async function planned(options: TenantOptions = { plan: "pro" }): Promise<TestTenant & { planId: string }> {
  const tenant = await freshTenant(options);
  const planId = await asPlatform(async (tx) => {
    await tx.updateTable("tenants").set({ websiteUrl: "https://lamps.example/" }).where("id", "=", tenant.id).execute();
    return (await insertPlan(tx, tenant)).deliverablePlan;
  });
  return { ...tenant, planId };
}

const activities = async ({ id }: TestTenant): Promise<string[]> => {
  const rows = await asPlatform((tx) =>
    tx.selectFrom("activities").select("type").where("tenantId", "=", id).orderBy("id").execute(),
  );
  return rows.map(({ type }) => type);
};
const turns = async ({ id }: TestTenant) => {
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("routineTurns")
      .select(["routine", "outcome", "reason"])
      .where("tenantId", "=", id)
      .where("period", "=", month)
      .orderBy("routine")
      .execute(),
  );
  return Object.fromEntries(rows.map(({ routine, outcome, reason }) => [routine, reason ?? outcome]));
};
const last = async ({ people }: TestTenant, key: string) =>
  (await ok<RoutineSettings>(people.TA, "GET", path)).items.find((item) => item.key === key);

test("what comes round is ordered once in its period, however often the clock strikes", async () => {
  const tenant = await planned();
  await crawled(tenant, { isFlawed: false });
  await on(1, "01:59", tenant);
  expect(await activities(tenant)).toEqual([]);
  await Promise.all([on(2, "03:20", tenant), on(2, "03:20", tenant)]);
  await on(2, "04:20", tenant);
  expect((await activities(tenant)).toSorted()).toEqual(["backlinks", "keyword_cluster", "site_audit"]);
  expect(await turns(tenant)).toEqual({
    ...{ keyword_research: "ordered", site_audit: "ordered", backlink_research: "ordered" },
  });
  await workAll(tenant);
  await on(3, "04:20", tenant);
  expect(await activities(tenant)).toHaveLength(3);
  expect(await last(tenant, "siteAuditMonthly")).toMatchObject({ last: { period: month, outcome: "ordered" } });
});

test("what the plan holds or somebody ordered is not ordered again, and nothing is without a plan in force", async () => {
  const tenant = await planned();
  await asPlatform((tx) =>
    tx
      .insertInto("deliverableTemplates")
      .values({
        ...{ tenantId: tenant.id, id: newId("deliverableTemplate"), deliverablePlanId: tenant.planId },
        ...{ type: "backlinks", title: "Links", monthlyVolume: 1, status: "active", creditsEach: 100 },
      })
      .execute(),
  );
  await ok(tenant.people.DM, "POST", "/tenant/v1/keywords/research", { body: {} });
  await on(2, "05:00", tenant);
  expect(await activities(tenant)).toEqual(["keyword_cluster"]);
  expect(await turns(tenant)).toMatchObject({ keyword_research: "covered", backlink_research: "covered" });

  const idle = await freshTenant({ plan: "pro" });
  await on(2, "05:00", idle);
  expect([await activities(idle), await turns(idle)]).toEqual([[], {}]);
});

test("what cannot be had yet says why, is tried again for some days, and never takes what the plan needs", async () => {
  const tenant = await planned({ plan: "pro", credits: 300 });
  await on(1, "03:30", tenant);
  expect(await turns(tenant)).toMatchObject({
    keyword_research: "ordered",
    site_audit: expect.stringContaining("last crawl"),
  });
  await crawled(tenant, { isFlawed: false });
  // The month's own work waits for two credits.
  await asPlatform(async (tx) => {
    const { id } = await tx
      .selectFrom("planMonths")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto("activities")
      .values({
        ...{ tenantId: tenant.id, id: newId("activity"), ref: "ACT-0000-900", type: "email_newsletter" },
        ...{ title: "Promised", doer: "email-writer", status: "pending", priority: "normal", planMonthId: id },
      })
      .execute();
  });
  await on(2, "04:30", tenant);
  expect(await turns(tenant)).toMatchObject({ site_audit: expect.stringContaining("2 credits, and beside what") });
  expect(await last(tenant, "siteAuditMonthly")).toMatchObject({ last: { outcome: "waiting" } });
  await asPlatform((tx) =>
    tx
      .updateTable("activities")
      .set({ status: "cancelled" })
      .where("tenantId", "=", tenant.id)
      .where("title", "=", "Promised")
      .execute(),
  );
  await on(3, "04:30", tenant);
  expect(await turns(tenant)).toMatchObject({ site_audit: "ordered" });
  await on(9, "04:30", tenant);
  const { reserved } = await ok<CreditBalance>(tenant.people.TA, "GET", "/tenant/v1/credits");
  expect(reserved).toBe(3);
});

test("posts of the business profile are ordered for the month, each on a day of its own, once a profile is there", async () => {
  const tenant = await planned();
  await ok(tenant.people.TA, "PATCH", path, { body: { gbpAutoPost: true, keywordResearchMonthly: false } });
  await on(1, "04:00", tenant);
  expect(await turns(tenant)).toMatchObject({ gbp_posts: "No Google Business Profile is connected." });
  await asPlatform((tx) =>
    tx
      .insertInto("connectedChannels")
      .values({
        ...{ tenantId: tenant.id, id: newId("channel"), type: "google_business_profile", name: "The Pier" },
        status: "connected",
      })
      .execute(),
  );
  await on(1, "05:00", tenant);
  await on(1, "06:00", tenant);
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("activities")
      .select(["type", "status", "scheduledFor"])
      .where("tenantId", "=", tenant.id)
      .orderBy("scheduledFor")
      .execute(),
  );
  expect(rows).toHaveLength(4);
  expect(rows.map(({ type, status }) => `${type} ${status}`)).toEqual(Array(4).fill("gbp_post queued"));
  expect(new Set(rows.map(({ scheduledFor }) => scheduledFor?.toISOString())).size).toBe(4);
});

test("published posts that nobody looked at for a month are audited, as far as the credits reach", async () => {
  const tenant = await planned({ plan: "pro", credits: 200 });
  await ok(tenant.people.TA, "PATCH", path, { body: { contentAuditMonthly: true, keywordResearchMonthly: false } });
  await on(3, "03:30", tenant);
  expect(await turns(tenant)).toMatchObject({ content_audit: "nothing" });

  const other = await planned({ plan: "pro", credits: 200 });
  await ok(other.people.TA, "PATCH", path, {
    body: { contentAuditMonthly: true, keywordResearchMonthly: false, backlinkResearchMonthly: false },
  });
  const posts = await asPlatform(async (tx) => {
    const ids = [1, 2, 3, 4].map(() => newId("blogPost"));
    for (const [place, id] of ids.entries())
      await tx
        .insertInto("blogPosts")
        .values({
          ...{ tenantId: other.id, id, title: `Lamps ${place}`, slug: `lamps-${place}`, targetKeyword: "lamps" },
          ...{ status: place === 3 ? "dm_review" : "published" },
        })
        .execute();
    const audit = {
      tenantId: other.id,
      id: newId("contentAudit"),
      blogPostId: ids[0] ?? "",
      status: "done",
      healthScore: 80,
    };
    await tx
      .insertInto("contentAudits")
      .values({ ...audit, scope: ["freshness"] })
      .execute();
    return ids;
  });
  await on(3, "03:30", other);
  await on(3, "04:30", other);
  const audits = await asPlatform((tx) =>
    tx
      .selectFrom("contentAudits")
      .select("blogPostId")
      .where("tenantId", "=", other.id)
      .where("status", "=", "queued")
      .orderBy("blogPostId")
      .execute(),
  );
  expect(audits.map(({ blogPostId }) => blogPostId)).toEqual([posts[1], posts[2]]);
});

test("the settings say what regular work costs and who may switch it; what is switched off is not ordered", async () => {
  const tenant = await planned();
  const { TA, DM, TM } = tenant.people;
  const { items } = await ok<RoutineSettings>(TM, "GET", path);
  expect(items.filter(({ isOn }) => isOn).map(({ key }) => key)).toEqual([
    "keywordResearchMonthly",
    "siteAuditMonthly",
    "backlinkResearchMonthly",
  ]);
  expect(items.map(({ cost }) => cost)).toContain("4 credits each month, for 4 posts");
  expect((await call(TM, "PATCH", path, { body: { gbpAutoPost: true } })).code).toBe("auth.forbidden");
  expect((await call(TA, "PATCH", path, { body: {} })).code).toBe("request.validation_failed");
  await ok(DM, "PATCH", path, { body: { keywordResearchMonthly: false } });
  await on(1, "02:30", tenant);
  expect(await activities(tenant)).toEqual([]);
  await ok(TA, "PATCH", path, { body: { keywordResearchMonthly: true } });
  await on(1, "02:40", tenant);
  expect(await activities(tenant)).toEqual(["keyword_cluster"]);
  expect(await audited(tenant, "tenant.settings_changed")).toHaveLength(2);

  const small = await planned({ plan: "free" });
  expect(await call(small.people.TA, "PATCH", path, { body: { siteAuditMonthly: true } })).toMatchObject({
    code: "plan.plan_limit",
  });
  await on(2, "05:00", small);
  expect(await activities(small)).toEqual(["keyword_cluster"]);
});
