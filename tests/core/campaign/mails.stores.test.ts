import { afterAll, expect, test } from "vitest";
import { tokenOf } from "#core/letter/way-out.ts";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited } from "#tests/support/work.ts";
import { approve, attemptOf, work } from "../publish/accounts.ts";
import { asking, atWork, days, mailsOf, nextWednesday, outreach, statesOf, tick, withAddress } from "./at-work.ts";

afterAll(closeStores);

const statusOf = async (tenant: TestTenant, contactEmail: string) =>
  await asPlatform((tx) =>
    tx
      .selectFrom("backlinks")
      .select(["id", "outreachStatus"])
      .where("tenantId", "=", tenant.id)
      .where("contactEmail", "=", contactEmail)
      .executeTakeFirstOrThrow(),
  );

test("outreach goes out one mail a day to a house in working hours, reminders follow, and an answer ends them", async () => {
  const tenant = await atWork();
  const key = tenant.slug;
  const [ann, bob, cid] = [`ann@${key}-one.test`, `bob@${key}-one.test`, `cid@${key}-two.test`];
  const { firsts } = await outreach(tenant, [ann, bob, cid]);
  for (const id of firsts) await approve(tenant, id, "dm");
  const wednesday = nextWednesday();
  await tick(tenant, wednesday);
  expect(await statesOf(tenant, ann)).toEqual(["approved", "approved", "approved"]);
  expect(await attempts(tenant)).toBe(0);
  await withAddress(tenant);
  await tick(tenant, days(wednesday, 3));
  expect(await attempts(tenant)).toBe(0);
  await tick(tenant, wednesday);
  await tick(tenant, wednesday);
  expect(await attempts(tenant)).toBe(2);
  const [first = "", , third = ""] = firsts;
  for (const id of [first, third]) await work(tenant, (await attemptOf(tenant, id)).id, ["send", "send"]);
  expect(await statesOf(tenant, ann)).toEqual(["sent", "approved", "approved"]);
  expect(await statesOf(tenant, bob)).toEqual(["approved", "approved", "approved"]);
  const [mail, ...others] = await outside.mails(cid);
  expect(others).toEqual([]);
  expect(mail?.preview).toContain("mail 1");

  // Its reminder is due four days later, and goes at the next open hour.
  const prospect = await statusOf(tenant, ann);
  expect(prospect.outreachStatus).toBe("outreach_sent");
  const reminder = (await mailsOf(tenant, cid))[1];
  expect(reminder?.sendAt?.getTime()).toBeGreaterThan(Date.now() + 3.9 * 86_400_000);
  await ok(tenant.people.DM, "POST", `/tenant/v1/backlinks/${prospect.id}/status`, { body: { verb: "reply" } });
  expect(await statesOf(tenant, ann)).toEqual(["sent", "replied", "replied"]);
  const later = days(wednesday, 14);
  await tick(tenant, later);
  await work(tenant, (await attemptOf(tenant, reminder?.id ?? "")).id, ["send"]);
  expect(await statesOf(tenant, cid)).toEqual(["sent", "sent", "approved"]);
  expect(await outside.mails(cid)).toHaveLength(2);
  expect(await outside.mails(ann)).toHaveLength(1);

  const token = as(machine(tenant.id), () => tokenOf(third));
  expect((await call(undefined, "POST", `/client/v1/unsubscribe/${token}`)).body).toMatchObject({
    isUnsubscribed: true,
  });
  expect(await statesOf(tenant, cid)).toEqual(["sent", "sent", "unsubscribed"]);
});

test("a mail whose campaign rests when its turn comes is not sent, and goes once the campaign is taken up", async () => {
  const tenant = await atWork();
  const dan = `dan@${tenant.slug}.test`;
  const { campaignId, firsts } = await outreach(tenant, [dan]);
  await withAddress(tenant);
  await approve(tenant, firsts[0] ?? "", "dm");
  await tick(tenant, nextWednesday());
  const { id } = await attemptOf(tenant, firsts[0] ?? "");
  const step = (verb: string) =>
    ok(tenant.people.DM, "PATCH", `/tenant/v1/campaigns/${campaignId}/status`, { body: { verb } });
  await step("pause");
  await work(tenant, id, ["send"]);
  expect(await outside.mails(dan)).toEqual([]);
  await step("resume");
  await tick(tenant, nextWednesday());
  await work(tenant, (await attemptOf(tenant, firsts[0] ?? "")).id, ["send"]);
  expect(await outside.mails(dan)).toHaveLength(1);
});

