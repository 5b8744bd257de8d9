import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import type { Control } from "./control.ts";
import { type ErrorBody, isKey, type SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { hmac } from "./signature.ts";
import { basic, simulate, textIn } from "./simulate.ts";
import { outbox, type Sign, secretOf } from "./webhook.ts";

interface Message {
  id: string;
  account: string;
  to: string;
  from: string;
  body: string;
  status: string;
  at: string;
}

const codes: Record<number, number> = { 400: 20001, 401: 20003, 403: 20005, 404: 20404, 429: 20429, 500: 20500 };

/**
 * Messages of Twilio, below `/twilio/2010-04-01`; status webhooks go to the message's StatusCallback, signed with the account's
 * auth token as it was used in the request. The number +15005550001 is not valid, as in Twilio's own test set.
 */
export function twilioSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const messages = openShelf<Message>(dataDir, "twilio-messages");
  const send = outbox(control, "twilio", twilioSign);
  const form = (id: string, fields: Record<string, string>, to: { url?: string; secret?: string } = {}) =>
    send({
      id,
      body: new URLSearchParams(fields).toString(),
      contentType: "application/x-www-form-urlencoded; charset=UTF-8",
      ...to,
    });
  control.events.set("twilio", {
    message: (data) => {
      const id = `SM${randomBytes(16).toString("hex")}`;
      const example = {
        MessageSid: id,
        SmsSid: id,
        AccountSid: "ACsimulated",
        From: "+4915100000001",
        To: "+15005550006",
        Body: "STOP",
        NumMedia: "0",
      };
      form(id, { ...example, ...(data as Record<string, string>) });
    },
  });
  return simulate(control, { provider: "twilio", errorBody: twilioError }, (app) => {
    app.use("/2010-04-01/Accounts/:sid/*", async (c, next) => {
      const given = basic(c);
      if (!given || given.user !== c.req.param("sid") || !isKey(given.password))
        return c.var.refuse(401, "Authenticate");
      await next();
      return undefined;
    });
    app.post("/2010-04-01/Accounts/:sid/Messages.json", (c) => {
      const { fields, refuse } = c.var;
      const [to, from, body] = [
        textIn(fields, "To"),
        textIn(fields, "From") || textIn(fields, "MessagingServiceSid"),
        textIn(fields, "Body"),
      ];
      if (to === "") return refuse(400, "A 'To' phone number is required.", { code: 21_604 });
      if (from === "") return refuse(400, "A 'From' phone number is required.", { code: 21_603 });
      if (body === "" && !fields["MediaUrl"]) return refuse(400, "Message body is required.", { code: 21_602 });
      if (!/^(whatsapp:)?\+[1-9]\d{6,14}$/.test(to) || to === "+15005550001")
        return refuse(400, `Invalid 'To' Phone Number: ${to.slice(0, -4)}XXXX`, { code: 21_211 });
      if (body.length > 1600)
        return refuse(400, "The concatenated message body exceeds the 1600 character limit", { code: 21_617 });
      const id = `SM${randomBytes(16).toString("hex")}`;
      const account = c.req.param("sid");
      messages.put({ id, account, to, from, body, status: "delivered", at: new Date().toUTCString() });
      const url = textIn(fields, "StatusCallback");
      const target = { ...(url ? { url } : {}), secret: basic(c)?.password ?? "" };
      for (const MessageStatus of ["sent", "delivered"]) {
        form(
          id,
          {
            MessageSid: id,
            SmsSid: id,
            AccountSid: account,
            From: from,
            To: to,
            MessageStatus,
            ApiVersion: "2010-04-01",
          },
          target,
        );
      }
      return c.json(shown({ id, account, to, from, body, status: "queued", at: new Date().toUTCString() }), 201);
    });
    app.get("/2010-04-01/Accounts/:sid/Messages/:file{SM[0-9a-f]+\\.json}", (c) => {
      const message = messages.get(c.req.param("file").replace(".json", ""));
      if (message) return c.json(shown(message));
      return c.var.refuse(
        404,
        `The requested resource ${new URL(c.req.url).pathname.replace("/twilio", "")} was not found`,
      );
    });
  });
}

/** HMAC-SHA1 over the address and the form's fields, sorted by name, without anything between them. */
const twilioSign: Sign = ({ body, url }, hook) => {
  const fields = [...new URLSearchParams(body)].sort(([one], [other]) => (one < other ? -1 : 1));
  const text = url + fields.map(([name, value]) => name + value).join("");
  return { "x-twilio-signature": hmac("sha1", secretOf(hook), text, "base64") };
};

const twilioError: ErrorBody = (status, message, { code = codes[status] ?? 20_001 } = {}) => ({
  code,
  message,
  more_info: `https://www.twilio.com/docs/errors/${code}`,
  status,
});

function shown(message: Message): object {
  const { id, account, to, from, body, status, at } = message;
  const times = { date_created: at, date_updated: at, date_sent: status === "queued" ? null : at };
  const uri = `/2010-04-01/Accounts/${account}/Messages/${id}.json`;
  const rest = { direction: "outbound-api", num_segments: "1", num_media: "0", price: null, price_unit: "USD" };
  return {
    sid: id,
    account_sid: account,
    to,
    from,
    body,
    status,
    ...times,
    ...rest,
    error_code: null,
    error_message: null,
    uri,
  };
}
