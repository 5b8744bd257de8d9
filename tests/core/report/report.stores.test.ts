import { afterAll, expect, test } from "vitest";
import { agents } from "#agents/index.ts";
import { todayIn } from "#core/month/days.ts";
import { requestDue } from "#core/report/index.ts";
import { monthBefore, spanOf } from "#core/report/period.ts";
import { claim } from "#core/run/claim.ts";
import { documentsOf } from "#core/search/sources/index.ts";
import { asPlatform } from "#platform/db.ts";
import type { Activity } from "#schema/activity.ts";
import { newId } from "#schema/ids.ts";
import { type Report, type ReportDetail, reportChapters } from "#schema/report.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, clientZone, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

/** By the clock of the client, who lives where `freshTenant` puts it. */
const month = monthBefore(todayIn(clientZone, new Date()));
const { from, to } = spanOf(month);

/** A tenant whose site was visited, who published a post last month, and who has a goal. */
async function measuredTenant(): Promise<TestTenant> {
  const tenant = await freshTenant({ plan: "pro" });
  const tenantId = tenant.id;
  await asPlatform(async (tx) => {
    const channelId = newId("channel");
    const channel = { type: "google_analytics", name: "Site of lamps", status: "connected" };
    await tx
      .insertInto("connectedChannels")
      .values({ tenantId, id: channelId, ...channel })
      .execute();
    await tx
      .insertInto("channelMetrics")
      .values([
        { tenantId, channelId, metricOn: from, metric: "sessions", value: 800 },
        { tenantId, channelId, metricOn: to, metric: "sessions", value: 434 },
        { tenantId, channelId, metricOn: to, metric: "conversions", value: 21 },
      ])
      .execute();
    const promptId = newId("visibilityPrompt");
    await tx
      .insertInto("aiVisibilityPrompts")
      .values({ tenantId, id: promptId, prompt: "Who makes lamps?", type: "category" })
      .execute();
    await tx
      .insertInto("aiVisibilitySnapshots")
      .values({
        ...{ tenantId, id: newId("visibilitySnapshot"), promptId, platformKey: "claude", runOn: from },
        ...{ mentioned: true, rank: 1, sentiment: "neutral" },
      })
      .execute();
    const lead = {
      tenantId,
      source: "website_form",
      email: "who@lamps.example",
      createdAt: new Date(`${to}T10:00:00Z`),
    };
    const spam = { status: "disqualified", disqualificationReason: "spam" };
    for (const row of [{ qualifiedAt: new Date(`${to}T11:00:00Z`), status: "qualified" }, {}, spam])
      await tx
        .insertInto("leads")
        .values({ ...lead, id: newId("lead"), ...row })
        .execute();
    const goal = { title: "More orders of lamps", metric: "orders", unit: "orders", direction: "up", status: "active" };
    const span = { startsOn: from, dueOn: to };
    await tx
      .insertInto("goals")
      .values({ tenantId, id: newId("goal"), ...goal, ...span, baselineValue: 10, targetValue: 50, currentValue: 37 })
      .execute();
  });
  return tenant;
}