test("a campaign that asks for reviews writes to each customer once, none that left, and no more than its day allows", async () => {
  const tenant = await atWork();
  const people = ["eva", "fin", "gil", "hans"].map((name) => `${name}@${tenant.slug}.test`);
  for (const email of people)
    await ok(tenant.people.TM, "POST", "/tenant/v1/contacts", { body: { email, type: "customer" } });
  const { items } = await ok<{ items: { id: string; email: string }[] }>(
    tenant.people.TM,
    "GET",
    "/tenant/v1/contacts",
  );
  const left = items.find(({ email }) => email === people[3]);
  await ok(tenant.people.TM, "POST", `/tenant/v1/contacts/${left?.id}/suppress`, { body: {} });
  const id = await asking(tenant);
  await approve(tenant, id, "client");
  const activate = () =>
    call(tenant.people.DM, "PATCH", `/tenant/v1/campaigns/${id}/status`, { body: { verb: "activate" } });
  expect((await activate()).code).toBe("publish.no_postal_address");
  await withAddress(tenant);
  expect((await activate()).status).toBe(200);
  const wednesday = nextWednesday();
  await tick(tenant, wednesday);
  await tick(tenant, wednesday);
  const planned = await asPlatform((tx) =>
    tx.selectFrom("publishAttempts").select(["id"]).where("tenantId", "=", tenant.id).execute(),
  );
  expect(planned).toHaveLength(2);
  for (const attempt of planned) await work(tenant, attempt.id, ["send"]);
  const counts = await Promise.all(people.map(async (to) => (await outside.mails(to)).length));
  expect(counts).toEqual([1, 1, 0, 0]);
  expect(await statesOf(tenant, people[2] ?? "")).toEqual(["approved"]);
  expect(await statesOf(tenant, people[3] ?? "")).toEqual([]);
});

test("a customer who is written down anew is not asked again, and a look that asks nobody leaves no trace", async () => {
  const tenant = await atWork();
  await withAddress(tenant);
  const { TA } = tenant.people;
  const body = { email: `ida@${tenant.slug}.test`, type: "customer" };
  const { id } = await ok<{ id: string }>(TA, "POST", "/tenant/v1/contacts", { body });
  const campaignId = await asking(tenant);
  await approve(tenant, campaignId, "client");
  await ok(tenant.people.DM, "PATCH", `/tenant/v1/campaigns/${campaignId}/status`, { body: { verb: "activate" } });
  await tick(tenant, nextWednesday());
  expect((await call(TA, "DELETE", `/tenant/v1/contacts/${id}`)).status).toBe(204);
  await ok(TA, "POST", "/tenant/v1/contacts", { body });
  await tick(tenant, nextWednesday());
  expect(await mailsOf(tenant, body.email)).toHaveLength(1);
  expect(await audited(tenant, "campaign.enrolled")).toEqual(["campaign.enrolled"]);
});

test("a campaign with more mails than a day allows keeps no other waiting", async () => {
  const tenant = await atWork();
  await withAddress(tenant);
  const [one, other] = [`one@${tenant.slug}-one.test`, `other@${tenant.slug}-two.test`];
  const crowd = await outreach(tenant, [one]);
  const { firsts } = await outreach(tenant, [other]);
  for (const id of [...crowd.firsts, ...firsts]) await approve(tenant, id, "dm");
  const due = { step: 1, afterDays: 0, subject: "Lamps", body: "Reading lamps.", status: "approved" };
  const mails = Array.from({ length: 1_001 }, (_, at) => ({
    ...{ tenantId: tenant.id, id: newId("campaignEmail"), campaignId: crowd.campaignId, ...due },
    ...{ recipientEmail: `${at}.${one}`, contentHash: "0".repeat(64), sendAt: days(new Date(), -1) },
  }));
  await asPlatform((tx) => tx.insertInto("campaignEmails").values(mails).execute());
  await tick(tenant, nextWednesday());
  expect(await attemptOf(tenant, firsts[0] ?? "")).toMatchObject({ status: "prepared" });
});

async function attempts({ id }: TestTenant): Promise<number> {
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("publishAttempts")
      .select("id")
      .where("tenantId", "=", id)
      .where("status", "not in", ["failed", "abandoned"])
      .execute(),
  );
  return rows.length;
}
