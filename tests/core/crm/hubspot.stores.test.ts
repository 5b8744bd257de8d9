import { afterAll, beforeAll, expect, test } from "vitest";
import { nightly } from "#core/crm/sync.ts";
import { sync } from "#core/crm/work.ts";
import { perform } from "#core/run/perform.ts";
import { asPlatform } from "#platform/db.ts";
import type { CrmSync } from "#schema/crm.ts";
import type { LeadActivity, LeadDetail, LeadItem } from "#schema/lead.ts";
import { simulatedWorld } from "#tests/localstack/providers/world.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { comeBack, doorOf, letIn } from "#tests/support/sign-in.ts";
import { as, freshTenant, machine, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

const world = simulatedWorld();

beforeAll(() => {
  process.env["CHANNEL_APIS_URL"] = world.url;
});
afterAll(closeStores);

const authorise = (who: TestPerson, channelId?: string) => doorOf(who, "hubspot", channelId);

/** The account is connected, and is being read. */
async function connected(tenant: TestTenant): Promise<string> {
  const url = await authorise(tenant.people.TA);
  const { channelId } = await comeBack(tenant.people.TA, await letIn(url, { account: tenant.slug }));
  expect(await state(tenant)).toMatchObject({ status: "running", channelId });
  return channelId ?? "";
}

/** Somebody at work in the account of a tenant itself. */
async function insider(tenant: TestTenant) {
  const redirect_uri = "http://localhost/there";
  const asked = { client_id: "local", redirect_uri, response_type: "code" };
  const url = `${world.url}/oauth/hubspot/oauth/authorize?${new URLSearchParams(asked)}`;
  const { code = "" } = await letIn(url, { account: tenant.slug });
  const client = { client_id: "local", client_secret: "local", grant_type: "authorization_code" };
  const { body } = await world.ask<{ access_token: string }>("/oauth/hubspot/oauth/v1/token", {
    form: { ...client, code, redirect_uri },
  });
  const headers = { authorization: `Bearer ${body.access_token}` };
  return async <T = { id: string }>(path: string, json: unknown, method = "POST"): Promise<T> =>
    (await world.ask<T>(`/hubspot${path}`, { method, headers, json })).body;
}

async function work(tenant: TestTenant): Promise<void> {
  const run = await asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", "hubspot-sync")
      .orderBy("version", "desc")
      .orderBy("attempt")
      .executeTakeFirstOrThrow(),
  );
  await as(machine(tenant.id), () => perform(run.id, sync));
}

const state = (tenant: TestTenant) => ok<CrmSync>(tenant.people.TA, "GET", "/tenant/v1/channels/hubspot/sync");
const again = (tenant: TestTenant) => call<CrmSync>(tenant.people.TA, "POST", "/tenant/v1/channels/hubspot/sync");
const leads = (tenant: TestTenant, query = "") =>
  ok<{ items: LeadItem[] }>(tenant.people.TA, "GET", `/tenant/v1/leads?limit=100${query}`);

async function leadOf(tenant: TestTenant, name: string): Promise<LeadDetail> {
  const { items } = await leads(tenant, `&q=${encodeURIComponent(name)}`);
  return ok<LeadDetail>(tenant.people.TA, "GET", `/tenant/v1/leads/${items[0]?.id}`);
}

