import { afterAll, afterEach, describe, expect, test } from "vitest";
import * as Insight from "#core/insight/order.ts";
import * as Metric from "#core/metric/sync.ts";
import { handler as turn } from "#functions/clock/analysis.ts";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { Channel } from "#schema/channel.ts";
import type { CreditBalance } from "#schema/credit.ts";
import { newId } from "#schema/ids.ts";
import type { InsightDetail, Insight as Item, Recommendation } from "#schema/insight.ts";
import type { ChannelAnalytics, MeasuredType } from "#schema/metric.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { dayAgo } from "#tests/support/days.ts";
import { outside } from "#tests/support/outside.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

// The clock looks at every tenant: on shared stores it would change what other tests watch.
ownCloud();
afterEach(() => outside.clearFaults());
afterAll(closeStores);

const accounts: Record<MeasuredType, string> = {
  google_analytics: "300",
  google_search_console: "https://harborpine.example/",
  google_ads: "123-456-7890",
  meta_ads: "act_555",
  facebook: "110",
  instagram: "17840000000000110",
  linkedin: "urn:li:organization:7001",
  google_business_profile: "locations/200",
};
const types = Object.keys(accounts) as MeasuredType[];

async function connect(tenant: TestTenant, type: MeasuredType, accountId = accounts[type]): Promise<string> {
  const body = { type, name: `Ours at ${type}`, accountId, accessToken: `token-of-${tenant.id}` };
  const { id } = await ok<{ id: string }>(tenant.people.TA, "POST", "/tenant/v1/channels", { body });
  return id;
}

/** What the worker of the queue does with a job for the channel. */
async function sync(tenant: TestTenant, channelId: string): Promise<void> {
  await as(machine(tenant.id), async () => {
    await Metric.collect(channelId);
    await Insight.goOn(channelId);
  });
}

async function listed(tenant: TestTenant, query = ""): Promise<Item[]> {
  return (await ok<{ items: Item[] }>(tenant.people.TM, "GET", `/tenant/v1/insights${query}`)).items;
}

async function advice(tenant: TestTenant, query = ""): Promise<Recommendation[]> {
  const path = `/tenant/v1/recommendations${query}`;
  return (await ok<{ items: Recommendation[] }>(tenant.people.TM, "GET", path)).items;
}

describe.each(types)("the numbers of %s", (type) => {
  test("are read day by day once it is connected, and judged by its agent", async () => {
    const tenant = await freshTenant({ plan: "agency" });
    const channelId = await connect(tenant, type);
    const ofAccount = async () => (await listed(tenant)).filter(({ agent }) => agent !== "landing-page-insights");
    expect(await ofAccount()).toMatchObject([{ status: "pending", channelId }]);
    await sync(tenant, channelId);
    const path = `/tenant/v1/channels/${channelId}/analytics?from=${dayAgo(28)}&to=${dayAgo(1)}`;
    const numbers = await ok<ChannelAnalytics>(tenant.people.CA, "GET", path);
    expect(numbers.syncErrorCode).toBeNull();
    expect(numbers.series.length).toBeGreaterThan(2);
    for (const { name, days } of numbers.series.filter(({ name: one }) => one !== "followers"))
      expect({ name, measured: days.filter(({ value }) => value !== null).length }).toEqual({ name, measured: 28 });
    expect(numbers.figures.filter(({ changePct }) => changePct !== null).length).toBeGreaterThan(2);
    await workAll(tenant);
    const [insight] = await ofAccount();
    expect(insight).toMatchObject({ status: "done", period: "last_6_months" });
    const detail = await ok<InsightDetail>(tenant.people.CA, "GET", `/tenant/v1/insights/${insight?.id}`);
    expect(detail.narrative).toContain(`Ours at ${type}`);
    expect(detail.figures.length).toBeGreaterThan(0);
    expect(detail.recommendations.length).toBeGreaterThan(0);
    const open = (await advice(tenant, "?status=open")).filter(({ insightId }) => insightId === insight?.id);
    expect(open.length).toBe(detail.recommendations.length);
  });
});

test("numbers that are read again are corrected, not doubled", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const channelId = await connect(tenant, "google_search_console");
  await sync(tenant, channelId);
  const rows = () =>
    asPlatform((tx) =>
      tx
        .selectFrom("channelMetrics")
        .select((eb) => [eb.fn.countAll<number>().as("count"), eb.fn.sum<number>("value").as("sum")])
        .where("channelId", "=", channelId)
        .executeTakeFirstOrThrow(),
    );
  const first = await rows();
  await asPlatform((tx) =>
    tx
      .updateTable("channelMetrics")
      .set({ value: 1_000_000 })
      .where("channelId", "=", channelId)
      .where("metricOn", "=", dayAgo(1))
      .execute(),
  );
  await sync(tenant, channelId);
  expect(await rows()).toEqual(first);
});

