import { afterAll, expect, test } from "vitest";
import * as Notification from "#core/notification/index.ts";
import { nextRun } from "#core/report/occurrence.ts";
import { runDue } from "#core/report/schedule.ts";
import { asPlatform } from "#platform/db.ts";
import type { Report } from "#schema/report.ts";
import type { ReportSchedule } from "#schema/report-schedule.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const path = "/tenant/v1/report-schedules";
const weekly = (address: string) => ({
  ...{ label: "Conversions", kind: "custom", frequency: "weekly", prompt: "How many conversions did the site bring?" },
  ...{ recipients: [address, address.toUpperCase()], weekday: 1 },
});
const reports = async ({ people }: TestTenant): Promise<Report[]> =>
  (await ok<{ items: Report[] }>(people.TA, "GET", "/tenant/v1/reports")).items;
const mails = ({ id }: TestTenant) =>
  asPlatform((tx) =>
    tx
      .selectFrom("notificationDeliveries")
      .select(["id", "address", "status"])
      .where("tenantId", "=", id)
      .where("templateSlug", "=", "report-sent")
      .orderBy("id")
      .execute(),
  );
const due = ({ id }: TestTenant) =>
  asPlatform((tx) =>
    tx.updateTable("reportSchedules").set({ nextRunAt: new Date() }).where("tenantId", "=", id).execute(),
  );

test("a standing order brings one report a time, mailed once to each address as PDF", async () => {
  const [tenant, stranger] = [await freshTenant({ plan: "pro" }), await freshTenant({ plan: "pro" })];
  const { TA, DM, CA } = tenant.people;
  const address = `boss@${tenant.slug}.test`;
  expect((await call(CA, "POST", path, { body: weekly(address) })).code).toBe("auth.forbidden");
  const made = await ok<ReportSchedule>(DM, "POST", path, { body: weekly(address) });
  expect(made).toMatchObject({ recipients: [address], weekday: 1, monthDay: null, enabled: true });
  expect((await call(stranger.people.TA, "DELETE", `${path}/${made.id}`)).code).toBe("request.not_found");
  await due(tenant);
  await Promise.all([
    as(machine(tenant.id), () => runDue(new Date())),
    as(machine(tenant.id), () => runDue(new Date())),
  ]);
  expect(await reports(tenant)).toMatchObject([{ source: "scheduled", status: "generating" }]);
  await workAll(tenant);
  const [report] = await reports(tenant);
  expect(report).toMatchObject({ status: "ready" });
  const [mail, ...others] = await mails(tenant);
  expect(mail).toMatchObject({ address, status: "queued" });
  expect(others).toEqual([]);
  await as(machine(tenant.id), () => Notification.sendEmail(mail?.id ?? ""));
  expect(await mails(tenant)).toMatchObject([{ status: "sent" }]);
  await ok(TA, "POST", `/tenant/v1/reports/${report?.id}/send`, {
    body: { to: [address, `other@${tenant.slug}.test`] },
  });
  expect(await mails(tenant)).toHaveLength(2);
  const version = (await ok<{ items: ReportSchedule[] }>(TA, "GET", path)).items[0]?.rowVersion ?? 0;
  const off = { body: { ...weekly(address), enabled: false } };
  expect((await call(TA, "PATCH", `${path}/${made.id}`, { ...off, version: version + 5 })).code).toBe(
    "request.version_mismatch",
  );
  await ok(TA, "PATCH", `${path}/${made.id}`, { ...off, version });
  await due(tenant);
  await as(machine(tenant.id), () => runDue(new Date()));
  expect(await reports(tenant)).toHaveLength(1);
  await ok(TA, "DELETE", `${path}/${made.id}`);
  expect(await audited(tenant, "report_schedule.%")).toEqual([
    "report_schedule.created",
    "report_schedule.updated",
    "report_schedule.removed",
  ]);
});

test("what cannot be paid says so and waits for its next time", async () => {
  const tenant = await freshTenant({ plan: "pro", credits: 100 });
  await ok(tenant.people.TA, "POST", path, { body: weekly(`boss@${tenant.slug}.test`) });
  await due(tenant);
  await as(machine(tenant.id), () => runDue(new Date()));
  const { items } = await ok<{ items: ReportSchedule[] }>(tenant.people.TA, "GET", path);
  expect(items).toMatchObject([{ lastProblem: expect.stringContaining("not enough credits") }]);
  expect(new Date(items[0]?.nextRunAt ?? 0).getTime()).toBeGreaterThan(Date.now());
  expect(await reports(tenant)).toEqual([]);
});

test("the next time is that of the client's clocks, on the weekday or the day of the month", () => {
  const weeklyRhythm = { frequency: "weekly", weekday: 1, monthDay: null, sendAtLocal: "08:00" } as const;
  const monthlyRhythm = { frequency: "monthly", weekday: null, monthDay: 1, sendAtLocal: "08:00" } as const;
  const at = (after: string, zone: string, rhythm: typeof weeklyRhythm | typeof monthlyRhythm = weeklyRhythm) =>
    nextRun(rhythm, zone, new Date(after)).toISOString();
  expect(at("2026-11-26T10:00:00Z", "UTC")).toBe("2026-11-30T08:00:00.000Z");
  expect(at("2026-11-30T08:00:00Z", "UTC")).toBe("2026-12-07T08:00:00.000Z");
  expect(at("2026-11-29T17:59:00Z", "Pacific/Kiritimati")).toBe("2026-11-29T18:00:00.000Z");
  expect(at("2026-11-26T10:00:00Z", "Asia/Kolkata", monthlyRhythm)).toBe("2026-12-01T02:30:00.000Z");
});
