import { createSign, generateKeyPairSync } from "node:crypto";
import type { Hono } from "hono";
import type { Control } from "./control.ts";
import { type ErrorBody, requireKey, type SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { bearer, simulate, textIn } from "./simulate.ts";
import { outbox, type Sign } from "./webhook.ts";

interface Mail {
  id: string;
  to: string[];
  from: string;
  subject: string;
}

const bounced = "bounce@simulator.example";
const badRequest =
  'The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.  e.g. {"email" : "example@example.com"}  or {"email" : "example@example.com", "name" : "Example Recipient"}.';

/** Sending, bounces and the signed event webhook of SendGrid, below `/sendgrid/v3`. Mail to bounce@simulator.example bounces. */
export function sendgridSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const mails = openShelf<Mail>(dataDir, "sendgrid-mails");
  const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const publicKey = pair.publicKey.export({ type: "spki", format: "der" }).toString("base64");
  const sign: Sign = ({ body, at }) => {
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const signature = createSign("sha256")
      .update(timestamp + body)
      .sign(pair.privateKey, "base64");
    return { "x-twilio-email-event-webhook-signature": signature, "x-twilio-email-event-webhook-timestamp": timestamp };
  };
  const send = outbox(control, "sendgrid", sign);
  let events = 0;
  const event = (name: string) => (data: Record<string, unknown>) => {
    const timestamp = Math.floor(Date.now() / 1000);
    const id = `sgevent${++events}`;
    const one = {
      email: "someone@example.com",
      timestamp,
      event: name,
      sg_event_id: id,
      sg_message_id: "simulated.0",
      ...data,
    };
    send({ id, body: JSON.stringify([one]) });
  };
  const kinds = ["processed", "delivered", "open", "click", "bounce", "dropped", "spamreport", "unsubscribe"];
  control.events.set("sendgrid", Object.fromEntries(kinds.map((kind) => [kind, event(kind)])));
  const happen = (kind: string, data: Record<string, unknown>) => event(kind)(data);

  return simulate(control, { provider: "sendgrid", errorBody: sendgridError, unknownPath: "not found" }, (app) => {
    app.use(requireKey(bearer, "The provided authorization grant is invalid, expired, or revoked"));
    app.post("/v3/mail/send", (c) => {
      const { fields, refuse } = c.var;
      const from = textIn((fields["from"] ?? {}) as Record<string, unknown>, "email");
      if (from === "") return refuse(400, badRequest, { field: "from.email" });
      const personalizations = fields["personalizations"];
      const lists = Array.isArray(personalizations) ? (personalizations as { to?: { email?: string }[] }[]) : [];
      const to = lists.flatMap((one) => one.to ?? []).map(({ email = "" }) => email);
      if (to.length === 0) {
        return refuse(400, "The personalizations field is required and must have at least one personalization.", {
          field: "personalizations",
        });
      }
      const wrong = to.findIndex((email) => !/^\S+@\S+\.\S+$/.test(email));
      if (wrong >= 0)
        return refuse(400, "Does not contain a valid address.", { field: `personalizations.0.to.${wrong}.email` });
      if (!Array.isArray(fields["content"]) && !fields["template_id"]) {
        return refuse(
          400,
          "Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block.",
          { field: "content" },
        );
      }
      const id = `sim-${mails.next()}`;
      mails.put({ id, to, from, subject: textIn(fields, "subject") });
      for (const email of to) {
        const about = { email, sg_message_id: `${id}.0`, ...(fields["custom_args"] as object | undefined) };
        happen("processed", about);
        if (email === bounced)
          happen("bounce", {
            ...about,
            type: "bounce",
            status: "5.1.1",
            reason: "550 5.1.1 The email account does not exist",
          });
        else happen("delivered", { ...about, response: "250 OK" });
      }
      return c.body(null, 202, { "x-message-id": id });
    });
    app.get("/v3/suppression/bounces", (c) => {
      const found = mails.list().filter(({ to }) => to.includes(bounced));
      return c.json(
        found.map(() => ({
          created: 1_768_384_800,
          email: bounced,
          reason: "550 5.1.1 The email account does not exist",
          status: "5.1.1",
        })),
      );
    });
    app.get("/v3/user/webhooks/event/settings/signed", (c) => c.json({ public_key: publicKey }));
  });
}

const sendgridError: ErrorBody = (status, message, { field } = {}) => {
  const text = status === 429 ? "too many requests" : message;
  return { errors: [{ message: text, field: field ?? null, ...(status === 400 ? { help: null } : {}) }] };
};
