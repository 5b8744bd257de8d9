import { afterAll, expect, test } from "vitest";
import { sendDue } from "#core/campaign/mail-due.ts";
import { asPlatform } from "#platform/db.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { LeadActivity, LeadDetail, LeadItem } from "#schema/lead.ts";
import type { LeadEmail } from "#schema/lead-email.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { lookedAt } from "#tests/support/furnish-site.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";
import { attemptOf, work } from "../publish/accounts.ts";

afterAll(closeStores);

const write = (who: TestPerson, body: object) => call<LeadDetail>(who, "POST", "/tenant/v1/leads", { body });
const read = (who: TestPerson, id: string) => ok<LeadDetail>(who, "GET", `/tenant/v1/leads/${id}`);
const happened = async (who: TestPerson, id: string) =>
  (await ok<{ items: LeadActivity[] }>(who, "GET", `/tenant/v1/leads/${id}/activities`)).items;

test("the same person is one open lead, also when they come twice at once", async () => {
  const { people, id: tenantId } = await freshTenant();
  const { TM } = people;
  expect((await write(TM, { message: "Hello" })).code).toBe("lead.no_identity");
  const forms = ["Do you sell lamps?", "And cables?", "When?"].map((message) =>
    write(TM, { email: "Ana@Buyer.example ", message, phone: "(212) 555-0123" }),
  );
  const answers = await Promise.all(forms);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(answers.filter(({ body }) => !body.merged)).toHaveLength(1);
  const { items } = await ok<{ items: LeadItem[] }>(TM, "GET", "/tenant/v1/leads");
  expect(items).toHaveLength(1);
  const lead = await read(TM, items[0]?.id ?? "");
  expect(lead).toMatchObject({ email: "ana@buyer.example", phone: "+12125550123", status: "new" });
  for (const said of ["lamps", "cables", "When"]) expect(lead.message).toContain(said);
  const byPhone = await write(TM, { phone: "+1 212 555 0123", company: "Buyer Ltd" });
  expect(byPhone.body).toMatchObject({ id: lead.id, merged: true, company: "Buyer Ltd" });
  const contacts = await asPlatform((tx) =>
    tx.selectFrom("contacts").select("email").where("tenantId", "=", tenantId).execute(),
  );
  expect(contacts).toEqual([{ email: "ana@buyer.example" }]);
});

test("a customer who writes again is a new lead; whoever was turned down lately is not", async () => {
  const { people } = await freshTenant();
  const { TM } = people;
  const { body: lead } = await write(TM, { email: "bo@buyer.example" });
  const move = (id: string, body: object) => call<LeadDetail>(TM, "POST", `/tenant/v1/leads/${id}/status`, { body });
  expect((await move(lead.id, { verb: "convert" })).code).toBe("request.illegal_transition");
  expect((await move(lead.id, { verb: "disqualify" })).code).toBe("request.validation_failed");
  expect((await move(lead.id, { verb: "disqualify", reason: "no_budget" })).body.status).toBe("disqualified");
  expect((await write(TM, { email: "bo@buyer.example", message: "I have money now" })).body).toMatchObject({
    ...{ id: lead.id, merged: true, status: "disqualified" },
  });
  await move(lead.id, { verb: "reopen" });
  await move(lead.id, { verb: "qualify" });
  expect((await move(lead.id, { verb: "convert" })).body.status).toBe("converted");
  const again = (await write(TM, { email: "bo@buyer.example" })).body;
  expect(again).toMatchObject({ merged: false, existingCustomer: true, linkedLeadId: lead.id });
  expect((await happened(TM, lead.id)).map(({ type }) => type)).toContain("status_change");
});

test("who may see which leads is the workspace's switch, in lists and by address", async () => {
  const tenant = await freshTenant();
  const { TM, TA, DM, CA } = tenant.people;
  const { body: mine } = await write(TA, { email: "one@buyer.example", firstName: "Una", lastName: "First" });
  const { body: other } = await write(TA, { email: "two@buyer.example" });
  const patched = await call(TA, "PATCH", `/tenant/v1/leads/${mine.id}`, {
    body: { assignedTo: TM.userId },
    version: mine.rowVersion,
  });
  expect(patched.status).toBe(200);
  const settings = (set: object) =>
    asPlatform((tx) => tx.updateTable("tenantSettings").set(set).where("tenantId", "=", tenant.id).execute());
  await settings({ leadVisibility: "own", dmLeadAccess: "masked" });
  const seen = await ok<{ items: LeadItem[] }>(TM, "GET", "/tenant/v1/leads");
  expect(seen.items.map(({ id }) => id)).toEqual([mine.id]);
  expect((await call(TM, "GET", `/tenant/v1/leads/${other.id}`)).code).toBe("request.not_found");
  expect(await read(DM, mine.id)).toMatchObject({ firstName: "U.", email: "…@buyer.example", message: null });
  expect((await call(DM, "POST", `/tenant/v1/leads/${mine.id}/activities`, { body: { body: "Hi" } })).code).toBe(
    "auth.forbidden",
  );
  expect((await call(CA, "GET", "/tenant/v1/leads")).code).toBe("auth.forbidden");
  await settings({ dmLeadAccess: "none" });
  expect((await ok<{ items: LeadItem[] }>(DM, "GET", "/tenant/v1/leads")).items).toEqual([]);
});

