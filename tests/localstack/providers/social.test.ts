import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { webhookReceiver } from "./receiver.ts";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const receiver = webhookReceiver();
const headers = { authorization: "Bearer token" };

describe("facebook", () => {
  test("a bad token is refused in the Graph API's shape, with its status", async () => {
    const answer = await world.ask("/meta/v19.0/me/accounts?access_token=invalid");
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { type: "OAuthException", code: 190, fbtrace_id: expect.any(String) } },
    });
  });

  test("a page post is found by its id and in the page's list, one that is not published only by its id", async () => {
    const made = await world.ask<{ id: string }>("/meta/v19.0/110/feed", {
      headers,
      form: { message: "Hello", access_token: "page-token-110" },
    });
    const hidden = await world.ask<{ id: string }>("/meta/v19.0/110/feed", {
      headers,
      json: { message: "Later", published: false },
    });
    expect((await world.ask(`/meta/v19.0/${made.body.id}`, { headers })).body).toMatchObject({
      message: "Hello",
      permalink_url: expect.stringContaining("/110/posts/"),
    });
    expect((await world.ask(`/meta/v19.0/${hidden.body.id}`, { headers })).body).toMatchObject({ is_published: false });
    const { body } = await world.ask<{ data: { message: string }[] }>("/meta/v19.0/110/feed", { headers });
    expect(body.data.map(({ message }) => message)).toEqual(["Hello"]);
    const sent = (await world.calls("meta")).find(({ body: given }) => given?.["message"] === "Hello");
    expect(sent?.body["access_token"]).toBe("•••");
  });

  test("an object that is not there and an empty post are refused", async () => {
    expect(await world.ask("/meta/v19.0/110_5", { headers })).toMatchObject({
      status: 400,
      body: { error: { code: 100, type: "GraphMethodException" } },
    });
    expect(await world.ask("/meta/v19.0/110/feed", { headers, json: {} })).toMatchObject({
      status: 400,
      body: { error: { code: 100 } },
    });
  });

  test("the application's limit is code 4 with status 403", async () => {
    await world.fault({ provider: "meta", kind: "rate_limit" });
    expect(await world.ask("/meta/v19.0/me", { headers })).toMatchObject({
      status: 403,
      body: { error: { code: 4, is_transient: true } },
    });
  });

  test("a lead is announced by a signed webhook and can then be read", async () => {
    await world.steer("/admin/webhooks", { provider: "meta", url: receiver.url, secret: "app-secret" });
    await world.steer("/admin/events", { provider: "meta", type: "leadgen", data: { leadgen_id: "9123" } });
    await expect.poll(() => receiver.received.length).toBe(1);
    const [{ headers: given, body } = { headers: {}, body: "" }] = receiver.received;
    expect(given["x-hub-signature-256"]).toBe(
      `sha256=${createHmac("sha256", "app-secret").update(body).digest("hex")}`,
    );
    const change = { field: "leadgen", value: { leadgen_id: "9123", page_id: "110" } };
    expect(JSON.parse(body)).toMatchObject({ object: "page", entry: [{ id: "110", changes: [change] }] });
    expect((await world.ask("/meta/v19.0/9123", { headers })).body).toMatchObject({
      field_data: [{ name: "full_name" }, { name: "email" }, {}],
    });
  });
});

test("an address that does not repeat the challenge is not subscribed", async () => {
  const subscribe = async (verifyToken: string) => {
    const json = { provider: "meta", url: receiver.url, secret: "app-secret", verifyToken };
    return (await world.ask("/admin/webhooks", { json })).status;
  };
  expect([await subscribe("somebody-else"), await subscribe(receiver.verifyToken)]).toEqual([422, 201]);
});

