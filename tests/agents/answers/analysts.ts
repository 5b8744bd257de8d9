import { gzipSync } from "node:zlib";
import { textKeyOf } from "#core/crawl/text-key.ts";
import * as Insight from "#core/insight/order.ts";
import * as Narrative from "#core/visibility/narrative.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { put } from "#platform/storage.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { type MeasuredType, metricsOf } from "#schema/metric.ts";
import { ok } from "#tests/support/api.ts";
import { dayAgo } from "#tests/support/days.ts";
import { crawled, lampsSite as site } from "#tests/support/furnish-site.ts";
import { as, machine, type TestTenant } from "#tests/support/tenant.ts";
import { account, type Order } from "./work.ts";

/** Numbers of an account, day by day, also of one of its pages where that is wanted. */
async function numbers(tenant: TestTenant, type: string, of: (days: number) => object, page = ""): Promise<string> {
  const channelId = await account(tenant, type, "300", { lastSyncAt: new Date() });
  const rows = Array.from({ length: 40 }, (_, at) => at + 1).flatMap((days) =>
    ["", ...(page ? [`page:${page}`] : [])].flatMap((dimension) =>
      Object.entries(of(days)).map(([metric, value]) => ({
        ...{ tenantId: tenant.id, channelId, dimension, metricOn: dayAgo(days), metric, value: Number(value) },
      })),
    ),
  );
  await asPlatform((tx) => tx.insertInto("channelMetrics").values(rows).execute());
  return channelId;
}

const html =
  '<!doctype html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">\n  </head>\n  <body>\n    <h1>Reading lamps for the night</h1>\n    <p>A good reading lamp lights the page and leaves the room dark. We repair every lamp that we have sold.</p>\n  </body>\n</html>\n';

/** A site that was crawled lately, with what one of its pages says. @returns its channel */
async function read(tenant: TestTenant): Promise<string> {
  const channelId = await crawled(tenant);
  const htmlKey = `crawl/${tenant.id}/${channelId}/${newId("webPage")}.html.gz`;
  await as(machine(tenant.id), async () => {
    await put(htmlKey, gzipSync(html), "application/gzip");
    await put(textKeyOf(htmlKey), gzipSync("A good reading lamp lights the page."), "application/gzip");
  });
  await asPlatform((tx) =>
    tx
      .updateTable("webPages")
      .set({ htmlKey })
      .where("channelId", "=", channelId)
      .where("url", "=", `${site}repair`)
      .execute(),
  );
  return channelId;
}

async function audited(tenant: TestTenant): Promise<{ audit: string; finding: string }> {
  await read(tenant);
  const [audit, finding] = [newId("siteAudit"), newId("siteAuditFinding")];
  const said = { code: "missing_title", area: "on-page", severity: "warning", title: "No title", detail: "Found." };
  await asPlatform(async (tx) => {
    await tx
      .insertInto("siteAudits")
      .values({ tenantId: tenant.id, id: audit, domain: "lamps.example", status: "done", technicalScore: 60 })
      .execute();
    await tx
      .insertInto("siteAuditFindings")
      .values({
        ...{ tenantId: tenant.id, id: finding, siteAuditId: audit, ...said },
        ...{ urls: [`${site}repair`], effort: "low", impact: "high" },
      })
      .execute();
  });
  return { audit, finding };
}

const accounts = {
  "google-analytics-insights": "google_analytics",
  "landing-page-insights": "google_analytics",
  "google-search-console-insights": "google_search_console",
  "google-ads-insights": "google_ads",
  "meta-ads-insights": "meta_ads",
  "facebook-page-insights": "facebook",
  "instagram-insights": "instagram",
  "linkedin-insights": "linkedin",
  "google-business-profile-insights": "google_business_profile",
} as const satisfies Partial<Record<AgentName, MeasuredType>>;

const insight =
  (agent: keyof typeof accounts): Order =>
  async (tenant) => {
    const type = accounts[agent];
    const names = Object.keys(metricsOf[type].measured);
    const of = (days: number) => Object.fromEntries(names.map((name, at) => [name, 100 * (at + 1) + days]));
    const channelId = await numbers(tenant, type, of, "/reading");
    return as(machine(tenant.id), () =>
      transaction(async (tx) => {
        const channel = await Insight.channelOf(tx, channelId);
        const id = channel && (await Insight.begin(tx, channel, agent, "last_3_months"));
        if (id) await Insight.start(tx, channel, { id, agent, period: "last_3_months" });
      }),
    );
  };

