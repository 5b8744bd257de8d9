import { afterAll, expect, test } from "vitest";
import { agents } from "#agents/index.ts";
import { lastDays } from "#core/metric/read.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { coverageOf } from "#core/site-audit/coverage.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import type { ContentRequest } from "#schema/request.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { answer } from "#tests/support/work.ts";

afterAll(closeStores);

const { to: yesterday } = lastDays(1);

/** What an agent would read for a run about an activity or another thing. */
const inputOf = (tenant: TestTenant, agent: AgentName, about: { activityId?: string; subjectId?: string }) =>
  as(machine(tenant.id), async () => agents[agent].input.parse(await agents[agent].load(about as ClaimedRun)));

const runOf = (tenant: TestTenant, agent: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select(["id", "activityId"])
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", agent)
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow(),
  );

/** A site with pages that a crawl has read, and what its search console counted of them. */
async function withSite(tenant: TestTenant): Promise<void> {
  const { id: tenantId } = tenant;
  const [site, searches] = [newId("channel"), newId("channel")];
  const numbers: [string, Record<string, number>][] = [
    ["query:reading lamp", { impressions: 900, clicks: 40, position: 3.2 }],
    ["query:desk lamp", { impressions: 300, clicks: 2, position: 18.6 }],
    ["page:https://lamps.example/care", { impressions: 700, clicks: 30, position: 4 }],
  ];
  await asPlatform(async (tx) => {
    const channel = { tenantId, status: "connected" };
    await tx
      .insertInto("connectedChannels")
      .values([
        { ...channel, id: site, type: "website", name: "Site", url: "https://lamps.example/" },
        { ...channel, id: searches, type: "google_search_console", name: "Searches" },
      ])
      .execute();
    for (const [path, title, linksIn] of [
      ["care", "How to care for lamps", 9],
      ["oil", "Oil for lamps", 4],
    ] as const) {
      const url = `https://lamps.example/${path}`;
      await tx
        .insertInto("webPages")
        .values({
          ...{ tenantId, id: newId("webPage"), channelId: site, url, urlSha256: sha256(url), title, linksIn },
          metaDescription: `${title}, told by those who make them.`,
        })
        .execute();
    }
    for (const [dimension, values] of numbers)
      for (const [metric, value] of Object.entries(values))
        await tx
          .insertInto("channelMetrics")
          .values({ tenantId, channelId: searches, metricOn: yesterday, metric, dimension, value })
          .execute();
  });
}

test("a brief knows the pages that it may lead to, and whether a page of the client's shall be better", async () => {
  const tenant = await freshTenant();
  const { TM, DM } = tenant.people;
  await withSite(tenant);
  const wish = { topic: "How to care for a table lamp", targetUrl: "https://lamps.example/care" };
  const request = await ok<ContentRequest>(TM, "POST", "/tenant/v1/blog-requests", { body: wish });
  expect(request.targetUrl).toBe(wish.targetUrl);
  await ok(DM, "POST", `/tenant/v1/requests/${request.id}/approve`, { body: {} });
  const { id: runId, activityId } = await runOf(tenant, "content-brief-writer");
  const input = await inputOf(tenant, "content-brief-writer", { activityId: activityId ?? "" });
  expect(input).toMatchObject({
    ...{ contentGoal: "optimise_existing", targetUrl: wish.targetUrl },
    internalPages: [
      { url: "https://lamps.example/care", title: "How to care for lamps" },
      { url: "https://lamps.example/oil", summary: "Oil for lamps, told by those who make them." },
    ],
  });
  const given = { ...(input as object) } as { keywordData: { keyword: string }[] };
  expect(given.keywordData).toHaveLength(1);
  const outline = ["One", "Two", "Three", "Four"].map((name) => ({
    ...{ level: "h2", heading: `Part ${name}`, points: ["Say it plainly."], words: 250 },
  }));
  const data = {
    ...{ workingTitle: "How to care for a table lamp", targetKeyword: "table lamp", searchIntent: "informational" },
    ...{ secondaryKeywords: ["lamp care", "lamp oil"], wordCount: 1_000, angle: "From the workshop.".repeat(4) },
    ...{ outline, questions: [], competitorReferences: [], callToAction: "Ask us", notesForWriter: "" },
    internalLinks: [{ url: "https://lamps.example/oil", anchor: "oil" }],
  };
  await answer(tenant, runId, data);
  const brief = await asPlatform((tx) =>
    tx
      .selectFrom("contentBriefs")
      .select(["goal", "targetUrl", "internalLinks"])
      .where("tenantId", "=", tenant.id)
      .executeTakeFirstOrThrow(),
  );
  expect(brief).toMatchObject({ goal: "optimise_existing", targetUrl: wish.targetUrl });
  expect(brief.internalLinks).toEqual([{ url: "https://lamps.example/oil", anchor: "oil" }]);
});

