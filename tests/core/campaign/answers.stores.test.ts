import { generateKeyPairSync, sign } from "node:crypto";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import * as ReplyAddress from "#core/letter/reply-address.ts";
import { campaignEmailTarget } from "#core/publish/targets/campaign-email.ts";
import { app } from "#functions/api/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { Backlink, BacklinkReply } from "#schema/backlink.ts";
import { newId } from "#schema/ids.ts";
import type { LeadActivity } from "#schema/lead.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited } from "#tests/support/work.ts";

const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const domain = "in.leadmetrics.test";

beforeEach(() => {
  process.env["MAIL_REPLY_DOMAIN"] = domain;
  process.env["MAIL_REPLY_KEY"] = pair.publicKey.export({ type: "spki", format: "der" }).toString("base64");
});
afterEach(() => {
  delete process.env["MAIL_REPLY_DOMAIN"];
  delete process.env["MAIL_REPLY_KEY"];
});
afterAll(closeStores);

interface Sent {
  text: string;
  subject?: string;
  headers?: string;
  messageId?: string;
  charset?: string;
  forged?: boolean;
}

/** Hands a mail over as SendGrid's Inbound Parse does. */
async function handOver(to: string, { text, subject = "Re: Lamps", headers = "", messageId, charset, forged }: Sent) {
  const encoding = charset === undefined ? "utf8" : "latin1";
  const fields: [string, Buffer][] = [
    ["headers", Buffer.from(`Message-ID: <${messageId ?? newId("run")}@mail.test>\n${headers}`)],
    ["from", Buffer.from("Ann Reed <ann@site.test>")],
    ["to", Buffer.from(`Lamps <${to}>`)],
    ["subject", Buffer.from(subject, encoding)],
    ["text", Buffer.from(text, encoding)],
    ["envelope", Buffer.from(JSON.stringify({ to: [to.toLowerCase()], from: "ann@site.test" }))],
    ["charsets", Buffer.from(JSON.stringify({ text: charset ?? "UTF-8", subject: charset ?? "UTF-8" }))],
  ];
  const parts = fields.flatMap(([name, value]) => [
    Buffer.from(`--xYzZY\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    value,
    Buffer.from("\r\n"),
  ]);
  const body = Buffer.concat([...parts, Buffer.from("--xYzZY--\r\n")]);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = sign("sha256", Buffer.concat([Buffer.from(timestamp), body]), pair.privateKey).toString("base64");
  const prefix = "x-twilio-email-event-webhook";
  return app.request("/client/v1/mail-answers", {
    method: "POST",
    body: forged ? Buffer.concat([body, Buffer.from("\r\n")]) : body,
    headers: {
      "content-type": "multipart/form-data; boundary=xYzZY",
      [`${prefix}-signature`]: signature,
      [`${prefix}-timestamp`]: timestamp,
    },
  });
}

/** A prospect that was written to, with a reminder that waits. */
async function writtenTo(tenant: TestTenant, recipientEmail: string) {
  const [campaignId, backlinkId, first] = [newId("campaign"), newId("backlink"), newId("campaignEmail")];
  const of = { tenantId: tenant.id, campaignId };
  await asPlatform(async (tx) => {
    const push = { type: "email_outreach", name: `Links ${campaignId}`, goal: "traffic", status: "active" };
    await tx
      .insertInto("campaigns")
      .values({ tenantId: tenant.id, id: campaignId, ...push })
      .execute();
    await tx
      .insertInto("backlinks")
      .values({
        ...{ ...of, id: backlinkId, sourceType: "outreach", outreachStatus: "outreach_sent" },
        ...{ sourceDomain: `${backlinkId.toLowerCase().replace("_", "-")}.test`, contactEmail: recipientEmail },
        targetUrl: "https://lamps.example/",
      })
      .execute();
    for (const step of [1, 2])
      await tx
        .insertInto("campaignEmails")
        .values({
          ...{ ...of, id: step === 1 ? first : newId("campaignEmail"), backlinkId, recipientEmail, step },
          ...{ subject: `Lamps ${step}`, body: "Reading lamps.", contentHash: sha256("Lamps") },
          status: step === 1 ? "sent" : "approved",
        })
        .execute();
  });
  const address = as(machine(tenant.id), () => ReplyAddress.of(first)) ?? "";
  return { campaignId, backlinkId, first, address };
}

const repliesOf = async (tenant: TestTenant, backlinkId: string, person = tenant.people.DM) =>
  (await ok<{ items: BacklinkReply[] }>(person, "GET", `/tenant/v1/backlinks/${backlinkId}/replies`)).items;
const stateOf = async (tenant: TestTenant, backlinkId: string) =>
  (await ok<Backlink>(tenant.people.DM, "GET", `/tenant/v1/backlinks/${backlinkId}`)).outreachStatus;
const waiting = async ({ id }: TestTenant, campaignId: string) =>
  await asPlatform((tx) =>
    tx
      .selectFrom("campaignEmails")
      .select(["status", "stopReason"])
      .where("tenantId", "=", id)
      .where("campaignId", "=", campaignId)
      .where("step", "=", 2)
      .executeTakeFirstOrThrow(),
  );

test("an answer to outreach ends its reminders once, is read by the agency, and tells the client no address", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { campaignId, backlinkId, first, address } = await writtenTo(tenant, `ann@${tenant.slug}.test`);
  await ok(tenant.people.TA, "PATCH", "/tenant/v1/mail-settings", { body: { postalAddress: "1 Harbour Row" } });
  const payload = await as(machine(tenant.id), () =>
    transaction((tx) => campaignEmailTarget.payload(tx, { id: first, title: "Lamps 1" } as never, null as never)),
  );
  expect(payload).toMatchObject({ replyTo: address });
  expect(address.split("@")[0]).toHaveLength(64);

  const away = { text: "I am away until Monday. Unsubscribe?", headers: "Auto-Submitted: auto-replied" };
  expect((await handOver(address, away)).status).toBe(204);
  expect(await stateOf(tenant, backlinkId)).toBe("outreach_sent");
  expect(await waiting(tenant, campaignId)).toEqual({ status: "approved", stopReason: null });

  const quoted = `Caf\u00e9 lamps? Which page do you mean?\n\nOn Monday we wrote:\n> Reading lamps.\n> Unsubscribe: https://x.test`;
  const answer = { text: quoted, messageId: "one", charset: "iso-8859-1" };
  expect((await handOver(address, { ...answer, forged: true })).status).toBe(401);
  expect(
    (
      await handOver(
        address.replace(/.@/, (end) => (end === "0@" ? "1@" : "0@")),
        answer,
      )
    ).status,
  ).toBe(204);
  expect(await stateOf(tenant, backlinkId)).toBe("outreach_sent");
  expect((await handOver(address.toUpperCase(), answer)).status).toBe(204);
  expect((await handOver(address, answer)).status).toBe(204);
  expect(await stateOf(tenant, backlinkId)).toBe("responded");
  expect(await waiting(tenant, campaignId)).toEqual({ status: "skipped", stopReason: "replied" });
  const [reply, absence, ...others] = await repliesOf(tenant, backlinkId);
  expect(others).toEqual([]);
  expect(absence).toMatchObject({ intent: "out_of_office" });
  expect(reply).toMatchObject({ intent: "question", fromEmail: "ann@site.test", body: quoted });
  expect((await repliesOf(tenant, backlinkId, tenant.people.TA))[0]).toMatchObject({ fromEmail: null, body: quoted });
  expect(await audited(tenant, "backlink.replied")).toEqual(["backlink.replied"]);
  const told = await asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("name")
      .where("tenantId", "=", tenant.id)
      .where("name", "=", "mail.answered")
      .execute(),
  );
  expect(told).toHaveLength(1);
  const other = await freshTenant({ plan: "pro" });
  expect((await call(other.people.DM, "GET", `/tenant/v1/backlinks/${backlinkId}/replies`)).status).toBe(404);
});

test("who answers that no more mail is wanted is suppressed", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const email = `bob@${tenant.slug}.test`;
  await ok(tenant.people.TM, "POST", "/tenant/v1/contacts", { body: { email } });
  const { campaignId, backlinkId, address } = await writtenTo(tenant, email);
  expect((await handOver(address, { text: "Please take me off your list.\n" })).status).toBe(204);
  const { items } = await ok<{ items: { suppressed: string | null }[] }>(
    tenant.people.TM,
    "GET",
    "/tenant/v1/contacts",
  );
  expect(items[0]?.suppressed).toBe("unsubscribe");
  expect((await repliesOf(tenant, backlinkId))[0]?.intent).toBe("negative");
  const { items: same } = await ok<{ items: BacklinkReply[] }>(
    tenant.people.DM,
    "GET",
    `/tenant/v1/campaigns/${campaignId}/replies`,
  );
  expect(same).toHaveLength(1);
});