test("an account that refuses its token has to be connected anew; an outage is another try", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TA } = tenant.people;
  const channelId = await connect(tenant, "google_search_console");
  await outside.fault({ provider: "search-console", kind: "server_error", match: "searchAnalytics" });
  await expect(sync(tenant, channelId)).rejects.toThrow("500");
  expect(await listed(tenant)).toMatchObject([{ status: "pending" }]);
  await outside.fault({ provider: "search-console", kind: "auth", match: "searchAnalytics" });
  await sync(tenant, channelId);
  const { items } = await ok<{ items: Channel[] }>(TA, "GET", "/tenant/v1/channels");
  expect(items.find(({ id }) => id === channelId)?.status).toBe("needs_reconnect");
  expect(await listed(tenant)).toMatchObject([{ status: "failed", errorCode: "auth_expired" }]);
  expect((await call(TA, "POST", `/tenant/v1/channels/${channelId}/sync`)).code).toBe("channel.channel_disconnected");
  expect(await connect(tenant, "google_search_console")).toBe(channelId);
  expect((await call(TA, "POST", `/tenant/v1/channels/${channelId}/sync`)).status).toBe(202);
});

test("advice is taken up or set aside once, by those who may; the next analysis sets aside what is left open", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TA, TM, DM } = tenant.people;
  const channelId = await connect(tenant, "google_search_console");
  await sync(tenant, channelId);
  await workAll(tenant);
  const [one, two, ...rest] = await advice(tenant);
  const decide = (who: typeof TA, id: string | undefined, verb: string) =>
    call(who, "POST", `/tenant/v1/recommendations/${id}/${verb}`);
  expect((await decide(TM, one?.id, "accept")).code).toBe("auth.forbidden");
  expect((await decide(TA, one?.id, "accept")).status).toBe(204);
  expect((await decide(TA, one?.id, "accept")).code).toBe("request.illegal_transition");
  expect((await decide(DM, two?.id, "dismiss")).status).toBe(204);
  expect((await advice(tenant, "?status=accepted")).map(({ id }) => id)).toEqual([one?.id]);
  const body = { connectedChannelId: channelId, period: "last_1_month" };
  const again = await ok<{ id: string }>(TA, "POST", "/tenant/v1/insights/generate", { body });
  expect((await call(TA, "POST", "/tenant/v1/insights/generate", { body })).code).toBe("run.already_running");
  await workAll(tenant);
  const open = await advice(tenant, "?status=open");
  expect(new Set(open.map(({ insightId }) => insightId))).toEqual(new Set([again.id]));
  expect((await advice(tenant, "?status=accepted")).map(({ id }) => id)).toEqual([one?.id]);
  const aside = (await advice(tenant, "?status=dismissed&limit=100")).map(({ id }) => id);
  expect(aside.toSorted()).toEqual([two, ...rest].map((item) => item?.id).toSorted());
  expect(await audited(tenant, "recommendation.%")).toEqual(["recommendation.accepted", "recommendation.dismissed"]);
  const stranger = await freshTenant();
  expect((await decide(stranger.people.TA, open[0]?.id, "accept")).code).toBe("request.not_found");
  expect((await call(TA, "DELETE", `/tenant/v1/insights/${again.id}`)).status).toBe(204);
  expect((await call(TA, "GET", `/tenant/v1/insights/${again.id}`)).code).toBe("request.not_found");
  expect(await advice(tenant, "?status=open")).toEqual([]);
});

test("too few numbers cost nothing", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const channelId = newId("channel");
  await asPlatform(async (tx) => {
    const connected = { type: "google_analytics", name: "New", status: "connected", lastSyncAt: new Date() };
    await tx
      .insertInto("connectedChannels")
      .values({ tenantId: tenant.id, id: channelId, ...connected })
      .execute();
    for (let day = 1; day <= 13; day += 1)
      await tx
        .insertInto("channelMetrics")
        .values({ tenantId: tenant.id, channelId, metricOn: dayAgo(day), metric: "sessions", value: 10 })
        .execute();
  });
  const body = { connectedChannelId: channelId };
  const { TA } = tenant.people;
  expect((await call(TA, "POST", "/tenant/v1/insights/generate", { body })).code).toBe("insight.not_enough_data");
  expect(await listed(tenant)).toEqual([]);
  const { reserved } = await ok<CreditBalance>(TA, "GET", "/tenant/v1/credits");
  expect(reserved).toBe(0);
});