test("the keyword researcher is ordered by the agency, knows what is found already, and renews what it estimated", async () => {
  const tenant = await freshTenant();
  const { TA, DM } = tenant.people;
  const path = "/tenant/v1/keywords/research";
  await withSite(tenant);
  const measured = { tenantId: tenant.id, locale: "en-US", volumeBucket: "10K-100K", difficulty: "high" };
  const before = { tenantId: tenant.id, locale: "en-US", volumeBucket: "0-10", difficulty: "low", source: "agent" };
  await asPlatform((tx) =>
    tx
      .insertInto("keywords")
      .values([
        { ...measured, id: newId("keyword"), keyword: "lamp shade", source: "provider" },
        { ...before, id: newId("keyword"), keyword: "lamp base" },
      ])
      .execute(),
  );
  expect((await call(TA, "POST", path, { body: {} })).code).toBe("auth.forbidden");
  await ok(DM, "POST", path, { body: { topic: "lamp shades", groups: 1 } });
  const { id: runId, activityId } = await runOf(tenant, "keyword-researcher");
  const input = await inputOf(tenant, "keyword-researcher", { activityId: activityId ?? "" });
  expect(input).toMatchObject({
    ...{ topic: "lamp shades", groups: 1, contentGoal: "new_blog_post" },
    existingRankedKeywords: [
      { keyword: "reading lamp", position: 3 },
      { keyword: "desk lamp", position: 19 },
    ],
    seoData: [{ keyword: "lamp shade", searchVolume: "10K-100K", difficulty: "high" }],
  });
  const term = (keyword: string, category: string) => ({
    ...{ keyword, category, searchVolume: "100-1K", difficulty: "medium", intent: "commercial" },
  });
  const group = {
    ...{ name: "Lamp shades", purpose: "content" },
    keywords: [term("lamp shade", "primary"), term("lamp base", "secondary"), term("linen", "lsi")],
  };
  const { check } = agents["keyword-researcher"];
  const against = check({ groups: [group] }, input, {} as never).filter(({ passed }) => !passed);
  expect(against.map(({ message }) => message)).toEqual(["Use the measured volume of: lamp shade."]);
  await answer(tenant, runId, { groups: [group] });
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("keywords")
      .select(["keyword", "volumeBucket", "difficulty", "intent"])
      .where("tenantId", "=", tenant.id)
      .orderBy("keyword")
      .execute(),
  );
  expect(rows).toEqual([
    { keyword: "lamp base", volumeBucket: "100-1K", difficulty: "medium", intent: "commercial" },
    { keyword: "lamp shade", volumeBucket: "10K-100K", difficulty: "high", intent: "commercial" },
    { keyword: "linen", volumeBucket: "100-1K", difficulty: "medium", intent: "commercial" },
  ]);
});

test("an audit knows which pages of the crawl no search has shown", async () => {
  const tenant = await freshTenant();
  await withSite(tenant);
  const urls = ["https://lamps.example/care", "https://lamps.example/oil"];
  const coverage = await as(machine(tenant.id), () => transaction((tx) => coverageOf(tx, urls)));
  expect(coverage).toEqual({
    ...{ crawledPages: 2, shownPages: 1, impressions: 700, clicks: 30, neverShown: ["https://lamps.example/oil"] },
    mostShown: [{ url: "https://lamps.example/care", impressions: 700, clicks: 30, position: 4 }],
  });
  const other = await freshTenant();
  expect(await as(machine(other.id), () => transaction((tx) => coverageOf(tx, urls)))).toBeUndefined();
});
