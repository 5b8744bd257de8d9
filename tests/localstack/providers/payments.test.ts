import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { webhookReceiver } from "./receiver.ts";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const receiver = webhookReceiver();
const events = () => receiver.received.map(({ body }) => JSON.parse(body));

describe("razorpay", () => {
  const headers = { authorization: `Basic ${btoa("rzp_test_1:secret")}` };
  const order = (json: object) => world.ask<{ id: string }>("/razorpay/v1/orders", { headers, json });

  test("bad keys and a bad amount are refused in its shape", async () => {
    expect(await world.ask("/razorpay/v1/orders", { json: {} })).toMatchObject({
      status: 401,
      body: { error: { code: "BAD_REQUEST_ERROR", description: "Authentication failed" } },
    });
    expect(await order({ amount: 10, currency: "INR" })).toMatchObject({
      status: 400,
      body: { error: { field: "amount", source: "business" } },
    });
    expect(await world.ask("/razorpay/v1/orders/order_none", { headers })).toMatchObject({
      status: 400,
      body: { error: { description: "The id provided does not exist" } },
    });
  });

  test("an order is paid by the control API; signed events say so and the payment can be fetched and refunded", async () => {
    const made = await order({ amount: 49_900, currency: "INR", receipt: "INV-1", notes: { tenant: "t1" } });
    expect(made.body).toMatchObject({ status: "created", amount_due: 49_900, notes: { tenant: "t1" } });
    await world.steer("/admin/webhooks", { provider: "razorpay", url: receiver.url, secret: "hook-secret" });
    await world.steer("/admin/events", {
      provider: "razorpay",
      type: "payment.captured",
      data: { order_id: made.body.id },
    });
    await expect.poll(() => receiver.received.length).toBe(2);
    for (const { headers: given, body } of receiver.received) {
      expect(given["x-razorpay-signature"]).toBe(createHmac("sha256", "hook-secret").update(body).digest("hex"));
      expect(given["x-razorpay-event-id"]).toMatch(/^evt_/);
    }
    expect(events().map(({ event }) => event)).toEqual(["payment.captured", "order.paid"]);
    const payment = events()[0].payload.payment.entity;
    expect((await world.ask(`/razorpay/v1/payments/${payment.id}`, { headers })).body).toMatchObject({
      status: "captured",
      amount: 49_900,
    });
    expect((await world.ask(`/razorpay/v1/orders/${made.body.id}`, { headers })).body).toMatchObject({
      status: "paid",
      amount_due: 0,
    });
    const refund = (amount: number) =>
      world.ask(`/razorpay/v1/payments/${payment.id}/refund`, { headers, json: { amount } });
    expect(await refund(900)).toMatchObject({ status: 200, body: { entity: "refund", amount: 900 } });
    expect(await refund(49_900)).toMatchObject({ status: 400 });
    expect(
      (await world.calls("razorpay")).some(({ path, status }) => path === "/razorpay/v1/orders" && status === 200),
    ).toBe(true);
  });
});

describe("stripe", () => {
  const headers = { authorization: "Bearer sk_test_1" };
  const intent = (form: Record<string, string>, more = {}) =>
    world.ask<{ id: string }>("/stripe/v1/payment_intents", { headers: { ...headers, ...more }, form });
  const money = { amount: "2000", currency: "eur" };

  test("missing and bad keys, missing fields, unknown things and paths are refused in its shape", async () => {
    expect(await world.ask("/stripe/v1/customers", { form: {} })).toMatchObject({
      status: 401,
      body: { error: { type: "invalid_request_error" } },
    });
    const bad = { authorization: "Bearer pk_test" };
    expect(await world.ask("/stripe/v1/customers", { headers: bad, form: {} })).toMatchObject({
      body: { error: { message: expect.stringContaining("Invalid API Key provided") } },
    });
    expect(await intent({ amount: "1" })).toMatchObject({
      status: 400,
      body: { error: { code: "parameter_missing", param: "currency" } },
    });
    expect(await world.ask("/stripe/v1/customers/cus_0", { headers })).toMatchObject({
      status: 404,
      body: { error: { code: "resource_missing", message: "No such customer: 'cus_0'" } },
    });
    expect(await world.ask("/stripe/v1/planets", { headers })).toMatchObject({
      status: 404,
      body: { error: { message: "Unrecognized request URL (GET: /v1/planets)." } },
    });
  });

  test("a card that is declined is told as a card error, and nothing was paid", async () => {
    const answer = await intent({ ...money, confirm: "true", payment_method: "pm_card_chargeDeclined" });
    expect(answer).toMatchObject({ status: 402, body: { error: { type: "card_error", code: "card_declined" } } });
  });

  test("a key used again gives the first answer, with other fields an error", async () => {
    const keyed = { "idempotency-key": "invoice-1" };
    const [first, again] = [await intent(money, keyed), await intent(money, keyed)];
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await intent({ ...money, amount: "1" }, keyed)).toMatchObject({
      status: 400,
      body: { error: { type: "idempotency_error" } },
    });
  });

  test("a payment is announced by events signed over time and body, can be read and refunded", async () => {
    await world.steer("/admin/webhooks", { provider: "stripe", url: receiver.url, secret: "whsec_test" });
    const paid = await intent({
      ...money,
      confirm: "true",
      payment_method: "pm_card_visa",
      "metadata[invoice]": "INV-2",
    });
    expect(paid.body).toMatchObject({ status: "succeeded", amount_received: 2000, metadata: { invoice: "INV-2" } });
    await expect.poll(() => receiver.received.length).toBe(2);
    for (const { headers: given, body } of receiver.received) {
      const [, time = "", signature] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(given["stripe-signature"])) ?? [];
      expect(signature).toBe(createHmac("sha256", "whsec_test").update(`${time}.${body}`).digest("hex"));
    }
    expect(events()).toMatchObject([
      { type: "payment_intent.created" },
      { object: "event", type: "payment_intent.succeeded", data: { object: { id: paid.body.id } } },
    ]);
    expect((await world.ask(`/stripe/v1/payment_intents/${paid.body.id}`, { headers })).body).toMatchObject({
      status: "succeeded",
    });
    expect(
      (await world.ask("/stripe/v1/refunds", { headers, form: { payment_intent: paid.body.id } })).body,
    ).toMatchObject({ object: "refund", amount: 2000 });
    expect((await world.calls("stripe")).at(-1)).toMatchObject({ body: { "metadata[invoice]": "INV-2" } });
  });
});
