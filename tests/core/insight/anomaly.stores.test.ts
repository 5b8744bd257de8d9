import { afterAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import type { AnomalyAlert } from "#schema/anomaly.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { dayAgo } from "#tests/support/days.ts";
import { freshTenant, type TenantOptions, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

/** A tenant whose visits fell to a tenth this week, whose new visitors doubled, and whose conversions are too few to tell. */
async function movedTenant(options: TenantOptions): Promise<TestTenant> {
  const tenant = await freshTenant(options);
  const channelId = newId("channel");
  const week = (days: number) => days <= 7;
  await asPlatform(async (tx) => {
    const connected = { type: "google_analytics", name: "Visits", status: "connected", lastSyncAt: new Date() };
    await tx
      .insertInto("connectedChannels")
      .values({ tenantId: tenant.id, id: channelId, ...connected })
      .execute();
    const rows = Array.from({ length: 14 }, (_, at) => at + 1).flatMap((days) =>
      Object.entries({
        sessions: week(days) ? 10 : 100,
        users: 90,
        new_users: week(days) ? 80 : 40,
        conversions: week(days) ? 0 : 1,
      }).map(([metric, value]) => ({ tenantId: tenant.id, channelId, metricOn: dayAgo(days), metric, value })),
    );
    await tx.insertInto("channelMetrics").values(rows).execute();
  });
  return tenant;
}

const detect = (tenant: TestTenant) =>
  call<{ found: number }>(tenant.people.TA, "POST", "/tenant/v1/anomalies/detect", { body: { period: "weekly" } });

async function alerts(tenant: TestTenant, query = ""): Promise<AnomalyAlert[]> {
  return (await ok<{ items: AnomalyAlert[] }>(tenant.people.TM, "GET", `/tenant/v1/anomalies${query}`)).items;
}

async function told(tenant: TestTenant): Promise<unknown[]> {
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("payload")
      .where("tenantId", "=", tenant.id)
      .where("kind", "=", "notification")
      .where("name", "=", "anomaly.alert")
      .execute(),
  );
  return rows.map(({ payload }) => payload);
}

test("what moved further than usual is flagged once, explained, told by its weight and decided by people", async () => {
  const tenant = await movedTenant({ plan: "pro" });
  const { TA, TM } = tenant.people;
  expect(await detect(tenant)).toMatchObject({ status: 202, body: { found: 2 } });
  expect((await detect(tenant)).body.found).toBe(0);
  await workAll(tenant);
  const found = await alerts(tenant);
  expect(found.find(({ metric }) => metric === "sessions")).toMatchObject({
    ...{
      currentValue: 70,
      previousValue: 700,
      changePct: -90,
      direction: "drop",
      severity: "critical",
      status: "open",
    },
    periodStart: dayAgo(7),
  });
  expect(found.find(({ metric }) => metric === "new_users")).toMatchObject({ severity: "info", status: "dismissed" });
  expect(found.map(({ metric }) => metric).toSorted()).toEqual(["new_users", "sessions"]);
  const [drop] = await alerts(tenant, "?severity=critical");
  expect(drop?.narrative).toContain("from 700 to 70");
  expect(drop?.likelyCauses.length).toBeGreaterThan(0);
  expect(drop?.suggestedAction).toMatch(/.{5}/);
  expect(await told(tenant)).toMatchObject([{ risk: "high", data: { metric: "sessions", change: "90 %" } }]);
  expect(JSON.stringify(await told(tenant))).toContain(drop?.suggestedAction);
  const path = `/tenant/v1/anomalies/${drop?.id}`;
  expect((await call(TM, "POST", `${path}/acknowledge`)).code).toBe("auth.forbidden");
  expect((await call(TA, "POST", `${path}/acknowledge`)).status).toBe(204);
  expect((await call(TA, "POST", `${path}/acknowledge`)).code).toBe("request.illegal_transition");
  expect(await alerts(tenant, "?status=acknowledged")).toMatchObject([{ decidedBy: `user:${TA.userId}` }]);
  expect((await call((await freshTenant()).people.TA, "POST", `${path}/dismiss`)).code).toBe("request.not_found");
  expect(await audited(tenant, "anomaly.%")).toEqual(["anomaly.raised", "anomaly.raised", "anomaly.acknowledged"]);
});

test("without credits for an explanation people are told what was counted", async () => {
  const tenant = await movedTenant({ plan: "pro", credits: 0 });
  expect((await detect(tenant)).body.found).toBe(2);
  const open = await alerts(tenant, "?status=open");
  expect(open.map(({ narrative }) => narrative)).toEqual(["", ""]);
  expect(await told(tenant)).toMatchObject([{ risk: "high", data: { metric: "sessions", narrative: "" } }]);
});

test("the free plan has no detector", async () => {
  const tenant = await movedTenant({ plan: "free" });
  expect((await detect(tenant)).code).toBe("plan.plan_limit");
  expect(await alerts(tenant)).toEqual([]);
});