test("a company is looked up once, for its price, and people's own words stay", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TM } = tenant.people;
  const domain = `${tenant.slug}.example`;
  await lookedAt(
    domain,
    `https://${domain}/\nWe are a team of 25 in Portugal. Retail is our trade.\n\nhttps://${domain}/about\nhttps://www.linkedin.com/company/buyer`,
  );
  const { body: lead } = await write(TM, { email: `ana@${domain}`, company: "Ana's own name for it" });
  const enrich = () => call<LeadDetail>(TM, "POST", `/tenant/v1/leads/${lead.id}/enrich`);
  expect((await enrich()).body.enriching).toBe(true);
  expect((await enrich()).code).toBe("lead.not_eligible");
  await workAll(tenant);
  expect(await read(TM, lead.id)).toMatchObject({
    company: "Ana's own name for it",
    enriching: false,
    enrichment: {
      ...{ companySize: "11-50", country: "PT", industry: "Retail", website: `https://${domain}/` },
      linkedinUrl: "https://www.linkedin.com/company/buyer",
    },
  });
  expect((await enrich()).code).toBe("lead.not_eligible");
  const { body: private_ } = await write(TM, { email: "someone@gmail.com" });
  expect((await call(TM, "POST", `/tenant/v1/leads/${private_.id}/enrich`)).code).toBe("lead.not_eligible");
  expect(await spent(tenant)).toEqual([{ rateKey: "lead_enrichment", status: "consumed", amount: 25 }]);
});

test("a company of which nothing is found costs nothing, and a new lead is looked up where that is switched on", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TM } = tenant.people;
  await asPlatform((tx) =>
    tx.updateTable("tenantSettings").set({ autoEnrich: true }).where("tenantId", "=", tenant.id).execute(),
  );
  const domain = `${tenant.slug}-empty.example`;
  await lookedAt(domain, "");
  const { body: lead } = await write(TM, { email: `ana@${domain}` });
  await workAll(tenant);
  expect((await happened(TM, lead.id)).map(({ description }) => description)).toEqual(["Nothing was found"]);
  expect(await spent(tenant)).toEqual([{ rateKey: "lead_enrichment", status: "released", amount: 25 }]);
});

const spent = (tenant: TestTenant) =>
  asPlatform((tx) =>
    tx
      .selectFrom("creditReservations")
      .select(["rateKey", "status", "amount"])
      .where("tenantId", "=", tenant.id)
      .orderBy("id")
      .execute(),
  );

test("an e-mail to a lead is a draft until a reviewer approves exactly it", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TM, DM } = tenant.people;
  const { body: lead } = await write(TM, {
    email: "ana@buyer.example",
    firstName: "Ana",
    message: "Do you mend lamps?",
  });
  const draft = (id = lead.id) =>
    call<LeadEmail>(TM, "POST", `/tenant/v1/leads/${id}/emails/draft`, { body: { purpose: "first_touch" } });
  const { body: one } = await draft();
  const { body: two } = await draft();
  expect(one).toMatchObject({ status: "writing", recipient: "ana@buyer.example" });
  await workAll(tenant);
  const mail = (id: string) => ok<LeadEmail>(TM, "GET", `/tenant/v1/lead-emails/${id}`);
  const written = await mail(one.id);
  expect(written.status).toBe("draft");
  expect(written.body).toContain("Hello Ana,");
  const query = `/dm/v1/approvals?kind=lead_email&status=pending&tenantId=${tenant.id}`;
  const { items } = await ok<{ items: ApprovalItem[] }>(DM, "GET", query);
  expect(items).toHaveLength(2);
  const resolve = (subject: string, body: object) => {
    const item = items.find((found) => found.subject.id === subject);
    return call(DM, "POST", `/dm/v1/approvals/${item?.id}/resolve`, {
      body: { contentHash: item?.contentHash, ...body },
    });
  };
  expect((await resolve(one.id, { decision: "approve", contentHash: "0".repeat(64) })).code).toBe(
    "approval.approval_stale",
  );
  expect((await resolve(one.id, { decision: "approve" })).status).toBe(200);
  expect((await resolve(two.id, { decision: "reject", note: "One e-mail is enough." })).status).toBe(200);
  expect((await mail(one.id)).status).toBe("approved");
  expect(await mail(two.id)).toMatchObject({ status: "discarded", decisionNote: "One e-mail is enough." });
  expect(await audited(tenant, "lead_email%")).toEqual([
    ...["lead_email.requested", "lead_email.requested", "lead_email.drafted", "lead_email.drafted"],
    ...["lead_email.approved", "lead_email.discarded"],
  ]);
  const { body: refusing } = await write(TM, { email: "no@buyer.example", consent: { email: "refused" } });
  expect((await draft(refusing.id)).code).toBe("lead.not_eligible");

  const send = () => call(DM, "POST", `/tenant/v1/lead-emails/${one.id}/send`, { body: {} });
  expect((await send()).code).toBe("publish.no_postal_address");
  const body = { postalAddress: "1 Harbour Row, Hamburg" };
  await ok(tenant.people.TA, "PATCH", "/tenant/v1/mail-settings", { body });
  // The clock takes up what waited for the address, once.
  await as(machine(tenant.id), () => sendDue(new Date()));
  expect((await send()).code).toBe("publish.outcome_unknown");
  const before = (await outside.mails("ana@buyer.example")).length;
  await work(tenant, (await attemptOf(tenant, one.id)).id, ["send", "send"]);
  expect((await mail(one.id)).status).toBe("sent");
  expect((await outside.mails("ana@buyer.example")).length).toBe(before + 1);
  const path = `/tenant/v1/leads/${lead.id}`;
  expect(await ok(TM, "GET", path)).toMatchObject({ status: "contacted" });
  const history = await ok<{ items: LeadActivity[] }>(TM, "GET", `${path}/activities`);
  expect(history.items.map(({ type }) => type)).toEqual(expect.arrayContaining(["email_sent", "status_change"]));
  expect(await audited(tenant, "lead.status_changed")).toEqual(["lead.status_changed"]);
});
