import { randomUUID } from "node:crypto";
import type { Context, Hono } from "hono";
import type { Control, Hook } from "./control.ts";
import type { ErrorBody, SimulatorEnv } from "./door.ts";
import { isKey } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { hmac } from "./signature.ts";
import { bearer, simulate, textIn } from "./simulate.ts";
import { outbox, type Sign } from "./webhook.ts";

interface Mail {
  id: string;
  from: string;
  to: string[];
  subject: string;
  html: string | null;
  text: string | null;
  created_at: string;
  last_event: string;
}

const defaultSecret = `whsec_${Buffer.from("simulated-resend-secret!").toString("base64")}`;
const names: Record<number, string> = {
  400: "validation_error",
  403: "validation_error",
  404: "not_found",
  405: "method_not_allowed",
  409: "invalid_idempotent_request",
  422: "missing_required_field",
  429: "rate_limit_exceeded",
};

/** Sending one or many mails, reading them, and Resend's webhooks, below `/resend`. Mail to bounced@resend.dev bounces. */
export function resendSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const mails = openShelf<Mail>(dataDir, "resend-mails");
  const once = new Map<string, { body: string; answer: object }>();
  const happen = offerEvents(control);
  const accept = (fields: Record<string, unknown>): Mail => {
    const [from, subject] = [textIn(fields, "from"), textIn(fields, "subject")];
    const to = [fields["to"]].flat().map(String);
    const id = randomUUID();
    const [html, text] = [textIn(fields, "html") || null, textIn(fields, "text") || null];
    const bounces = to.some((one) => one.endsWith("bounced@resend.dev"));
    const last_event = bounces ? "bounced" : "delivered";
    const mail = mails.put({ id, from, to, subject, html, text, created_at: new Date().toISOString(), last_event });
    happen("sent", mail);
    happen(last_event, mail);
    return mail;
  };
  const answerOnce = (c: Context<SimulatorEnv>, make: () => object): Response => {
    const key = c.req.header("idempotency-key");
    const body = JSON.stringify(c.var.fields);
    const before = key === undefined ? undefined : once.get(key);
    if (before && before.body !== body) {
      return c.var.refuse(
        409,
        "This idempotency key has been used on a request with a different payload. Retrying this request is useless without changing the idempotency key or payload.",
      );
    }
    const answer = before?.answer ?? make();
    if (key !== undefined) once.set(key, { body, answer });
    return c.json(answer);
  };
  return simulate(
    control,
    { provider: "resend", errorBody: resendError, unknownPath: "The requested endpoint does not exist" },
    (app) => {
      app.use(async (c, next) => {
        const key = bearer(c);
        if (key === undefined) return c.var.refuse(401, "Missing API Key", { code: "missing_api_key" });
        if (!isKey(key)) return c.var.refuse(400, "API key is invalid");
        await next();
        return undefined;
      });
      app.post("/emails", (c) => {
        const missing = missingField(c.var.fields);
        if (missing) return c.var.refuse(422, `Missing \`${missing}\` field.`);
        return answerOnce(c, () => ({ id: accept(c.var.fields).id }));
      });
      app.post("/emails/batch", (c) => {
        const list = c.var.fields as unknown;
        if (!Array.isArray(list) || list.length > 100)
          return c.var.refuse(422, "The batch must hold 1 to 100 emails.", { code: "validation_error" });
        const missing = list.map(missingField).find((name) => name !== undefined);
        if (missing) return c.var.refuse(422, `Missing \`${missing}\` field.`);
        return answerOnce(c, () => ({ data: list.map((fields) => ({ id: accept(fields).id })) }));
      });
      app.get("/emails/:id", (c) => {
        const mail = mails.get(c.req.param("id"));
        return mail ? c.json({ object: "email", ...mail }) : c.var.refuse(404, "Email not found");
      });
      app.get("/domains", (c) =>
        c.json({
          data: [
            {
              id: "d91cd9bd-1176-453e-8fc1-35364d380206",
              name: "simulator.example",
              status: "verified",
              region: "eu-west-1",
            },
          ],
        }),
      );
    },
  );
}

function offerEvents(control: Control): (kind: string, mail: Mail) => void {
  const send = outbox(control, "resend", svixSign);
  const event = (kind: string) => (data: Record<string, unknown>) => {
    const created_at = new Date().toISOString();
    const example = {
      email_id: randomUUID(),
      from: "hello@simulator.example",
      to: ["someone@example.com"],
      subject: "Hello",
      created_at,
    };
    const body = JSON.stringify({ type: `email.${kind}`, created_at, data: { ...example, ...data } });
    send({ id: `msg_${randomUUID().replaceAll("-", "")}`, body });
  };
  const kinds = ["sent", "delivered", "delivery_delayed", "opened", "clicked", "bounced", "complained", "failed"];
  control.events.set("resend", Object.fromEntries(kinds.map((kind) => [`email.${kind}`, event(kind)])));
  return (kind, { id, from, to, subject }) => event(kind)({ email_id: id, from, to, subject });
}

/** Svix: HMAC-SHA256 over id, time and body with the key behind `whsec_`. */
const svixSign: Sign = ({ id, body, at }, { secret = defaultSecret }: Hook) => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = `v1,${hmac("sha256", key, `${id}.${timestamp}.${body}`, "base64")}`;
  return { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature };
};

const resendError: ErrorBody = (status, message, { code } = {}) => ({
  statusCode: status,
  message:
    status === 429
      ? "Too many requests. You can only make 2 requests per second. See rate limit response headers for more information."
      : message,
  name: String(code ?? names[status] ?? (status === 401 ? "validation_error" : "application_error")),
});

function missingField(fields: Record<string, unknown>): string | undefined {
  const missing = ["from", "to", "subject"].find((name) => fields[name] === undefined || fields[name] === "");
  return missing ?? (fields["html"] || fields["text"] || fields["template"] ? undefined : "html");
}