test("contacts, deals and forms become leads, once, though the work breaks off and is asked for patience", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const inside = await insider(tenant);
  const { TA } = tenant.people;
  const domain = `${tenant.slug}.example`;
  const inputs = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => ({
      properties: { email: `P${from + at}@${domain}`, firstname: `P${from + at}`, lastname: "Person", phone: "" },
    }));
  await inside("/crm/v3/objects/contacts/batch/create", { inputs: inputs(0, 100) });
  await inside("/crm/v3/objects/contacts/batch/create", { inputs: inputs(100, 140) });
  await inside("/crm/v3/objects/contacts", { properties: { firstname: "Nobody" } });
  await call(TA, "POST", "/tenant/v1/leads", { body: { email: `p7@${domain}`, company: "Known before" } });
  const buyer = await inside("/crm/v3/objects/contacts", {
    properties: { email: `buyer@${domain}`, company: "Buyer" },
  });
  const other = await inside("/crm/v3/objects/contacts", { properties: { email: `yen@${domain}`, company: "Other" } });
  const deal = (contact: string, money: { amount: string; deal_currency_code: string }) =>
    inside("/crm/v3/objects/deals", {
      properties: { dealname: "Lamps", dealstage: "closedwon", closedate: "2026-03-01T00:00:00Z", ...money },
      associations: [
        { to: { id: contact }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 3 }] },
      ],
    });
  await deal(buyer.id, { amount: "1234.50", deal_currency_code: "EUR" });
  await deal(other.id, { amount: "150000", deal_currency_code: "JPY" });
  const form = await inside("/marketing/v3/forms", { name: "Contact" });
  const fields = [
    { name: "email", value: `form@${domain}` },
    { name: "message", value: "Do you mend lamps?" },
    { name: "budget", value: "500" },
  ];
  await inside(`/submissions/v3/integration/secure/submit/1/${form.id}`, {
    fields,
    context: { pageUri: "https://x.example/" },
  });

  await connected(tenant);
  expect((await again(tenant)).code).toBe("request.already_exists");
  await world.fault({ provider: "hubspot", kind: "server_error", times: 1, match: "after=100" });
  await expect(work(tenant)).rejects.toThrow("500");
  expect(await state(tenant)).toMatchObject({ status: "running", phase: "contacts" });
  await world.fault({ provider: "hubspot", kind: "rate_limit", times: 2, retryAfterS: 1 });
  await world.fault({ provider: "hubspot", kind: "auth", times: 1, match: "/deals" });
  await work(tenant);
  const { counts, ...done } = await state(tenant);
  expect(done).toMatchObject({ status: "idle", phase: "done", mode: "full", errorCode: null });
  expect(counts).toEqual({
    contacts: { created: 141, updated: 1, skipped: 1 },
    deals: { created: 2, updated: 0, skipped: 0 },
    forms: { created: 1, updated: 0, skipped: 0 },
  });
  const total = await asPlatform((tx) =>
    tx
      .selectFrom("leads")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("tenantId", "=", tenant.id)
      .executeTakeFirstOrThrow(),
  );
  expect(Number(total.count)).toBe(143);
  expect(await leadOf(tenant, `p7@${domain}`)).toMatchObject({ company: "Known before", lastName: "Person" });
  expect(await leadOf(tenant, `buyer@${domain}`)).toMatchObject({
    ...{ dealStage: "closedwon", revenue: { amountMinor: 123_450, currency: "EUR" } },
  });
  expect(await leadOf(tenant, `yen@${domain}`)).toMatchObject({ revenue: { amountMinor: 150_000, currency: "JPY" } });
  const sent = await leadOf(tenant, `form@${domain}`);
  expect(sent).toMatchObject({ source: "website_form", message: "Do you mend lamps?" });
  expect(sent.answers).toEqual([{ question: "budget", value: "500" }]);
  const { items } = await ok<{ items: LeadActivity[] }>(TA, "GET", `/tenant/v1/leads/${sent.id}/activities`);
  expect(items.map(({ type }) => type)).toEqual(["form_submitted"]);

  expect((await again(tenant)).body).toMatchObject({ mode: "delta", status: "running" });
  await work(tenant);
  const second = await state(tenant);
  for (const kind of ["contacts", "deals", "forms"] as const)
    expect({ kind, ...second.counts[kind] }).toMatchObject({ kind, created: 0, updated: 0 });
});

test("what a person wrote later than it changed there stays; what changed there later comes over", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const inside = await insider(tenant);
  const { TA } = tenant.people;
  const email = `ana@${tenant.slug}.example`;
  const { id } = await inside("/crm/v3/objects/contacts", { properties: { email, company: "First" } });
  await connected(tenant);
  await work(tenant);
  const change = (properties: object) => inside(`/crm/v3/objects/contacts/${id}`, { properties }, "PATCH");
  await change({ company: "Theirs, early", jobtitle: "Buyer" });
  const before = await leadOf(tenant, email);
  const ours = { body: { company: "Ours, later" }, version: before.rowVersion };
  expect((await call(TA, "PATCH", `/tenant/v1/leads/${before.id}`, ours)).status).toBe(200);
  await again(tenant);
  await work(tenant);
  expect(await leadOf(tenant, email)).toMatchObject({ company: "Ours, later", jobTitle: "Buyer" });
  await change({ company: "Theirs, last" });
  expect(await as(machine(tenant.id), nightly)).toBe(true);
  await work(tenant);
  expect(await leadOf(tenant, email)).toMatchObject({ company: "Theirs, last", jobTitle: "Buyer" });
});

test("an account that no longer lets us in is connected anew by a person, and goes on where it stopped", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  await connected(tenant);
  await world.steer("/admin/tokens/expire", { family: "hubspot", refresh: true });
  await work(tenant);
  expect(await state(tenant)).toMatchObject({ status: "failed", errorCode: "needs_reconnect", phase: "contacts" });
  expect((await again(tenant)).code).toBe("channel.channel_disconnected");
  expect(await as(machine(tenant.id), nightly)).toBe(false);
  await connected(tenant);
  expect(await state(tenant)).toMatchObject({ mode: "full", status: "running" });
  await work(tenant);
  expect(await state(tenant)).toMatchObject({ status: "idle", phase: "done" });
});
