import { createSign, generateKeyPairSync } from "node:crypto";
import { afterAll, afterEach, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { Contact } from "#schema/contact.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant } from "#tests/support/tenant.ts";

afterEach(() => void delete process.env["MAIL_EVENTS_KEY"]);
afterAll(closeStores);

const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const key = pair.publicKey.export({ type: "spki", format: "der" }).toString("base64");

function tell(body: object[], timestamp = String(Math.floor(Date.now() / 1_000))) {
  const signature = createSign("sha256")
    .update(timestamp + JSON.stringify(body))
    .sign(pair.privateKey, "base64");
  const prefix = "x-twilio-email-event-webhook";
  const headers = { [`${prefix}-signature`]: signature, [`${prefix}-timestamp`]: timestamp };
  return call(undefined, "POST", "/client/v1/mail-events", { body, headers });
}

test("what the mail provider signs ends mail to who complained or cannot be reached; anything else ends nothing", async () => {
  const tenant = await freshTenant();
  const letter = newId("emailNewsletter");
  const copies: { id: string; email: string }[] = [];
  for (const name of ["ann", "bob"]) {
    const email = `${name}@${tenant.slug}.test`;
    await ok(tenant.people.TM, "POST", "/tenant/v1/contacts", { body: { email, subscribe: true } });
    copies.push({ id: newId("newsletterRecipient"), email });
  }
  await asPlatform(async (tx) => {
    const row = {
      tenantId: tenant.id,
      id: letter,
      subject: "Lamps",
      audience: "all",
      status: "sent",
      version: 1,
      contentHash: sha256("Lamps"),
      sentAt: new Date(),
    };
    await tx.insertInto("emailNewsletters").values(row).execute();
    for (const copy of copies)
      await tx
        .insertInto("newsletterRecipients")
        .values({ tenantId: tenant.id, newsletterId: letter, ...copy, status: "accepted" })
        .execute();
  });
  const [ann, bob] = copies.map(({ id }) => `<${tenant.id}.${id}@leadmetrics>`);
  const events = [
    { event: "delivered", "smtp-id": ann },
    { event: "spamreport", "smtp-id": ann },
    { event: "bounce", "smtp-id": bob },
  ];
  expect((await tell(events)).code).toBe("provider.provider_not_configured");
  process.env["MAIL_EVENTS_KEY"] = key;
  expect((await tell(events, String(Math.floor(Date.now() / 1_000) - 3_600))).code).toBe("auth.unauthenticated");
  const contacts = async () =>
    (await ok<{ items: Contact[] }>(tenant.people.TM, "GET", "/tenant/v1/contacts")).items
      .map(({ suppressed, subscription }) => `${suppressed} ${subscription}`)
      .toSorted();
  expect(await contacts()).toEqual(["null subscribed", "null subscribed"]);
  expect((await tell([{ event: "bounce", type: "blocked", "smtp-id": bob }])).status).toBe(204);
  expect(await contacts()).toEqual(["null subscribed", "null subscribed"]);
  expect((await tell(events)).status).toBe(204);
  expect((await tell(events)).status).toBe(204);
  expect(await contacts()).toEqual(["bounce none", "complaint unsubscribed"]);
  const counted = await asPlatform((tx) =>
    tx.selectFrom("emailNewsletters").select(["delivered", "bounced"]).where("id", "=", letter).executeTakeFirst(),
  );
  expect(counted).toEqual({ delivered: 1, bounced: 1 });
});
