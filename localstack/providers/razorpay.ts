import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import type { Control } from "./control.ts";
import { type ErrorBody, isKey, type SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { hmac } from "./signature.ts";
import { basic, simulate, textIn } from "./simulate.ts";
import { outbox, type Sign, secretOf } from "./webhook.ts";

interface Order {
  id: string;
  entity: "order";
  amount: number;
  amount_paid: number;
  amount_due: number;
  currency: string;
  receipt: string | null;
  status: string;
  attempts: number;
  notes: unknown;
  created_at: number;
}

interface Payment {
  id: string;
  entity: "payment";
  amount: number;
  currency: string;
  status: string;
  order_id: string;
  method: string;
  amount_refunded: number;
  captured: boolean;
  created_at: number;
}

/** Orders, payments and refunds, below `/razorpay/v1`. The event `payment.captured` pays an order, named by `order_id` or the last. */
export function razorpaySimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const orders = openShelf<Order>(dataDir, "razorpay-orders");
  const payments = openShelf<Payment>(dataDir, "razorpay-payments");
  const send = outbox(control, "razorpay", razorpaySign);
  const announce = (event: string, payload: Record<string, object>) => {
    const entities = Object.entries(payload).map(([name, entity]) => [name, { entity }]);
    const body = {
      entity: "event",
      account_id: "acc_simulated",
      event,
      contains: Object.keys(payload),
      payload: Object.fromEntries(entities),
      created_at: seconds(),
    };
    send({ id: newId("evt"), body: JSON.stringify(body) });
  };
  const pay = (status: "captured" | "failed") => (data: Record<string, unknown>) => {
    const order = orders.get(textIn(data, "order_id")) ?? orders.list()[0];
    if (!order) return;
    const captured = status === "captured";
    const amount = Number(data["amount"] ?? order.amount);
    const about = {
      amount,
      currency: String(data["currency"] ?? order.currency),
      status,
      order_id: order.id,
      method: "upi",
    };
    const payment = payments.put({
      id: newId("pay"),
      entity: "payment",
      ...about,
      amount_refunded: 0,
      captured,
      created_at: seconds(),
    });
    const paid = captured ? { status: "paid", amount_paid: amount, amount_due: 0 } : { status: "attempted" };
    const changed = orders.put({ ...order, ...paid, attempts: order.attempts + 1 });
    announce(`payment.${status}`, { payment });
    if (captured) announce("order.paid", { payment, order: changed });
  };
  control.events.set("razorpay", { "payment.captured": pay("captured"), "payment.failed": pay("failed") });
  return simulate(
    control,
    { provider: "razorpay", errorBody: razorpayError, unknownPath: "The requested URL was not found on the server." },
    (app) => {
      app.use(async (c, next) => {
        const given = basic(c);
        if (!given?.user.startsWith("rzp_") || !isKey(given.password))
          return c.var.refuse(401, "Authentication failed");
        await next();
        return undefined;
      });
      app.post("/v1/orders", (c) => {
        const { fields, refuse } = c.var;
        const [amount, currency] = [Number(fields["amount"]), textIn(fields, "currency")];
        if (!Number.isInteger(amount)) return refuse(400, "The amount must be an integer.", { field: "amount" });
        if (amount < 100) return refuse(400, "Order amount less than minimum amount allowed", { field: "amount" });
        if (!/^[A-Z]{3}$/.test(currency)) return refuse(400, "The currency field is required.", { field: "currency" });
        const money = { amount, amount_paid: 0, amount_due: amount, currency };
        const rest = {
          receipt: textIn(fields, "receipt") || null,
          status: "created",
          attempts: 0,
          notes: fields["notes"] ?? [],
        };
        return c.json(orders.put({ id: newId("order"), entity: "order", ...money, ...rest, created_at: seconds() }));
      });
      app.get("/v1/orders/:id", (c) => {
        const order = orders.get(c.req.param("id"));
        return order ? c.json(order) : c.var.refuse(400, "The id provided does not exist");
      });
      app.get("/v1/orders/:id/payments", (c) => {
        const items = payments.list().filter(({ order_id }) => order_id === c.req.param("id"));
        return c.json({ entity: "collection", count: items.length, items });
      });
      app.get("/v1/payments/:id", (c) => {
        const payment = payments.get(c.req.param("id"));
        return payment ? c.json(payment) : c.var.refuse(400, "The id provided does not exist");
      });
      app.post("/v1/payments/:id/refund", (c) => {
        const payment = payments.get(c.req.param("id"));
        if (!payment) return c.var.refuse(400, "The id provided does not exist");
        const amount = Number(c.var.fields["amount"] ?? payment.amount - payment.amount_refunded);
        if (payment.status === "refunded") return c.var.refuse(400, "The payment has been fully refunded already");
        if (amount > payment.amount - payment.amount_refunded) {
          return c.var.refuse(400, "The total refund amount is greater than the refund payment amount", {
            field: "amount",
          });
        }
        const amount_refunded = payment.amount_refunded + amount;
        payments.put({
          ...payment,
          amount_refunded,
          status: amount_refunded === payment.amount ? "refunded" : payment.status,
        });
        const refund = {
          id: newId("rfnd"),
          entity: "refund",
          amount,
          currency: payment.currency,
          payment_id: payment.id,
          status: "processed",
          created_at: seconds(),
        };
        announce("refund.processed", { refund, payment });
        return c.json(refund);
      });
    },
  );
}

/** HMAC-SHA256 of the body; the event's id is beside it, for telling repeats. */
const razorpaySign: Sign = ({ id, body }, hook) => ({
  "x-razorpay-signature": hmac("sha256", secretOf(hook), body, "hex"),
  "x-razorpay-event-id": id,
});

const razorpayError: ErrorBody = (status, description, { field } = {}) => {
  const code = status >= 500 ? "SERVER_ERROR" : "BAD_REQUEST_ERROR";
  if (status === 401) return { error: { code, description } };
  const text = status === 429 ? "Request failed" : description;
  const rest = { source: "business", step: "payment_initiation", reason: "input_validation_failed", metadata: {} };
  return { error: { code, description: text, ...rest, ...(field === undefined ? {} : { field }) } };
};

function newId(prefix: string): string {
  return `${prefix}_${randomBytes(7).toString("hex")}`;
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
