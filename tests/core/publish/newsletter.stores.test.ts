import { afterAll, expect, test } from "vitest";
import * as Approval from "#core/approval/index.ts";
import { tokenOf } from "#core/letter/way-out.ts";
import * as Newsletter from "#core/newsletter/content.ts";
import * as Recipients from "#core/newsletter/recipients.ts";
import { sendTest } from "#core/newsletter/test-mail.ts";
import * as Piece from "#core/piece/index.ts";
import * as Publish from "#core/publish/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { Contact, Segment } from "#schema/contact.ts";
import { newId } from "#schema/ids.ts";
import type { NewsletterSending, Recipient, Unsubscription } from "#schema/newsletter.ts";
import type { PieceDetail } from "#schema/piece.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { age, approve, attemptOf, work } from "./accounts.ts";

afterAll(closeStores);

async function newsletter(tenant: TestTenant, audience = "leads"): Promise<string> {
  const id = newId("emailNewsletter");
  const content = {
    ...{ subjectLine: `Lamps in spring ${tenant.slug}`, subjectVariants: [], previewText: "New lamps", audience },
    ...{ headerText: "New lamps", sections: [{ heading: "Bright", body: "They shine." }] },
  };
  const contentHash = Piece.contentHash(content);
  await asPlatform(async (tx) => {
    await tx
      .insertInto("emailNewsletters")
      .values({
        ...{ tenantId: tenant.id, id, status: "client_review", version: 1, contentHash },
        ...(Newsletter.columns(content) as { subject: string; audience: string }),
      })
      .execute();
    await tx
      .insertInto("contentVersions")
      .values({
        ...{ tenantId: tenant.id, id: newId("contentVersion"), subjectType: "newsletter", subjectId: id, version: 1 },
        ...{ content: JSON.stringify(content), sha256: contentHash, author: "agent:run_test", authorKind: "agent" },
      })
      .execute();
  });
  await as(machine(tenant.id), () =>
    transaction((tx) =>
      Approval.open(tx, {
        ...{
          kind: "newsletter",
          subject: { type: "newsletter", id, title: content.subjectLine },
          version: 1,
          contentHash,
        },
        ...{ stage: "client", author: "agent:run_test" },
      }),
    ),
  );
  return id;
}

async function subscribed(tenant: TestTenant, names: readonly string[], type = "lead"): Promise<string[]> {
  const emails = names.map((name) => `${name}-${tenant.slug}@readers.test`);
  for (const email of emails)
    await ok(tenant.people.TM, "POST", "/tenant/v1/contacts", { body: { email, type, subscribe: true } });
  return emails;
}

const postalAddress = "1 Harbour Row, 20457 Hamburg";
const withAddress = (tenant: TestTenant) =>
  ok(tenant.people.TA, "PATCH", "/tenant/v1/mail-settings", { body: { postalAddress } });

const letterOf = (tenant: TestTenant, id: string) =>
  ok<PieceDetail>(tenant.people.DM, "GET", `/tenant/v1/newsletters/${id}`);
const recipientsOf = async (tenant: TestTenant, id: string) =>
  (await ok<{ items: Recipient[] }>(tenant.people.DM, "GET", `/tenant/v1/newsletters/${id}/recipients?limit=50`)).items;
const mailsOf = async (emails: readonly string[]) =>
  Promise.all(emails.map(async (to) => (await outside.mails(to)).length));

test("an approved newsletter reaches each of its audience once, and whoever left gets none", async () => {
  const tenant = await freshTenant();
  const [ann = "", ben = "", cid = ""] = await subscribed(tenant, ["ann", "ben", "cid"]);
  const [dan = ""] = await subscribed(tenant, ["dan"], "customer");
  const first = await newsletter(tenant);
  const path = `/tenant/v1/newsletters/${first}/send`;
  expect((await call(tenant.people.DM, "POST", path, { body: {} })).code).toBe("approval.approval_required");
  await approve(tenant, first, "client");
  expect(await letterOf(tenant, first)).toMatchObject({ status: "approved", publish: null });
  expect((await call(tenant.people.TM, "POST", path, { body: {} })).code).toBe("auth.forbidden");
  expect((await call(tenant.people.TA, "POST", path, { body: {} })).code).toBe("publish.no_postal_address");
  await withAddress(tenant);
  await ok(tenant.people.TA, "POST", path, { body: {} });
  const { id: attemptId } = await attemptOf(tenant, first);
  await work(tenant, attemptId, ["send", "send"]);
  expect(await letterOf(tenant, first)).toMatchObject({
    status: "sent",
    publish: { channelId: null, status: "confirmed" },
  });
  expect(await mailsOf([ann, ben, cid, dan])).toEqual([1, 1, 1, 0]);

  const copies = await recipientsOf(tenant, first);
  expect(copies.map(({ status }) => status)).toEqual(["accepted", "accepted", "accepted"]);
  const token = as(machine(tenant.id), () => tokenOf(copies.find(({ email }) => email === ben)?.id ?? ""));
  const way = `/client/v1/unsubscribe/${token}`;
  expect((await call(undefined, "POST", `${way}x`)).code).toBe("link.link_expired");
  expect((await call<Unsubscription>(undefined, "GET", way)).body).toMatchObject({ isUnsubscribed: false });
  const oneClick = { body: {}, headers: { "content-type": "application/x-www-form-urlencoded" } };
  for (const options of [oneClick, {}])
    expect((await call<Unsubscription>(undefined, "POST", way, options)).body).toMatchObject({
      ...{ from: tenant.name, isUnsubscribed: true, address: expect.stringMatching(/^b\*\*\*@/) },
    });

  const second = await newsletter(tenant);
  await approve(tenant, second, "client");
  await ok(tenant.people.DM, "POST", `/tenant/v1/newsletters/${second}/send`, { body: {} });
  await work(tenant, (await attemptOf(tenant, second)).id, ["send"]);
  expect(await mailsOf([ann, ben, cid, dan])).toEqual([2, 1, 2, 0]);
});

