import { randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import { type ErrorBody, isKey, type More, type SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { hmac } from "./signature.ts";
import { basic, bearer, simulate, textIn } from "./simulate.ts";
import { outbox, type Sign, secretOf } from "./webhook.ts";

interface Thing {
  id: string;
  object: string;
  created: number;
  [more: string]: unknown;
}

type Make = (fields: Record<string, unknown>, c: Context<SimulatorEnv>) => Thing | Response;

const declined: More = { code: "card_declined" };

/**
 * Customers, payment intents, refunds and events, below `/stripe/v1`. A payment with `pm_card_chargeDeclined` is declined;
 * every change is announced by a signed event.
 */
export function stripeSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const things = openShelf<Thing>(dataDir, "stripe");
  const send = outbox(control, "stripe", stripeSign);
  const once = new Map<string, { request: string; answer: Thing }>();
  const announce = (type: string, object: Thing) => {
    const rest = {
      api_version: "2025-09-30.clover",
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
    };
    const event = things.put({ ...fresh("evt", "event"), type, data: { object }, ...rest });
    send({ id: event.id, body: JSON.stringify(event) });
  };
  const settle = (intent: Thing, method: string): Thing => {
    const paid = things.put({
      ...intent,
      payment_method: method,
      status: "succeeded",
      amount_received: intent["amount"],
      latest_charge: newId("ch"),
    });
    announce("payment_intent.succeeded", paid);
    return paid;
  };
  const makers: Record<string, Make> = {
    customers: (fields) => {
      const customer = things.put({
        ...fresh("cus", "customer"),
        email: fields["email"] ?? null,
        name: fields["name"] ?? null,
        metadata: nested(fields, "metadata"),
      });
      announce("customer.created", customer);
      return customer;
    },
    payment_intents: (fields, c) => {
      const [amount, currency] = [Number(fields["amount"]), textIn(fields, "currency")];
      if (textIn(fields, "amount") === "")
        return c.var.refuse(400, "Missing required param: amount.", { code: "parameter_missing", field: "amount" });
      if (!Number.isInteger(amount))
        return c.var.refuse(400, `Invalid integer: ${fields["amount"]}`, {
          code: "parameter_invalid_integer",
          field: "amount",
        });
      if (currency === "")
        return c.var.refuse(400, "Missing required param: currency.", { code: "parameter_missing", field: "currency" });
      const method = textIn(fields, "payment_method");
      const money = {
        amount,
        amount_received: 0,
        currency: currency.toLowerCase(),
        customer: fields["customer"] ?? null,
      };
      const status = method ? "requires_confirmation" : "requires_payment_method";
      const made = {
        ...fresh("pi", "payment_intent"),
        ...money,
        status,
        metadata: nested(fields, "metadata"),
        livemode: false,
      };
      const intent = things.put({ ...made, client_secret: `${made.id}_secret_simulated` });
      announce("payment_intent.created", intent);
      if (fields["confirm"] !== "true") return intent;
      if (method === "pm_card_chargeDeclined") {
        announce("payment_intent.payment_failed", intent);
        return c.var.refuse(402, "Your card was declined.", declined);
      }
      return settle(intent, method);
    },
    refunds: (fields, c) => {
      const intent = things.get(textIn(fields, "payment_intent"));
      if (intent?.["status"] !== "succeeded")
        return c.var.refuse(400, "This PaymentIntent does not have a successful charge to refund.", {
          code: "charge_not_refundable",
        });
      const amount = Number(fields["amount"] ?? intent["amount"]);
      const refund = things.put({
        ...fresh("re", "refund"),
        amount,
        currency: intent["currency"],
        payment_intent: intent.id,
        status: "succeeded",
      });
      announce("refund.created", refund);
      return refund;
    },
  };
  control.events.set("stripe", {
    "payment_intent.succeeded": (data) => {
      const intent = things.get(textIn(data, "id")) ?? things.list().find(({ object }) => object === "payment_intent");
      if (intent) settle({ ...intent, ...data }, "pm_card_visa");
    },
  });
  return simulate(control, { provider: "stripe", errorBody: stripeError }, (app) => {
    app.use(async (c, next) => {
      const key = bearer(c) ?? basic(c)?.user;
      if (key === undefined) {
        return c.var.refuse(
          401,
          "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
        );
      }
      if (!isKey(key) || !/^(sk|rk)_/.test(key))
        return c.var.refuse(401, `Invalid API Key provided: ${key.slice(0, 7)}****`);
      await next();
      return undefined;
    });
    app.post("/v1/:kind{customers|payment_intents|refunds}", (c) => {
      const kind = c.req.param("kind");
      const key = c.req.header("idempotency-key");
      const request = `${kind} ${JSON.stringify(c.var.fields)}`;
      const before = key === undefined ? undefined : once.get(key);
      if (before && before.request !== request) {
        return c.var.refuse(
          400,
          `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
          { code: "idempotency_error" },
        );
      }
      const answer = before?.answer ?? makers[kind]?.(c.var.fields, c) ?? c.var.refuse(404, "");
      if (answer instanceof Response) return answer;
      if (key !== undefined) once.set(key, { request, answer });
      return c.json(answer, 200, before ? { "idempotent-replayed": "true" } : {});
    });
    app.get("/v1/events", (c) => {
      const data = things.list().filter(({ object }) => object === "event");
      return c.json({ object: "list", url: "/v1/events", has_more: false, data });
    });
    app.get("/v1/:kind/:id", (c) => {
      const { kind, id } = c.req.param();
      const thing = things.get(id);
      if (thing && `${thing.object}s` === kind) return c.json(thing);
      return c.var.refuse(404, `No such ${kind.replace(/s$/, "")}: '${id}'`, { code: "resource_missing", field: "id" });
    });
    app.all("*", (c) =>
      c.var.refuse(
        404,
        `Unrecognized request URL (${c.req.method}: ${new URL(c.req.url).pathname.replace("/stripe", "")}).`,
      ),
    );
  });
}

/** `t=<seconds>,v1=<HMAC-SHA256 over time and body>`. */
const stripeSign: Sign = ({ body, at }, hook) => {
  const time = Math.floor(at.getTime() / 1000);
  return { "stripe-signature": `t=${time},v1=${hmac("sha256", secretOf(hook), `${time}.${body}`, "hex")}` };
};

const stripeError: ErrorBody = (status, message, { code, field } = {}) => {
  const type =
    status === 402
      ? "card_error"
      : code === "idempotency_error"
        ? code
        : status >= 500
          ? "api_error"
          : "invalid_request_error";
  const shownCode = status === 429 ? "rate_limit" : code === "idempotency_error" ? undefined : code;
  const rest = {
    ...(shownCode === undefined ? {} : { code: shownCode }),
    ...(field === undefined ? {} : { param: field }),
  };
  return { error: { message, type, ...rest, ...(status === 402 ? { decline_code: "generic_decline" } : {}) } };
};

/** Fields like `metadata[order]`. */
function nested(fields: Record<string, unknown>, name: string): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([key, value]) => {
    const inner = new RegExp(`^${name}\\[(.+)\\]$`).exec(key)?.[1];
    return inner === undefined ? [] : [[inner, value] as const];
  });
  return Object.fromEntries(entries);
}

function fresh(prefix: string, object: string): Thing {
  return { id: newId(prefix), object, created: Math.floor(Date.now() / 1000) };
}

function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString("hex")}`;
}