test("a month is told from what was counted, each number listed, and can be loaded as PDF", async () => {
  const tenant = await measuredTenant();
  const { TA, CA, TM } = tenant.people;
  expect((await call(CA, "POST", "/tenant/v1/reports/monthly", { body: {} })).code).toBe("auth.forbidden");
  const future = { month: "2099-01" };
  expect((await call(TA, "POST", "/tenant/v1/reports/monthly", { body: future })).code).toBe(
    "request.illegal_transition",
  );
  const asked = await call<ReportDetail>(TA, "POST", "/tenant/v1/reports/monthly", { body: {} });
  expect(asked).toMatchObject({ status: 202, body: { status: "generating", period: month, source: "agent" } });
  const path = `/tenant/v1/reports/${asked.body.id}`;
  expect((await call(TA, "GET", `${path}/pdf`)).code).toBe("request.illegal_transition");
  await workAll(tenant);

  const report = await ok<ReportDetail>(CA, "GET", path);
  expect(report).toMatchObject({ status: "ready", startsOn: from, endsOn: to });
  expect(report.sections.map(({ title }) => title)).toEqual(reportChapters.map(({ title }) => title));
  const body = (title: string) => report.sections.find((section) => section.title === title)?.body ?? "";
  expect(body("SEO")).toContain("1,234");
  expect(body("SEO")).toContain("AI visibility score (AI assistants): 100");
  expect(body("Paid media")).toMatch(/not connected/);
  expect(body("Goal progress")).toContain("More orders of lamps: 37 of 50 orders, 67.5 % of the way");
  expect(body("Leads")).toContain("Leads created: 2");
  expect(body("Leads")).toContain("Leads qualified: 1");
  expect(body("Leads")).toContain("Leads by website form: 2");
  const [document] = await as(machine(tenant.id), () => documentsOf("reports", { ids: [report.id] }));
  expect(document).toMatchObject({ label: report.label, period: month, status: "ready", tenantId: tenant.id });
  expect(report.numbersUsed).toContainEqual({ name: "sessions (Site of lamps)", value: 1234 });
  expect(report.figures?.chapters.find(({ key }) => key === "seo")?.connected).toBe(true);
  expect(report.highlights.length).toBeGreaterThanOrEqual(3);
  const activity = await ok<Activity>(TM, "GET", `/tenant/v1/activities/${report.activityId}`);
  expect(activity).toMatchObject({ type: "monthly_report", status: "done", creditsCost: 2 });
  expect(await audited(tenant, "report.%")).toEqual(["report.requested", "report.ready"]);
  const told = await asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("name")
      .where("tenantId", "=", tenant.id)
      .where("kind", "=", "notification")
      .execute(),
  );
  expect(told.map(({ name }) => name)).toContain("report.ready");

  const { url } = await ok<{ url: string }>(CA, "GET", `${path}/pdf`);
  const file = new Uint8Array(await (await fetch(url)).arrayBuffer());
  expect(new TextDecoder().decode(file.slice(0, 5))).toBe("%PDF-");
  expect(file.length).toBeGreaterThan(2_000);

  const { items } = await ok<{ items: Report[] }>(TM, "GET", `/tenant/v1/reports?source=agent&from=${from}&to=${to}`);
  expect(items.map(({ id }) => id)).toEqual([report.id]);
  expect((await ok<{ items: Report[] }>(TM, "GET", "/tenant/v1/reports?status=failed")).items).toEqual([]);
  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.TA, "GET", path)).code).toBe("request.not_found");
  await ok(TA, "DELETE", path);
  expect((await call(TA, "GET", path)).code).toBe("request.not_found");
});

test("the clock reports a month once, and the figures of a report stay as they were counted", async () => {
  const tenant = await measuredTenant();
  await as(machine(tenant.id), requestDue);
  await as(machine(tenant.id), requestDue);
  const runs = await asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", "report-writer")
      .execute(),
  );
  expect(runs).toHaveLength(1);
  await as(machine(tenant.id), async () => {
    const run = await claim(runs[0]?.id ?? "");
    if (!run) throw new Error("the run was not there to be claimed");
    const first = await agents["report-writer"].load(run);
    await asPlatform((tx) =>
      tx.updateTable("channelMetrics").set({ value: 1 }).where("tenantId", "=", tenant.id).execute(),
    );
    expect((await agents["report-writer"].load(run))["figures"]).toEqual(first["figures"]);
    await asPlatform((tx) =>
      tx.updateTable("agentRuns").set({ status: "queued", leaseUntil: null }).where("id", "=", run.id).execute(),
    );
  });
  await workAll(tenant);
  await as(machine(tenant.id), requestDue);
  const { items } = await ok<{ items: Report[] }>(tenant.people.TA, "GET", "/tenant/v1/reports");
  expect(items.map(({ status }) => status)).toEqual(["ready"]);
});

test("a question is answered from the figures of its time; without credits nothing is left behind", async () => {
  const tenant = await measuredTenant();
  const { TA, DM } = tenant.people;
  const order = {
    prompt: "How many conversions did the site bring?",
    label: "Conversions",
    startDate: from,
    endDate: to,
  };
  const asked = await call<ReportDetail>(DM, "POST", "/tenant/v1/reports/generate", { body: order });
  expect(asked).toMatchObject({ status: 202, body: { status: "generating", prompt: order.prompt } });
  await workAll(tenant);
  const report = await ok<ReportDetail>(TA, "GET", `/tenant/v1/reports/${asked.body.id}`);
  expect(report).toMatchObject({ status: "ready", summary: "Conversions", source: "ai_generated" });
  expect(report.sections[0]?.title).toBe("Answer");
  expect(report.content).toContain("Conversions (Site of lamps): 21");
  expect((await call(TA, "POST", `/tenant/v1/reports/${report.id}/retry`)).code).toBe("request.illegal_transition");
  const backwards = { ...order, startDate: to, endDate: from };
  expect((await call(TA, "POST", "/tenant/v1/reports/generate", { body: backwards })).code).toBe(
    "request.validation_failed",
  );

  const poor = await freshTenant({ plan: "pro", credits: 100 });
  const refused = await call(poor.people.TA, "POST", "/tenant/v1/reports/generate", { body: order });
  expect(refused.code).toBe("credits.insufficient_credits");
  expect((await ok<{ items: Report[] }>(poor.people.TA, "GET", "/tenant/v1/reports")).items).toEqual([]);
  const free = await freshTenant({ plan: "free" });
  expect((await call(free.people.TA, "POST", "/tenant/v1/reports/generate", { body: order })).code).toBe(
    "plan.plan_limit",
  );
});