const say =
  (mode: string, message: string): Order =>
  async ({ people }) => {
    const { id } = await ok<{ id: string }>(people.TA, "POST", "/tenant/v1/chat/threads", { body: { mode } });
    return ok(people.TA, "POST", `/tenant/v1/chat/threads/${id}/messages`, { body: { body: message } });
  };

/** Work of those who measure, judge, report and answer. */
export const analysts: Partial<Record<AgentName, Order>> = {
  ...Object.fromEntries((Object.keys(accounts) as (keyof typeof accounts)[]).map((agent) => [agent, insight(agent)])),
  "website-insights": async (tenant) => {
    const channel = await read(tenant);
    return as(machine(tenant.id), () => Insight.afterCrawl(channel));
  },
  "site-auditor": async (tenant) => {
    await read(tenant);
    return ok(tenant.people.TA, "POST", "/tenant/v1/site-audits", { body: {} });
  },
  "website-code-fixer": async (tenant) => {
    const { audit, finding } = await audited(tenant);
    return ok(tenant.people.DM, "POST", `/tenant/v1/site-audits/${audit}/fix`, { body: { findingIds: [finding] } });
  },
  "ads-analyst": async (tenant) => {
    const channelId = await numbers(tenant, "google_ads", () => ({
      impressions: 900,
      clicks: 60,
      cost: 70,
      conversions: 2,
    }));
    const rows = { clicks: 100, cost: 250, conversions: 0 };
    await asPlatform((tx) =>
      tx
        .insertInto("channelMetrics")
        .values(
          Object.entries(rows).map(([metric, value]) => ({
            ...{ tenantId: tenant.id, channelId, metricOn: dayAgo(1), dimension: "campaign:Lamps for ships" },
            ...{ metric, value },
          })),
        )
        .execute(),
    );
    return ok(tenant.people.TA, "POST", "/tenant/v1/ads-analyses", { body: { targetCostPerResult: 15 } });
  },
  "anomaly-detector": async (tenant) => {
    await numbers(tenant, "google_analytics", (days) => ({ sessions: days <= 7 ? 10 : 100, users: 90 }));
    return ok(tenant.people.TA, "POST", "/tenant/v1/anomalies/detect", { body: { period: "weekly" } });
  },
  "data-analyst": async (tenant) => {
    await numbers(tenant, "google_analytics", () => ({ sessions: 10 }));
    const id = newId("goal");
    const goal = {
      title: "More visits",
      metric: "organic_sessions",
      unit: "sessions",
      direction: "up",
      status: "active",
    };
    const span = { startsOn: dayAgo(20), dueOn: dayAgo(-160) };
    await asPlatform((tx) =>
      tx
        .insertInto("goals")
        .values({ tenantId: tenant.id, id, ...goal, ...span, baselineValue: 250, targetValue: 900, currentValue: 250 })
        .execute(),
    );
    return ok(tenant.people.TA, "POST", `/tenant/v1/goals/${id}/count`);
  },
  "report-writer": async (tenant) => {
    await numbers(tenant, "google_analytics", () => ({ sessions: 12, conversions: 1 }));
    return ok(tenant.people.TA, "POST", "/tenant/v1/reports/monthly", { body: {} });
  },
  "custom-report-writer": async (tenant) => {
    await numbers(tenant, "google_analytics", () => ({ sessions: 12, conversions: 1 }));
    const body = { prompt: "How did visits go?", startDate: dayAgo(30), endDate: dayAgo(1), label: "Visits" };
    return ok(tenant.people.TA, "POST", "/tenant/v1/reports/generate", { body });
  },
  "brand-narrative-analyst": async (tenant) => {
    const promptId = newId("visibilityPrompt");
    const said = { platformKey: "claude", runOn: dayAgo(0), mentioned: true, rank: 1, sentiment: "neutral" };
    await asPlatform(async (tx) => {
      await tx
        .insertInto("aiVisibilityPrompts")
        .values({ tenantId: tenant.id, id: promptId, prompt: "Who makes lamps?", type: "category" })
        .execute();
      await tx
        .insertInto("aiVisibilitySnapshots")
        .values({ tenantId: tenant.id, id: newId("visibilitySnapshot"), promptId, ...said })
        .execute();
    });
    return as(machine(tenant.id), () => transaction((tx) => Narrative.begin(tx)));
  },
  "chat-analyst": say("analyst", "Which activities are there?"),
  "chat-executor": say("executor", "Please write a post about lamps for small rooms."),
  "billing-agent": say("billing", "What have we spent this month?"),
};
