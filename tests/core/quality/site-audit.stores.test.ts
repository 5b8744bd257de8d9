import { afterAll, expect, test } from "vitest";
import type { Activity } from "#schema/activity.ts";
import type { SiteAudit, SiteAuditDetail } from "#schema/site-audit.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { crawled, lampsSite as site } from "#tests/support/furnish-site.ts";
import { freshTenant, type TenantOptions, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

/** A tenant whose site was crawled so many days ago: a start page, one without a title, one that is gone. */
async function crawledTenant(daysAgo: number, options: TenantOptions = { plan: "pro" }): Promise<TestTenant> {
  const tenant = await freshTenant(options);
  await crawled(tenant, { finishedAt: new Date(Date.now() - daysAgo * 86_400_000) });
  return tenant;
}

test("a site is judged from its crawl: each finding names pages that show it, and the work is done", async () => {
  const tenant = await crawledTenant(3);
  const { TA, CA, DM } = tenant.people;
  expect((await call(CA, "POST", "/tenant/v1/site-audits", { body: {} })).code).toBe("auth.forbidden");
  const order = { focusAreas: ["on-page"] };
  const asked = await call<SiteAuditDetail>(TA, "POST", "/tenant/v1/site-audits", { body: order });
  expect(asked).toMatchObject({ status: 202, body: { status: "queued", domain: "lamps.example" } });
  await workAll(tenant);
  const path = `/tenant/v1/site-audits/${asked.body.id}`;
  const audit = await ok<SiteAuditDetail>(DM, "GET", path);
  expect(audit).toMatchObject({ status: "done", scoreDelta: null, focusAreas: ["on-page"] });
  expect(audit.technicalScore).toBeLessThan(100);
  const urls = Object.fromEntries(audit.findings.map(({ code, urls: pages }) => [code, pages]));
  expect(urls).toMatchObject({ not_found: [`${site}gone`], missing_title: [`${site}repair`] });
  expect(audit.findings[0]?.severity).toBe("critical");
  expect(audit.actions.map(({ order: at }) => at)).toEqual(audit.actions.map((_, at) => at + 1));
  const activity = await ok<Activity>(DM, "GET", `/tenant/v1/activities/${audit.activityId}`);
  expect(activity).toMatchObject({ type: "site_audit", status: "done", creditsCost: 2 });
  expect(await audited(tenant, "site_audit.%")).toEqual(["site_audit.requested", "site_audit.finished"]);

  await ok(TA, "POST", "/tenant/v1/site-audits", { body: {} });
  await workAll(tenant);
  const { items } = await ok<{ items: SiteAudit[] }>(CA, "GET", "/tenant/v1/site-audits");
  expect(items.map(({ scoreDelta }) => scoreDelta)).toEqual([0, null]);
  const stranger = await freshTenant();
  expect((await call(stranger.people.TA, "GET", path)).code).toBe("request.not_found");
});

test("without a crawl of the last month, the plan or the credits there is no audit, and nothing is left behind", async () => {
  for (const [tenant, code] of [
    [await crawledTenant(31), "request.illegal_transition"],
    [await crawledTenant(3, { plan: "free" }), "plan.plan_limit"],
    [await crawledTenant(3, { plan: "pro", credits: 100 }), "credits.insufficient_credits"],
  ] as const) {
    expect((await call(tenant.people.TA, "POST", "/tenant/v1/site-audits", { body: {} })).code).toBe(code);
    expect(await ok(tenant.people.TA, "GET", "/tenant/v1/site-audits")).toEqual({ items: [] });
    expect(await audited(tenant, "activity.%")).toEqual([]);
  }
});
