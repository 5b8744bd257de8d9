import { describe, expect, test } from "vitest";
import { webhookReceiver } from "./receiver.ts";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const receiver = webhookReceiver();
const razorpay = { authorization: `Basic ${btoa("rzp_test_1:secret")}` };
const order = (signal?: AbortSignal) =>
  fetch(`${world.url}/razorpay/v1/orders`, {
    method: "POST",
    headers: { ...razorpay, "content-type": "application/json" },
    body: JSON.stringify({ amount: 500, currency: "INR" }),
    signal: signal ?? null,
  });
const orders = async () => (await world.calls("razorpay")).filter(({ status }) => status === 200).length;

describe("faults of a route", () => {
  test.each([
    [{ kind: "rate_limit", retryAfterS: 3 }, 429, "3"],
    [{ kind: "server_error" }, 500, null],
    [{ kind: "server_error", status: 503 }, 503, null],
    [{ kind: "client_error", status: 418 }, 418, null],
    [{ kind: "refusal" }, 403, null],
    [{ kind: "auth" }, 401, null],
  ])("%j answers in the provider's shape", async (fault, status, retryAfter) => {
    await world.fault({ provider: "razorpay", match: "POST /razorpay/v1/orders", ...fault });
    const other = await fetch(`${world.url}/razorpay/v1/orders/order_none`, { headers: razorpay });
    const answer = await order();
    expect([other.status, answer.status, answer.headers.get("retry-after")]).toEqual([400, status, retryAfter]);
    expect(await answer.json()).toMatchObject({ error: { code: expect.any(String) } });
    expect((await order()).status).toBe(200);
  });

  test("latency is late, and the effect happens", async () => {
    await world.fault({ provider: "razorpay", kind: "latency", ms: 120 });
    const started = performance.now();
    expect((await order()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(110);
  });

  test.each([
    ["timeout_before", 0],
    ["timeout_after_effect", 1],
  ])("%s says nothing, and has had its effect %i times", async (kind, times) => {
    const list = async () =>
      (await world.ask<{ data: object[] }>("/meta/v19.0/110/feed", { headers: { authorization: "Bearer t" } })).body
        .data.length;
    const before = await list();
    await world.fault({ provider: "meta", kind, match: "POST" });
    const leaving = new AbortController();
    const { signal } = leaving;
    const silent = fetch(`${world.url}/meta/v19.0/110/feed?access_token=t&message=Hi`, { method: "POST", signal });
    const given = expect(silent).rejects.toThrow();
    // Whoever leaves before the request has come leaves no effect either.
    await expect.poll(async () => (await world.ask("/admin/faults")).body).toMatchObject({ faults: [] });
    await expect.poll(async () => (await list()) - before).toBe(times);
    setTimeout(() => leaving.abort(), 300);
    await given;
    expect((await list()) - before).toBe(times);
  });

  test("a cut answer stops in the middle", async () => {
    await world.fault({ provider: "razorpay", kind: "cut_stream" });
    await expect(order().then((answer) => answer.text())).rejects.toThrow();
    expect(await orders()).toBe(1);
  });

  test("a broken answer is half of the JSON", async () => {
    await world.fault({ provider: "razorpay", kind: "malformed_json" });
    const text = await (await order()).text();
    expect(text).toMatch(/^\{"id":"order_/);
    expect(() => JSON.parse(text)).toThrow();
  });
});

describe("faults of a webhook", () => {
  const listen = () => world.steer("/admin/webhooks", { provider: "telegram", url: receiver.url });
  const say = (text: string) => world.steer("/admin/events", { provider: "telegram", type: "message", data: { text } });
  const heard = () => receiver.received.map(({ body }) => JSON.parse(body).message.text);

  test("a duplicate is the same event twice", async () => {
    await listen();
    await world.fault({ provider: "telegram", kind: "duplicate_webhook" });
    await say("once");
    await expect.poll(heard).toEqual(["once", "once"]);
    expect(receiver.received[0]?.body).toBe(receiver.received[1]?.body);
  });

  test("a reordered one comes after the next", async () => {
    await listen();
    await world.fault({ provider: "telegram", kind: "reordered_webhook", match: "first", ms: 60_000 });
    for (const text of ["first", "second", "third"]) await say(text);
    await expect.poll(heard).toEqual(["second", "first", "third"]);
  });

  test("one that nothing follows comes late", async () => {
    await listen();
    await world.fault({ provider: "telegram", kind: "reordered_webhook", ms: 50 });
    await say("alone");
    await expect.poll(heard).toEqual(["alone"]);
  });

  test("one that is not taken is sent again, and each attempt is on record", async () => {
    await listen();
    receiver.answers.push(503);
    await say("again");
    await expect.poll(heard).toEqual(["again", "again"]);
    const record = () => world.ask<{ deliveries: { status: number }[] }>("/admin/webhooks?provider=telegram");
    await expect.poll(async () => (await record()).body.deliveries.map(({ status }) => status)).toEqual([200, 503]);
  });
});

describe("the seed", () => {
  const run = async (seed: string) => {
    await world.steer("/admin/seed", { seed });
    await world.fault({ provider: "ollama", kind: "server_error", times: 100, chance: 0.4 });
    const statuses: number[] = [];
    for (let call = 0; call < 20; call++) statuses.push((await fetch(`${world.url}/ollama/api/tags`)).status);
    await fetch(`${world.url}/admin/faults`, { method: "DELETE" });
    return statuses.join();
  };

  test("decides which requests fail: the same seed, the same ones", async () => {
    const [first, other, again] = [await run("a"), await run("b"), await run("a")];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(first.split(",").filter((status) => status === "500").length).toBeGreaterThan(2);
  });
});
