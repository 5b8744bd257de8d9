import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { webhookReceiver } from "./receiver.ts";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const receiver = webhookReceiver();

describe("twilio", () => {
  const path = "/twilio/2010-04-01/Accounts/AC1/Messages.json";
  const headers = { authorization: `Basic ${btoa("AC1:auth-token")}` };
  const form = { To: "+4915100000001", From: "+15005550006", Body: "Hello" };

  test("another account's credentials and a bad number are refused by code", async () => {
    const stranger = { authorization: `Basic ${btoa("AC2:x")}` };
    expect(await world.ask(path, { headers: stranger, form })).toMatchObject({
      status: 401,
      body: { code: 20_003, message: "Authenticate", status: 401 },
    });
    const bad = await world.ask(path, { headers, form: { ...form, To: "+15005550001" } });
    expect(bad).toMatchObject({
      status: 400,
      body: { code: 21_211, more_info: "https://www.twilio.com/docs/errors/21211" },
    });
  });

  test("a message is queued, can be read, and its statuses come to the callback, signed with the account's token", async () => {
    const made = await world.ask<{ sid: string }>(path, { headers, form: { ...form, StatusCallback: receiver.url } });
    expect(made).toMatchObject({
      status: 201,
      body: { status: "queued", sid: expect.stringMatching(/^SM[0-9a-f]{32}$/) },
    });
    const read = await world.ask(`/twilio/2010-04-01/Accounts/AC1/Messages/${made.body.sid}.json`, { headers });
    expect(read.body).toMatchObject({ body: "Hello", status: "delivered" });
    await expect.poll(() => receiver.received.length).toBe(2);
    for (const { headers: given, body } of receiver.received) {
      const fields = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1));
      const text = receiver.url + fields.map((pair) => pair.join("")).join("");
      expect(given["x-twilio-signature"]).toBe(createHmac("sha1", "auth-token").update(text).digest("base64"));
    }
    expect(receiver.received.map(({ body }) => new URLSearchParams(body).get("MessageStatus"))).toEqual([
      "sent",
      "delivered",
    ]);
    expect((await world.calls("twilio")).at(-1)).toMatchObject({ method: "POST", body: { Body: "Hello" } });
  });
});

describe("msg91", () => {
  const headers = { authkey: "key" };

  test("a bad key and a bad number are refused in its shape", async () => {
    expect(await world.ask("/msg91/api/v5/flow", { headers: { authkey: "invalid" }, json: {} })).toMatchObject({
      status: 401,
      body: { type: "error", code: "201" },
    });
    const json = { template_id: "t1", recipients: [{ mobiles: "call me" }] };
    expect(await world.ask("/msg91/api/v5/flow", { headers, json })).toMatchObject({
      status: 400,
      body: { type: "error", code: "202" },
    });
  });

  test("a flow is accepted and reported as delivered", async () => {
    const sent = await world.ask<{ message: string }>("/msg91/api/v5/flow", {
      headers,
      json: { template_id: "t1", recipients: [{ mobiles: "919800000001", name: "Priya" }] },
    });
    expect(sent.body).toMatchObject({ type: "success" });
    const { body } = await world.ask("/msg91/api/v5/report/logs/p/sms", { headers });
    expect(body).toMatchObject({
      data: [{ requestId: sent.body.message, telNum: "919800000001", status: "Delivered" }],
    });
    expect(await world.calls("msg91")).toHaveLength(2);
  });

  test("a one-time password is good once", async () => {
    await world.ask("/msg91/api/v5/otp?mobile=919800000002", { method: "POST", headers });
    const verify = async (otp: string) =>
      (await world.ask<{ type: string }>(`/msg91/api/v5/otp/verify?mobile=919800000002&otp=${otp}`, { headers })).body
        .type;
    expect([await verify("9999"), await verify("1234"), await verify("1234")]).toEqual(["error", "success", "error"]);
  });
});

