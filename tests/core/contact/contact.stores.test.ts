import { afterAll, expect, test } from "vitest";
import { app } from "#functions/api/index.ts";
import { asPlatform } from "#platform/db.ts";
import type { Contact, ImportResult } from "#schema/contact.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const contactsOf = async ({ people }: TestTenant, query = "") =>
  (await ok<{ items: Contact[] }>(people.TA, "GET", `/tenant/v1/contacts?limit=50${query}`)).items;
const add = ({ people }: TestTenant, body: object) => ok<Contact>(people.TM, "POST", "/tenant/v1/contacts", { body });

test("an import first says what it would do, then does it once, and brings nobody back who left", async () => {
  const tenant = await freshTenant();
  const left = await add(tenant, { email: "left@people.test", subscribe: true });
  const version = { headers: { "if-match": `"${left.rowVersion}"` } };
  await ok(tenant.people.TM, "PATCH", `/tenant/v1/contacts/${left.id}`, { ...version, body: { subscribe: false } });
  const csv = [
    "E-mail;First name;Company;Shoe size",
    'ann@people.test;Ann;"Hill; Sons";39',
    "left@people.test;Leo;;44",
    "no address;Bob;;41",
    "ANN@people.test;Twice;;40",
  ].join("\r\n");
  const wish = { csv, consentText: "Signed up at the fair in May.", tag: "fair", subscribe: true };
  const counts = { created: 1, updated: 1, invalid: 2, skipped: 0, ignored: ["Shoe size"] };
  const run = (dryRun: boolean) =>
    ok<ImportResult>(tenant.people.TM, "POST", "/tenant/v1/contacts/import", { body: { ...wish, dryRun } });
  expect(await run(true)).toMatchObject(counts);
  expect(await contactsOf(tenant)).toHaveLength(1);
  expect(await run(false)).toMatchObject({ ...counts, errors: [{ row: 4 }, { row: 5 }] });
  const [ann, leo] = await contactsOf(tenant, "&tag=fair");
  expect(ann).toMatchObject({ email: "ann@people.test", company: "Hill; Sons", subscription: "subscribed" });
  expect(leo).toMatchObject({ firstName: "Leo", subscription: "unsubscribed" });
  expect(await run(false)).toMatchObject({ created: 0, updated: 2 });
});

test("whoever left is a reader again only where somebody says what they agreed to", async () => {
  const tenant = await freshTenant();
  const { id } = await add(tenant, { email: "back@people.test", subscribe: true });
  const change = async (body: object) => {
    const { rowVersion } = await ok<Contact>(tenant.people.TM, "GET", `/tenant/v1/contacts/${id}`);
    const headers = { "if-match": `"${rowVersion}"` };
    return call<Contact>(tenant.people.TM, "PATCH", `/tenant/v1/contacts/${id}`, { headers, body });
  };
  expect((await change({ subscribe: false })).body).toMatchObject({ subscription: "unsubscribed" });
  expect((await change({ subscribe: true })).code).toBe("lead.not_eligible");
  const again = await change({ subscribe: true, consentText: "Wrote on 3 May that they want it again." });
  expect(again.body).toMatchObject({ subscription: "subscribed", unsubscribedAt: null });
  await ok(tenant.people.TM, "POST", `/tenant/v1/contacts/${id}/suppress`, { body: { reason: "complaint" } });
  expect((await change({ subscribe: false })).body).toMatchObject({ suppressed: "complaint" });
  expect((await change({ subscribe: true, consentText: "Says so." })).code).toBe("lead.not_eligible");
});

test("the list leaves as a table only with those who see all leads, and no cell of it is a formula", async () => {
  const tenant = await freshTenant();
  await add(tenant, { email: "sum@people.test", firstName: "=SUM(1)", company: "Hill, Sons" });
  const table = await app.request("/tenant/v1/contacts/export", { headers: tenant.people.TM.headers });
  expect(table.status).toBe(200);
  const [, row] = (await table.text()).trimEnd().split("\r\n");
  expect(row).toContain("sum@people.test");
  expect(row).toContain("'=SUM(1)");
  expect(row).not.toMatch(/(?:^|[,"])=SUM/);
  await asPlatform((tx) =>
    tx
      .insertInto("tenantSettings")
      .values({ tenantId: tenant.id, id: newId("tenantSettings"), leadVisibility: "own" })
      .onConflict((conflict) => conflict.column("tenantId").doUpdateSet({ leadVisibility: "own" }))
      .execute(),
  );
  expect((await call(tenant.people.TM, "GET", "/tenant/v1/contacts/export")).code).toBe("auth.forbidden");
});

test("a reader that the version before writes down is a contact of this one", async () => {
  const tenant = await freshTenant();
  const email = `old-${tenant.slug}@people.test`;
  const row = { tenantId: tenant.id, id: newId("newsletterSubscriber"), email, kind: "customer" };
  await asPlatform((tx) => tx.insertInto("newsletterSubscribers").values(row).execute());
  expect(await contactsOf(tenant)).toMatchObject([{ email, type: "customer", subscription: "subscribed" }]);
  await asPlatform((tx) =>
    tx.updateTable("newsletterSubscribers").set({ unsubscribedAt: new Date() }).where("id", "=", row.id).execute(),
  );
  expect(await contactsOf(tenant)).toMatchObject([{ email, subscription: "unsubscribed" }]);
});

test("whoever is written down anew shows that nothing is written to them", async () => {
  const tenant = await freshTenant();
  const { TA, TM } = tenant.people;
  const emails = ["by-hand@people.test", "by-table@people.test", "by-form@people.test"];
  for (const email of emails) {
    const { id } = await add(tenant, { email });
    await ok(TM, "POST", `/tenant/v1/contacts/${id}/suppress`, { body: { reason: "bounce" } });
    await call(TA, "DELETE", `/tenant/v1/contacts/${id}`);
  }
  expect(await contactsOf(tenant)).toEqual([]);
  expect(await add(tenant, { email: emails[0] })).toMatchObject({ suppressed: "bounce" });
  const body = {
    csv: `email\n${emails[1]}`,
    consentText: "Signed up at the fair in May.",
    subscribe: true,
    dryRun: false,
  };
  await ok(TM, "POST", "/tenant/v1/contacts/import", { body });
  await ok(TM, "POST", "/tenant/v1/leads", { body: { email: emails[2] } });
  const all = await contactsOf(tenant);
  expect(all.map(({ email, suppressed }) => [email, suppressed]).toSorted()).toEqual(
    emails.map((email) => [email, "bounce"]).toSorted(),
  );
  expect(all.map(({ subscription }) => subscription)).toEqual(["none", "none", "none"]);
});
