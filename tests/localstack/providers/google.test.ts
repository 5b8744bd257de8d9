import { describe, expect, test } from "vitest";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const headers = { authorization: "Bearer ya29.test" };

test.each([
  "/business-profile/v1/accounts",
  "/google-ads/v20/customers:listAccessibleCustomers",
  "/analytics/v1beta/accountSummaries",
])("%s without a token is refused in Google's shape", async (path) => {
  const answer = await world.ask(path);
  expect(answer).toMatchObject({ status: 401, body: { error: { code: 401, status: "UNAUTHENTICATED" } } });
});

describe("business profile", () => {
  const location = "/business-profile/v4/accounts/100/locations/200";

  test("locations are listed only with a mask of fields", async () => {
    const path = "/business-profile/v1/accounts/100/locations";
    expect((await world.ask(path, { headers })).status).toBe(400);
    expect((await world.ask(`${path}?readMask=name,title`, { headers })).body).toMatchObject({
      locations: [{ name: "locations/200" }, {}],
    });
  });

  test("a local post is live and listed; the call is on record", async () => {
    const json = { summary: "New season beans", topicType: "STANDARD", languageCode: "en" };
    const made = await world.ask<{ name: string }>(`${location}/localPosts`, { headers, json });
    expect(made).toMatchObject({ status: 200, body: { state: "LIVE", summary: "New season beans" } });
    expect((await world.ask(`${location}/localPosts`, { headers })).body).toMatchObject({
      localPosts: [{ name: made.body.name }],
    });
    expect((await world.calls("business-profile")).find(({ method }) => method === "POST")).toMatchObject({
      body: json,
    });
  });

  test("a reply stands under its review", async () => {
    await world.ask(`${location}/reviews/r2/reply`, { method: "PUT", headers, json: { comment: "Sorry, Jonas." } });
    const { body } = await world.ask(`${location}/reviews`, { headers });
    expect(body).toMatchObject({ reviews: [{}, { starRating: "TWO", reviewReply: { comment: "Sorry, Jonas." } }] });
  });

  test("a post that is too long or at no location is refused", async () => {
    const post = (path: string, summary: string) => world.ask(`${path}/localPosts`, { headers, json: { summary } });
    expect(await post(location, "x".repeat(1501))).toMatchObject({
      status: 400,
      body: { error: { status: "INVALID_ARGUMENT" } },
    });
    expect(await post("/business-profile/v4/accounts/100/locations/999", "Hi")).toMatchObject({
      status: 404,
      body: { error: { status: "NOT_FOUND" } },
    });
  });
});

describe("google ads", () => {
  const signed = { ...headers, "developer-token": "dev" };
  const customer = "/google-ads/v20/customers/1234567890";
  const query = (text: string) =>
    world.ask(`${customer}/googleAds:searchStream`, { headers: signed, json: { query: text } });

  test("a developer token is needed", async () => {
    const answer = await world.ask("/google-ads/v20/customers:listAccessibleCustomers", { headers });
    const details = [{ errors: [{ errorCode: { authenticationError: "DEVELOPER_TOKEN_PARAMETER_MISSING" } }] }];
    expect(answer).toMatchObject({ status: 401, body: { error: { details } } });
  });

  test("a campaign that was made is found by a query", async () => {
    const operations = [{ create: { name: "Spring", status: "PAUSED" } }];
    const made = await world.ask(`${customer}/campaigns:mutate`, { headers: signed, json: { operations } });
    expect(made.body).toMatchObject({ results: [{ resourceName: expect.stringContaining("/campaigns/") }] });
    const found = await query("SELECT campaign.id, campaign.name FROM campaign WHERE campaign.status = 'PAUSED'");
    expect(found.body).toMatchObject([
      { results: [{ campaign: { name: "Spring" } }], fieldMask: "campaign.id,campaign.name" },
    ]);
  });

  test("a campaign keeps its changed daily budget when something else of it is changed", async () => {
    const resourceName = "customers/1234567890/campaigns/401";
    const update = { resourceName: "customers/1234567890/campaignBudgets/401", amountMicros: "31000000" };
    const mutateOperations = [{ campaignBudgetOperation: { update, updateMask: "amount_micros" } }];
    await world.ask(`${customer}/googleAds:mutate`, { headers: signed, json: { mutateOperations } });
    const operations = [{ update: { resourceName, status: "PAUSED" }, updateMask: "status" }];
    await world.ask(`${customer}/campaigns:mutate`, { headers: signed, json: { operations } });
    const found = await query(
      "SELECT campaign.status, campaign_budget.amount_micros FROM campaign WHERE campaign.id = 401",
    );
    expect(found.body).toMatchObject([
      { results: [{ campaign: { status: "PAUSED" }, campaignBudget: { amountMicros: "31000000" } }] },
    ]);
  });

  test("a campaign has cost the same whether it is asked for alone or among others", async () => {
    const operations = [{ create: { name: "Autumn", status: "ENABLED" } }];
    await world.ask(`${customer}/campaigns:mutate`, { headers: signed, json: { operations } });
    const select =
      "SELECT campaign.id, metrics.cost_micros FROM campaign WHERE segments.date BETWEEN '2026-01-05' AND '2026-01-05'";
    type Rows = { results: { campaign: { id: string }; metrics: object }[] }[];
    const rows = async (text: string) => ((await query(text)).body as Rows)[0]?.results ?? [];
    const all = await rows(select);
    expect(all.length).toBeGreaterThan(1);
    const [first] = all;
    expect(await rows(`${select} AND campaign.id = ${first?.campaign.id}`)).toEqual([first]);
  });

  test("a query of an unknown resource is refused", async () => {
    const failure = { details: [{ errors: [{ errorCode: { queryError: "UNEXPECTED_INPUT" } }] }] };
    expect(await query("SELECT x FROM planets")).toMatchObject({ status: 400, body: { error: failure } });
  });
});

