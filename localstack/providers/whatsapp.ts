import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import type { Control } from "./control.ts";
import type { ErrorBody, SimulatorEnv } from "./door.ts";
import { graphError, graphSign, graphStatuses, graphToken, noSuchObject } from "./meta-shape.ts";
import { openShelf } from "./shelf.ts";
import { simulate, textIn } from "./simulate.ts";
import { outbox } from "./webhook.ts";

interface Template {
  id: string;
  name: string;
  language: string;
  category: string;
  status: string;
}

const phone = { id: "106540352242922", display_phone_number: "+49 1510 0000002", verified_name: "Leadmetrics" };
const account = "102290129340398";
const replyWindowMs = 24 * 3_600_000;

/**
 * Messages and templates of the WhatsApp Cloud API, below `/whatsapp/v<n>`, with webhooks for statuses and incoming messages. Free
 * text is accepted for 24 hours after the recipient wrote (the event `message`); templates always.
 */
export function whatsappSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const templates = openShelf<Template>(dataDir, "whatsapp-templates");
  if (templates.list().length === 0) {
    templates.put({
      id: "594425479261596",
      name: "hello_world",
      language: "en_US",
      category: "UTILITY",
      status: "APPROVED",
    });
  }
  const lastWrote = new Map<string, number>();
  const notify = offerEvents(control, (from) => lastWrote.set(from, Date.now()));
  return simulate(
    control,
    { provider: "whatsapp", errorBody: whatsappError, statuses: { ...graphStatuses, 429: 429 } },
    (app) => {
      app.use(graphToken(control, "whatsapp_business_messaging"));
      app.post("/:version/:phone/messages", (c) => {
        const { fields, refuse } = c.var;
        if (c.req.param("phone") !== phone.id) return noSuchObject(c, "post", c.req.param("phone"));
        const input = textIn(fields, "to");
        const to = input.replaceAll(/[^0-9]/g, "");
        const type = textIn(fields, "type") || "text";
        if (fields["messaging_product"] !== "whatsapp")
          return refuse(400, "(#100) The parameter messaging_product is required.", { code: 100 });
        if (to === "") return refuse(400, "The parameter to is required.", { code: 100 });
        if (type === "template") {
          const wanted = (fields["template"] ?? {}) as { name?: string; language?: { code?: string } };
          const found = templates
            .list()
            .some(({ name, language }) => name === wanted.name && language === wanted.language?.code);
          if (!found)
            return refuse(404, "(#132001) Template name does not exist in the translation", { code: 132_001 });
        } else if (Date.now() - (lastWrote.get(to) ?? 0) > replyWindowMs) {
          return refuse(400, "(#131047) Re-engagement message", { code: 131_047 });
        }
        const id = `wamid.${randomBytes(24).toString("base64url")}`;
        for (const status of ["sent", "delivered", "read"]) notify(id, to, status);
        return c.json({ messaging_product: "whatsapp", contacts: [{ input, wa_id: to }], messages: [{ id }] });
      });
      app.get("/:version/:account/message_templates", (c) => {
        if (c.req.param("account") !== account) return noSuchObject(c, "get", c.req.param("account"));
        return c.json({
          data: templates.list().map((one) => ({ ...one, components: [{ type: "BODY", text: "Hello" }] })),
        });
      });
      app.post("/:version/:account/message_templates", (c) => {
        const [name, language, category] = ["name", "language", "category"].map((field) =>
          textIn(c.var.fields, field),
        ) as [string, string, string];
        if (!/^[a-z0-9_]{1,512}$/.test(name) || language === "" || category === "")
          return c.var.refuse(400, "Invalid parameter", { code: 100 });
        const { id, status } = templates.put({
          id: String(594_425_479_261_600 + templates.next()),
          name,
          language,
          category,
          status: "PENDING",
        });
        return c.json({ id, status, category });
      });
      app.get("/:version/:account/phone_numbers", (c) => c.json({ data: [{ ...phone, quality_rating: "GREEN" }] }));
      app.get("/:version/:id", (c) =>
        c.req.param("id") === phone.id
          ? c.json({ ...phone, quality_rating: "GREEN" })
          : noSuchObject(c, "get", c.req.param("id")),
      );
    },
  );
}

function offerEvents(
  control: Control,
  wrote: (from: string) => void,
): (id: string, to: string, status: string) => void {
  const send = outbox(control, "whatsapp", graphSign);
  const change = (id: string, value: object) => {
    const metadata = {
      display_phone_number: phone.display_phone_number.replaceAll(/\D/g, ""),
      phone_number_id: phone.id,
    };
    const changes = [{ field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } }];
    send({ id, body: JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: account, changes }] }) });
  };
  const seconds = () => String(Math.floor(Date.now() / 1000));
  const notify = (id: string, recipient_id: string, status: string) =>
    change(id, { statuses: [{ id, status, timestamp: seconds(), recipient_id }] });
  control.events.set("whatsapp", {
    message: (data) => {
      const from = String(data["from"] ?? "4915100000001");
      const id = `wamid.${randomBytes(24).toString("base64url")}`;
      wrote(from);
      const text = { body: String(data["text"] ?? "Hello, is the shop open today?") };
      const contacts = [{ profile: { name: "Maya" }, wa_id: from }];
      change(id, { contacts, messages: [{ from, id, timestamp: seconds(), type: "text", text }] });
    },
    status: (data) =>
      notify(
        String(data["id"] ?? "wamid.simulated"),
        String(data["to"] ?? "4915100000001"),
        String(data["status"] ?? "failed"),
      ),
  });
  return notify;
}

const whatsappError: ErrorBody = (status, message, more = {}) => {
  if (status === 429) return graphError(status, "(#130429) Rate limit hit", { code: 130_429 });
  const { error } = graphError(status, message, more) as { error: object };
  return { error: { ...error, error_data: { messaging_product: "whatsapp", details: message } } };
};
