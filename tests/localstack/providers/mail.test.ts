import { createHmac, createPublicKey, createVerify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { webhookReceiver } from "./receiver.ts";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const receiver = webhookReceiver();

describe("sendgrid", () => {
  const headers = { authorization: "Bearer SG.test" };
  const mail = (email: string) => ({
    personalizations: [{ to: [{ email }] }],
    from: { email: "hello@solvane.example" },
    subject: "Your quote",
    content: [{ type: "text/plain", value: "Hello" }],
  });
  const send = (json: object) => world.ask("/sendgrid/v3/mail/send", { headers, json });

  test("a request without a key and a mail without a sender are refused in its shape", async () => {
    const answer = await world.ask("/sendgrid/v3/mail/send", { json: mail("a@b.example") });
    expect(answer).toMatchObject({
      status: 401,
      body: { errors: [{ message: expect.stringContaining("authorization grant"), field: null }] },
    });
    expect(await send({ ...mail("a@b.example"), from: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "from.email" }] },
    });
    expect(await send(mail("nobody"))).toMatchObject({
      status: 400,
      body: { errors: [{ field: "personalizations.0.to.0.email" }] },
    });
  });

  test("a mail is accepted without a body, is on record, and its events come signed with the key that can be fetched", async () => {
    await world.steer("/admin/webhooks", { provider: "sendgrid", url: receiver.url });
    const sent = await send({ ...mail("maya@example.com"), custom_args: { lead: "l1" } });
    expect([sent.status, sent.body, sent.headers.get("x-message-id")]).toEqual([
      202,
      "",
      expect.stringMatching(/^sim-/),
    ]);
    expect(await world.calls("sendgrid")).toMatchObject([{ status: 202, body: { subject: "Your quote" } }]);
    await expect.poll(() => receiver.received.length).toBe(2);
    const { body: key } = await world.ask<{ public_key: string }>("/sendgrid/v3/user/webhooks/event/settings/signed", {
      headers,
    });
    const publicKey = createPublicKey({ key: Buffer.from(key.public_key, "base64"), format: "der", type: "spki" });
    for (const { headers: given, body } of receiver.received) {
      const signed = String(given["x-twilio-email-event-webhook-timestamp"]) + body;
      const signature = String(given["x-twilio-email-event-webhook-signature"]);
      expect(createVerify("sha256").update(signed).verify(publicKey, signature, "base64")).toBe(true);
      expect(createVerify("sha256").update(`${signed} `).verify(publicKey, signature, "base64")).toBe(false);
    }
    const events = receiver.received.flatMap(({ body }) => JSON.parse(body));
    expect(events).toMatchObject([
      { event: "processed", lead: "l1" },
      { event: "delivered", email: "maya@example.com" },
    ]);
  });

  test("a mail that bounces is on the list of bounces", async () => {
    await send(mail("bounce@simulator.example"));
    expect((await world.ask("/sendgrid/v3/suppression/bounces", { headers })).body).toMatchObject([
      { email: "bounce@simulator.example" },
    ]);
  });
});

describe("resend", () => {
  const headers = { authorization: "Bearer re_test" };
  const mail = {
    from: "Solvane <hello@solvane.example>",
    to: ["maya@example.com"],
    subject: "News",
    html: "<p>Hi</p>",
  };
  const secret = `whsec_${Buffer.from("a secret of 24 bytes....").toString("base64")}`;

  test("missing and bad keys are told apart, as are missing fields", async () => {
    expect(await world.ask("/resend/emails", { json: mail })).toMatchObject({
      status: 401,
      body: { name: "missing_api_key", statusCode: 401 },
    });
    const bad = { authorization: "Bearer invalid" };
    expect(await world.ask("/resend/emails", { headers: bad, json: mail })).toMatchObject({
      status: 400,
      body: { message: "API key is invalid" },
    });
    expect(await world.ask("/resend/emails", { headers, json: { ...mail, subject: "" } })).toMatchObject({
      status: 422,
      body: { name: "missing_required_field" },
    });
  });

  test("a mail is sent once per idempotency key; the key with another mail is refused", async () => {
    const keyed = { ...headers, "idempotency-key": "newsletter-1" };
    const [first, again] = [
      await world.ask<{ id: string }>("/resend/emails", { headers: keyed, json: mail }),
      await world.ask("/resend/emails", { headers: keyed, json: mail }),
    ];
    expect(again.body).toEqual(first.body);
    const other = await world.ask("/resend/emails", { headers: keyed, json: { ...mail, subject: "Other" } });
    expect(other).toMatchObject({ status: 409, body: { name: "invalid_idempotent_request" } });
    expect((await world.ask(`/resend/emails/${first.body.id}`, { headers })).body).toMatchObject({
      subject: "News",
      last_event: "delivered",
    });
  });

  test("a batch gives one id per mail, and the calls are on record", async () => {
    const answer = await world.ask<{ data: object[] }>("/resend/emails/batch", { headers, json: [mail, mail] });
    expect(answer.body.data).toHaveLength(2);
    expect(await world.calls("resend")).toMatchObject([{ path: "/resend/emails/batch", body: [mail, mail] }]);
  });

  test("webhooks carry the standard signature over id, time and body", async () => {
    await world.steer("/admin/webhooks", { provider: "resend", url: receiver.url, secret });
    await world.ask("/resend/emails", { headers, json: { ...mail, to: "bounced@resend.dev" } });
    await expect.poll(() => receiver.received.length).toBe(2);
    for (const { headers: given, body } of receiver.received) {
      const text = `${given["svix-id"]}.${given["svix-timestamp"]}.${body}`;
      const key = Buffer.from(secret.slice("whsec_".length), "base64");
      expect(given["svix-signature"]).toBe(`v1,${createHmac("sha256", key).update(text).digest("base64")}`);
      expect(Math.abs(Number(given["svix-timestamp"]) * 1000 - Date.now())).toBeLessThan(60_000);
    }
    expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(["email.sent", "email.bounced"]);
  });
});