test("whoever is killed while sending leaves one person unknown, whom nobody writes to again by themselves", async () => {
  const tenant = await freshTenant();
  const emails = await subscribed(tenant, ["eve", "fay", "gus", "hal"]);
  await withAddress(tenant);
  const id = await newsletter(tenant);
  await approve(tenant, id, "client");
  await ok(tenant.people.DM, "POST", `/tenant/v1/newsletters/${id}/send`, { body: {} });
  const { id: attemptId } = await attemptOf(tenant, id);
  await asPlatform((tx) =>
    tx.updateTable("emailNewsletters").set({ status: "sending" }).where("id", "=", id).execute(),
  );
  await age(attemptId, { status: "posting", postedAt: new Date() });
  await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      await Recipients.resolve(tx, id, { audience: "leads" });
      await Recipients.claim(tx, id);
    }),
  );
  await Promise.all([1, 2].map(() => work(tenant, attemptId, ["send"])));
  expect((await mailsOf(emails)).reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(await letterOf(tenant, id)).toMatchObject({ status: "sending" });
  const past = new Date(Date.now() - 10 * 60_000);
  await asPlatform((tx) =>
    tx.updateTable("newsletterRecipients").set({ sentAt: past }).where("newsletterId", "=", id).execute(),
  );
  await work(tenant, attemptId, ["send", "lookUp"]);
  expect(await letterOf(tenant, id)).toMatchObject({ status: "send_unknown" });
  const states = (await recipientsOf(tenant, id)).map(({ status }) => status).toSorted();
  expect(states).toEqual(["accepted", "accepted", "accepted", "unknown"]);
  await as(tenant.people.DM, () => Publish.decide(attemptId, "not_there"));
  expect(await letterOf(tenant, id)).toMatchObject({ status: "failed" });
  await ok(tenant.people.DM, "POST", `/tenant/v1/newsletters/${id}/resend`, { body: {} });
  await work(tenant, (await attemptOf(tenant, id)).id, ["send"]);
  expect(await letterOf(tenant, id)).toMatchObject({ status: "sent" });
  expect(await mailsOf(emails)).toEqual([1, 1, 1, 1]);
});

test("a newsletter goes to the segment that was approved with it, under the sender's address", async () => {
  const tenant = await freshTenant();
  const [ida = "", jon = ""] = await subscribed(tenant, ["ida", "jon"], "customer");
  await subscribed(tenant, ["kim"]);
  await withAddress(tenant);
  const { items } = await ok<{ items: Contact[] }>(tenant.people.TM, "GET", "/tenant/v1/contacts?type=customer");
  const chosen = items.find(({ email }) => email === ida);
  await ok(tenant.people.TM, "PATCH", `/tenant/v1/contacts/${chosen?.id}`, {
    headers: { "if-match": `"${chosen?.rowVersion}"` },
    body: { tags: ["club"] },
  });
  const segment = await ok<Segment>(tenant.people.TM, "POST", "/tenant/v1/contact-segments", {
    body: { name: "Club", filter: { types: ["customer"], tags: ["club"] } },
  });
  expect(segment).toMatchObject({ count: 1 });
  const id = await newsletter(tenant, "all");
  const sending = await ok<NewsletterSending>(tenant.people.DM, "GET", `/tenant/v1/newsletters/${id}/sending`);
  expect(sending).toMatchObject({ count: 3, postalAddress });
  const body = { audience: "segment", segmentId: segment.id };
  expect(
    await ok<NewsletterSending>(tenant.people.TA, "PUT", `/tenant/v1/newsletters/${id}/audience`, { body }),
  ).toMatchObject({ audience: "segment", segmentName: "Club", count: 1 });
  // What is approved is the audience too: the agency decides the new version first.
  expect(await letterOf(tenant, id)).toMatchObject({ status: "dm_review", version: 2 });
  await approve(tenant, id, "dm");
  await approve(tenant, id, "client");
  await ok(tenant.people.DM, "POST", `/tenant/v1/newsletters/${id}/send`, { body: {} });
  await work(tenant, (await attemptOf(tenant, id)).id, ["send"]);
  expect(await mailsOf([ida, jon])).toEqual([1, 0]);
  expect((await outside.mails(ida))[0]?.preview).toContain("They shine.");
});

test("a test of a newsletter goes to the person who asks for it, and to nobody else", async () => {
  const tenant = await freshTenant();
  const [lea = ""] = await subscribed(tenant, ["lea"]);
  await withAddress(tenant);
  const id = await newsletter(tenant);
  await ok(tenant.people.TA, "POST", `/tenant/v1/newsletters/${id}/test`);
  const { userId } = tenant.people.TA;
  await as(machine(tenant.id), () => sendTest(id, userId));
  const { email } = await asPlatform((tx) =>
    tx.selectFrom("users").select("email").where("id", "=", userId).executeTakeFirstOrThrow(),
  );
  expect((await outside.mails(email)).filter(({ subject }) => subject.startsWith("[Test] Lamps"))).toHaveLength(1);
  expect(await mailsOf([lea])).toEqual([0]);
});