test("the landing pages of a property are judged by themselves, from its connection on", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const channelId = await connect(tenant, "google_analytics");
  await sync(tenant, channelId);
  const [begun] = (await listed(tenant)).filter(({ agent }) => agent === "landing-page-insights");
  await workAll(tenant);
  const body = { connectedChannelId: channelId, about: "landing_pages" };
  const again = await ok<{ id: string }>(tenant.people.TA, "POST", "/tenant/v1/insights/generate", { body });
  expect(again.id).not.toBe(begun?.id);
  await workAll(tenant);
  const detail = await ok<InsightDetail>(tenant.people.TA, "GET", `/tenant/v1/insights/${begun?.id}`);
  expect(detail).toMatchObject({ status: "done", agent: "landing-page-insights" });
  expect(detail.figures.map(({ name }) => name)).toEqual([
    ...["visits", "form_submissions", "conversion_rate", "bounce_rate"],
  ]);
  expect(detail.narrative).toContain("/guides/pour-over");

  await call(tenant.people.TA, "PUT", `/tenant/v1/channels/${channelId}/settings`, { body: { weeklyInsights: true } });
  const inAWeek = new Date(Date.now() + 8 * 86_400_000);
  await as(machine(tenant.id), () => Insight.weekly(inAWeek));
  const pending = (await listed(tenant)).filter(({ status }) => status === "pending").map(({ agent }) => agent);
  expect(pending.toSorted()).toEqual(["google-analytics-insights", "landing-page-insights"]);
});

test("the pages of a site are judged after each crawl, from what the crawl shows", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const tenantId = tenant.id;
  const [url, channelId] = ["https://lamps.example/", newId("channel")];
  await asPlatform(async (tx) => {
    const channel = { type: "website", name: "lamps.example", url, status: "connected" };
    await tx
      .insertInto("connectedChannels")
      .values({ tenantId, id: channelId, ...channel })
      .execute();
    for (const page of [
      { url, title: "Lamps that are made to be mended", httpStatus: 200, wordCount: 400, linksIn: 3 },
      { url: `${url}gone`, title: "Gone", httpStatus: 404, wordCount: 0, linksIn: 1 },
    ])
      await tx
        .insertInto("webPages")
        .values({ tenantId, id: newId("webPage"), channelId, urlSha256: sha256(page.url), ...page })
        .execute();
  });
  const crawlEnds = () =>
    as(machine(tenantId), async () => {
      expect(await Metric.collect(channelId)).toBe(false);
      await Insight.afterCrawl(channelId);
    });
  await crawlEnds();
  expect(await listed(tenant)).toMatchObject([{ status: "not_enough_data", agent: "website-insights" }]);
  await asPlatform((tx) =>
    tx
      .insertInto("webCrawlJobs")
      .values({
        ...{ tenantId, id: newId("webCrawlJob"), channelId, trigger: "manual", status: "completed", siteUrl: url },
        ...{ maxPages: 10, maxDepth: 2, finishedAt: new Date() },
      })
      .execute(),
  );
  await crawlEnds();
  await crawlEnds();
  await workAll(tenant);
  const [insight, ...others] = await listed(tenant);
  expect(others).toHaveLength(1);
  const detail = await ok<InsightDetail>(tenant.people.TA, "GET", `/tenant/v1/insights/${insight?.id}`);
  expect(detail).toMatchObject({ status: "done" });
  expect(detail.figures).toContainEqual({ name: "pages", unit: "count", current: 2, previous: null, changePct: null });
  expect(detail.opportunities.map(({ title }) => title)).toContain("Issue with room: not found");
});

test("the clock orders the daily numbers, and an analysis every week of those who wish it", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const channelId = await connect(tenant, "linkedin");
  await sync(tenant, channelId);
  await workAll(tenant);
  const settings = `/tenant/v1/channels/${channelId}/settings`;
  expect((await call(tenant.people.TA, "PUT", settings, { body: { weeklyInsights: true } })).status).toBe(204);
  const jobs = async () => {
    const rows = await asPlatform((tx) =>
      tx
        .selectFrom("outbox")
        .select("id")
        .where("tenantId", "=", tenant.id)
        .where("name", "=", "channel__sync")
        .execute(),
    );
    return rows.length;
  };
  const before = await jobs();
  await turn();
  expect({ insights: (await listed(tenant)).length, jobs: await jobs() }).toEqual({ insights: 1, jobs: before });
  const longAgo = new Date(Date.now() - 8 * 86_400_000);
  await asPlatform(async (tx) => {
    await tx.updateTable("channelInsights").set({ createdAt: longAgo }).where("channelId", "=", channelId).execute();
    await tx.updateTable("connectedChannels").set({ lastSyncAt: longAgo }).where("id", "=", channelId).execute();
  });
  await turn();
  expect((await listed(tenant)).map(({ status }) => status)).toEqual(["pending", "done"]);
  expect(await jobs()).toBeGreaterThan(before);
  await sync(tenant, channelId);
  await workAll(tenant);
  expect((await listed(tenant)).map(({ status }) => status)).toEqual(["done", "done"]);
});