describe("instagram and ads", () => {
  const account = "/meta/v19.0/17840000000000110";

  test("a container is published once it is ready, and only once", async () => {
    const made = await world.ask<{ id: string }>(`${account}/media`, {
      headers,
      form: { media_type: "REELS", video_url: "https://x.example/a.mp4", caption: "Reel" },
    });
    const publish = () =>
      world.ask<{ id: string }>(`${account}/media_publish`, { headers, form: { creation_id: made.body.id } });
    expect(await publish()).toMatchObject({ status: 400, body: { error: { code: 9007 } } });
    const state = async () =>
      (await world.ask<{ status_code: string }>(`/meta/v19.0/${made.body.id}?fields=status_code`, { headers })).body
        .status_code;
    expect([await state(), await state()]).toEqual(["IN_PROGRESS", "FINISHED"]);
    const [first, second] = [await publish(), await publish()];
    expect(first.body.id).toBe(second.body.id);
    expect((await world.ask(`/meta/v19.0/${first.body.id}`, { headers })).body).toMatchObject({
      caption: "Reel",
      permalink: expect.stringContaining("instagram.com/p/"),
    });
    expect((await world.ask<{ data: object[] }>(`${account}/media`, { headers })).body.data).toHaveLength(1);
  });

  test("a container without media is refused", async () => {
    expect(await world.ask(`${account}/media`, { headers, form: { caption: "x" } })).toMatchObject({
      status: 400,
      body: { error: { code: 100 } },
    });
  });

  test("a campaign is made paused and listed; figures are read", async () => {
    const form = { name: "Spring", objective: "OUTCOME_LEADS", special_ad_categories: "[]" };
    const made = await world.ask<{ id: string }>("/meta/v19.0/act_555/campaigns", { headers, form });
    // Two stand in the account already.
    expect((await world.ask("/meta/v19.0/act_555/campaigns", { headers })).body).toMatchObject({
      data: [{ id: made.body.id, status: "PAUSED" }, { status: "ACTIVE" }, { status: "ACTIVE" }],
    });
    expect((await world.ask("/meta/v19.0/act_555/insights", { headers })).body).toMatchObject({
      data: [{ spend: "48.20" }],
    });
    expect(
      await world.ask("/meta/v19.0/act_555/campaigns", { headers, form: { name: "x", objective: "LEADS" } }),
    ).toMatchObject({ status: 400 });
  });
});

describe("linkedin", () => {
  const versioned = { ...headers, "linkedin-version": "202601", "x-restli-protocol-version": "2.0.0" };
  const author = "urn:li:organization:7001";
  const post = {
    author,
    commentary: "Hello network",
    visibility: "PUBLIC",
    distribution: { feedDistribution: "MAIN_FEED" },
    lifecycleState: "PUBLISHED",
  };

  test("no token, no version and a version that is over are refused", async () => {
    expect(await world.ask("/linkedin/rest/posts")).toMatchObject({
      status: 401,
      body: { serviceErrorCode: 65_600, status: 401 },
    });
    expect(await world.ask("/linkedin/rest/posts", { headers })).toMatchObject({
      status: 400,
      body: { code: "VERSION_MISSING" },
    });
    const old = { ...headers, "linkedin-version": "v2" };
    expect(await world.ask("/linkedin/rest/posts", { headers: old })).toMatchObject({
      status: 426,
      body: { code: "NONEXISTENT_VERSION" },
    });
  });

  test("a post is named in a header, read by its name and found by its author; the same words again are a duplicate", async () => {
    const made = await world.ask("/linkedin/rest/posts", { headers: versioned, json: post });
    const urn = made.headers.get("x-restli-id") ?? "";
    expect([made.status, made.body, urn]).toEqual([201, "", expect.stringMatching(/^urn:li:share:\d+$/)]);
    expect(
      (await world.ask(`/linkedin/rest/posts/${encodeURIComponent(urn)}`, { headers: versioned })).body,
    ).toMatchObject({ id: urn, commentary: "Hello network" });
    const found = await world.ask(`/linkedin/rest/posts?q=author&author=${encodeURIComponent(author)}`, {
      headers: versioned,
    });
    expect(found.body).toMatchObject({ elements: [{ id: urn }], paging: { total: 1 } });
    expect(await world.ask("/linkedin/rest/posts", { headers: versioned, json: post })).toMatchObject({
      status: 422,
      body: { code: "DUPLICATE_POST" },
    });
    expect((await world.calls("linkedin")).filter(({ method }) => method === "POST")).toMatchObject([
      { status: 422 },
      { status: 201, body: post },
    ]);
  });

  test("an author that is not ours and a missing field are refused", async () => {
    const ask = (json: object) => world.ask("/linkedin/rest/posts", { headers: versioned, json });
    expect(await ask({ ...post, author: "urn:li:organization:1" })).toMatchObject({
      status: 403,
      body: { code: "ACCESS_DENIED" },
    });
    expect(await ask({ author })).toMatchObject({ status: 400, body: { code: "MISSING_FIELD" } });
  });
});