describe("analytics", () => {
  const report = (json: object) => world.ask("/analytics/v1beta/properties/300:runReport", { headers, json });

  test("a report has a row for each value of the dimension", async () => {
    const { body } = await report({ dimensions: [{ name: "date" }], metrics: [{ name: "sessions" }] });
    expect(body).toMatchObject({ rowCount: 3, rows: [{ metricValues: [{ value: "420" }] }, {}, {}] });
  });

  test("unknown fields are refused by name", async () => {
    const message = expect.stringContaining("Field happiness is not a valid metric");
    expect(await report({ metrics: [{ name: "happiness" }] })).toMatchObject({
      status: 400,
      body: { error: { message } },
    });
  });

  test("an audience export that was asked for can be read", async () => {
    const path = "/analytics/v1beta/properties/300/audienceExports";
    const made = await world.ask<{ name: string }>(path, { headers, json: { audience: "properties/300/audiences/1" } });
    expect((await world.ask(`/analytics/v1beta/${made.body.name}`, { headers })).body).toMatchObject({
      state: "ACTIVE",
    });
    expect(await world.calls("analytics")).toHaveLength(2);
  });
});

describe("search console", () => {
  const site = `/search-console/webmasters/v3/sites/${encodeURIComponent("sc-domain:solvane.example")}`;
  const dates = { startDate: "2026-01-01", endDate: "2026-01-14" };

  test("a request without a token is refused in the older shape", async () => {
    const answer = await world.ask("/search-console/webmasters/v3/sites");
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { errors: [{ reason: "authError", domain: "global" }] } },
    });
  });

  test("a query gives clicks by key; a site of somebody else does not", async () => {
    const json = { ...dates, dimensions: ["query", "page"] };
    const { body } = await world.ask(`${site}/searchAnalytics/query`, { headers, json });
    expect(body).toMatchObject({
      rows: [{ keys: ["pour over coffee", "https://harborpine.example/"], clicks: 30 }, {}, {}],
    });
    const other = `/search-console/webmasters/v3/sites/${encodeURIComponent("https://other.example/")}/searchAnalytics/query`;
    expect(await world.ask(other, { headers, json })).toMatchObject({
      status: 403,
      body: { error: { errors: [{ reason: "forbidden" }] } },
    });
    expect((await world.ask(`${site}/searchAnalytics/query`, { headers, json: {} })).status).toBe(400);
  });

  test("a sitemap that was submitted is listed", async () => {
    const feed = encodeURIComponent("https://solvane.example/sitemap.xml");
    expect((await world.ask(`${site}/sitemaps/${feed}`, { method: "PUT", headers })).status).toBe(204);
    expect((await world.ask(`${site}/sitemaps`, { headers })).body).toMatchObject({
      sitemap: [{ path: "https://solvane.example/sitemap.xml" }],
    });
    expect((await world.calls("search-console")).map(({ method }) => method)).toEqual(["GET", "PUT"]);
  });
});