describe("whatsapp", () => {
  const path = "/whatsapp/v19.0/106540352242922/messages";
  const headers = { authorization: "Bearer EAA" };
  const to = "4915100000009";
  const text = { messaging_product: "whatsapp", to, type: "text", text: { body: "Hi" } };
  const template = {
    messaging_product: "whatsapp",
    to,
    type: "template",
    template: { name: "hello_world", language: { code: "en_US" } },
  };

  test("a bad token, an unknown template and free text to a stranger are refused", async () => {
    expect(await world.ask(path, { json: template })).toMatchObject({
      status: 400,
      body: { error: { type: "OAuthException", code: 190 } },
    });
    const unknown = { ...template, template: { name: "nothing", language: { code: "en_US" } } };
    expect(await world.ask(path, { headers, json: unknown })).toMatchObject({ body: { error: { code: 132_001 } } });
    expect(await world.ask(path, { headers, json: text })).toMatchObject({
      status: 400,
      body: { error: { code: 131_047 } },
    });
  });

  test("free text is taken once the person wrote; statuses come in order and signed", async () => {
    await world.steer("/admin/webhooks", { provider: "whatsapp", url: receiver.url, secret: "app-secret" });
    await world.steer("/admin/events", {
      provider: "whatsapp",
      type: "message",
      data: { from: to, text: "Are you open?" },
    });
    const sent = await world.ask<{ messages: { id: string }[] }>(path, { headers, json: text });
    expect(sent).toMatchObject({ status: 200, body: { contacts: [{ wa_id: to }] } });
    await expect.poll(() => receiver.received.length).toBe(4);
    for (const { headers: given, body } of receiver.received) {
      expect(given["x-hub-signature-256"]).toBe(
        `sha256=${createHmac("sha256", "app-secret").update(body).digest("hex")}`,
      );
    }
    const values = receiver.received.map(({ body }) => JSON.parse(body).entry[0].changes[0].value);
    expect(values[0].messages).toMatchObject([{ from: to, text: { body: "Are you open?" } }]);
    expect(values.slice(1).map(({ statuses }) => statuses[0].status)).toEqual(["sent", "delivered", "read"]);
    expect(values[1].statuses[0].id).toBe(sent.body.messages[0]?.id);
  });

  test("a template that was submitted waits for its review", async () => {
    const json = { name: "spring_offer", language: "en_US", category: "MARKETING" };
    expect(
      (await world.ask("/whatsapp/v19.0/102290129340398/message_templates", { headers, json })).body,
    ).toMatchObject({ status: "PENDING" });
    expect((await world.ask("/whatsapp/v19.0/102290129340398/message_templates", { headers })).body).toMatchObject({
      data: [{ name: "spring_offer" }, {}],
    });
    expect((await world.calls("whatsapp")).at(-1)).toMatchObject({ body: json });
  });
});

describe("telegram", () => {
  const bot = "/telegram/bot123:secret-token";

  test("a token that is none, an empty text and an unknown method are refused in its shape", async () => {
    expect(await world.ask("/telegram/botinvalid/getMe")).toMatchObject({
      status: 401,
      body: { ok: false, error_code: 401, description: "Unauthorized" },
    });
    expect(await world.ask(`${bot}/sendMessage`, { json: { chat_id: 42 } })).toMatchObject({
      status: 400,
      body: { description: "Bad Request: message text is empty" },
    });
    expect(await world.ask(`${bot}/dance`)).toMatchObject({ status: 404, body: { ok: false } });
  });

  test("a message is sent, and the record does not show the token", async () => {
    expect((await world.ask(`${bot}/sendMessage`, { json: { chat_id: 42, text: "Done" } })).body).toMatchObject({
      ok: true,
      result: { text: "Done", chat: { id: 42 } },
    });
    expect(await world.calls("telegram")).toMatchObject([
      { path: "/telegram/bot•••/sendMessage", body: { text: "Done" } },
    ]);
  });

  test("an update goes to the webhook with its secret; without one it waits to be fetched", async () => {
    await world.ask(`${bot}/setWebhook`, { json: { url: receiver.url, secret_token: "s3cret" } });
    await world.steer("/admin/events", { provider: "telegram", type: "message", data: { text: "/link abc" } });
    await expect.poll(() => receiver.received.length).toBe(1);
    expect(receiver.received[0]?.headers["x-telegram-bot-api-secret-token"]).toBe("s3cret");
    expect(await world.ask(`${bot}/getUpdates`)).toMatchObject({ status: 409, body: { error_code: 409 } });
    await world.ask(`${bot}/deleteWebhook`);
    await world.steer("/admin/events", { provider: "telegram", type: "message", data: { text: "again" } });
    expect((await world.ask(`${bot}/getUpdates`)).body).toMatchObject({ result: [{ message: { text: "again" } }] });
  });

  test("too many requests say when to come back, in the body too", async () => {
    await world.fault({ provider: "telegram", kind: "rate_limit", retryAfterS: 5 });
    expect(await world.ask(`${bot}/getMe`)).toMatchObject({ status: 429, body: { parameters: { retry_after: 5 } } });
  });
});

describe("expo push", () => {
  const send = (json: object, headers: Record<string, string> = {}) =>
    world.ask<{ data: { id: string }[] }>("/expo/--/api/v2/push/send", { headers, json });

  test("a bad token of ours, and a request over the limit, are refused", async () => {
    expect(await send([], { authorization: "Bearer invalid" })).toMatchObject({
      status: 401,
      body: { errors: [{ code: "UNAUTHORIZED" }] },
    });
    const many = Array.from({ length: 101 }, () => ({ to: "ExponentPushToken[a]" }));
    expect(await send(many)).toMatchObject({
      status: 400,
      body: { errors: [{ code: "PUSH_TOO_MANY_NOTIFICATIONS" }] },
    });
  });

  test("each recipient gets a ticket in order, and good ones a receipt", async () => {
    const sent = await send([
      { to: "ExponentPushToken[here]", title: "Approved" },
      { to: "ExponentPushToken[gone-1]" },
    ]);
    expect(sent.body.data).toMatchObject([
      { status: "ok" },
      { status: "error", details: { error: "DeviceNotRegistered" } },
    ]);
    const id = sent.body.data[0]?.id ?? "";
    expect((await world.ask("/expo/--/api/v2/push/getReceipts", { json: { ids: [id, "other"] } })).body).toEqual({
      data: { [id]: { status: "ok" } },
    });
    expect((await world.calls("expo")).at(-1)).toMatchObject({ body: [{ title: "Approved" }, {}] });
  });
});