test("an answer of a lead stands in its timeline once, lays aside the approved mail that waited, and holds its sequence", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const email = `cid@${tenant.slug}.test`;
  const lead = await ok<{ id: string }>(tenant.people.TA, "POST", "/tenant/v1/leads", {
    body: { email, firstName: "Cid", consent: { email: "granted" } },
  });
  const sequence = await ok<{ id: string }>(tenant.people.TA, "POST", "/tenant/v1/nurture/sequences", {
    body: { name: "After a question", steps: [{ channel: "email", delayHours: 48, body: "Ask what they need." }] },
  });
  await ok(tenant.people.TA, "POST", `/tenant/v1/nurture/sequences/${sequence.id}/activate`, { body: {} });
  const nurture = `/tenant/v1/leads/${lead.id}/nurture`;
  await ok(tenant.people.TA, "POST", `${nurture}/enroll`, { body: { sequenceId: sequence.id } });
  const [sent, next] = [newId("leadEmail"), newId("leadEmail")];
  await asPlatform(async (tx) => {
    for (const [id, status] of [
      [sent, "sent"],
      [next, "approved"],
    ] as const)
      await tx
        .insertInto("leadEmails")
        .values({
          ...{ tenantId: tenant.id, id, leadId: lead.id, purpose: "follow_up", recipient: email, subject: "Lamps" },
          ...{ body: "Reading lamps.", status, contentHash: sha256("Lamps") },
          requestedBy: `user:${tenant.people.TA.userId}`,
        })
        .execute();
  });
  const address = as(machine(tenant.id), () => ReplyAddress.of(sent)) ?? "";
  const answer = { text: "Yes, please send the list of prices.", messageId: "two" };
  expect((await handOver(address, answer)).status).toBe(204);
  expect((await handOver(address, answer)).status).toBe(204);
  const { items } = await ok<{ items: LeadActivity[] }>(
    tenant.people.TA,
    "GET",
    `/tenant/v1/leads/${lead.id}/activities`,
  );
  const answers = items.filter(({ type }) => type === "email_received");
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatchObject({ description: answer.text, metadata: { intent: "positive" } });
  const mails = await ok<{ items: { id: string; status: string }[] }>(
    tenant.people.TA,
    "GET",
    `/tenant/v1/leads/${lead.id}/emails`,
  );
  expect(mails.items.find(({ id }) => id === next)?.status).toBe("discarded");
  const { items: followed } = await ok<{ items: { status: string }[] }>(tenant.people.TA, "GET", nurture);
  expect(followed.map(({ status }) => status)).toEqual(["paused"]);
});
