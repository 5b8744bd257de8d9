import { afterAll, describe, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { get } from "#platform/storage.ts";
import { plans } from "#schema/plans.ts";
import { freshPerson, lettersTo } from "#tests/support/account.ts";
import { call } from "#tests/support/api.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";
import { applicant, begin, billing, company, complete, signedUp } from "#tests/support/signup.ts";
import { as, machine, superAdmin } from "#tests/support/tenant.ts";

afterAll(closeStores);

const rowOf = (id: string) =>
  asPlatform((tx) => tx.selectFrom("signupSessions").selectAll().where("id", "=", id).executeTakeFirstOrThrow());

const audited = (tenantId: string | null, from = new Date(0)) =>
  asPlatform(async (tx) => {
    const rows = await tx
      .selectFrom("outbox")
      .select("name")
      .where("kind", "=", "audit")
      .where("tenantId", "is not distinct from", tenantId)
      .where("createdAt", ">=", from)
      .orderBy("id")
      .execute();
    return rows.map(({ name }) => name);
  });

describe("a sign-up to a plan that costs nothing", () => {
  test("makes the workspace with all that belongs to it in one go and signs its owner in", async () => {
    const run = await begin();
    await company(run);
    const offers = await run.tab.call("GET", `/auth/v1/signup/${run.id}/plans`, undefined, run.proof);
    expect(offers.body).toMatchObject({
      region: { currency: "USD" },
      items: [{ plan: "free" }, {}, {}, {}, {}, {}, {}],
    });
    const done = await complete(run);
    expect(done).toMatchObject({ status: 201, body: { state: "complete", payment: null } });
    const { tenantId, tokens } = done.body as { tenantId: string; tokens: { user: { id: string } } };
    const userId = tokens.user.id;

    const found = await asPlatform(async (tx) => ({
      tenant: await tx.selectFrom("tenants").selectAll().where("id", "=", tenantId).executeTakeFirstOrThrow(),
      members: await tx.selectFrom("tenantMembers").selectAll().where("tenantId", "=", tenantId).execute(),
      datasets: await tx.selectFrom("datasets").select("kind").where("tenantId", "=", tenantId).execute(),
      credits: await tx.selectFrom("creditBalances").selectAll().where("tenantId", "=", tenantId).executeTakeFirst(),
      channels: await tx.selectFrom("connectedChannels").selectAll().where("tenantId", "=", tenantId).execute(),
      contract: await tx.selectFrom("contracts").selectAll().where("tenantId", "=", tenantId).executeTakeFirstOrThrow(),
      billed: await tx.selectFrom("billingProfiles").selectAll().where("tenantId", "=", tenantId).executeTakeFirst(),
    }));
    expect(found.tenant).toMatchObject({
      status: "active",
      plan: "free",
      ownerUserId: userId,
      contractAcceptedAt: null,
    });
    expect(found.members).toMatchObject([{ userId, side: "client", role: "admin" }]);
    expect(found.datasets).toHaveLength(4);
    expect(found.credits).toMatchObject({ available: plans.free.credits, reserved: 0 });
    expect(found.channels).toMatchObject([{ type: "website", url: "https://bakery.example/" }]);
    expect(found.billed).toMatchObject({ name: billing.name, planPriceId: "world-free-monthly", sez: false });
    expect(found.contract).toMatchObject({ version: "2026-01", acceptedAt: null });
    const pdf = await as(machine(tenantId), () => get(found.contract.pdfKey));
    expect(sha256(pdf ?? "")).toBe(found.contract.pdfSha256);
    expect(await audited(tenantId)).toEqual(
      expect.arrayContaining(["tenant.created", "member.added", "contract.issued", "signup.completed", "user.created"]),
    );
    expect(await rowOf(run.id)).toMatchObject({ state: "complete", tenantId, termsVersion: "2026-01" });
    const subjects = (await lettersTo(run.email)).map(({ subject }) => subject);
    expect(subjects).toEqual(
      [expect.stringMatching(/welcome/i), expect.stringMatching(/^\d{6} is your code/)].toSorted(),
    );
    expect(await run.tab.call("GET", "/tenant/v1/me")).toMatchObject({
      status: 200,
      body: { tenant: { id: tenantId } },
    });
  });

  test("keeps the password nowhere but as its hash", async () => {
    const run = await begin();
    expect(JSON.stringify(await rowOf(run.id))).not.toContain(applicant().password);
  });

  test("whose answer was lost is completed again without a second workspace, also twice at the same moment", async () => {
    const run = await begin();
    await company(run);
    const answers = await Promise.all([complete(run), complete(run)]);
    answers.push(await complete(run));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body["tenantId"])).size).toBe(1);
    const owned = await asPlatform((tx) =>
      tx
        .selectFrom("tenants as t")
        .innerJoin("users as u", "u.id", "t.ownerUserId")
        .select("t.id")
        .where("u.email", "=", run.email)
        .execute(),
    );
    expect(owned).toHaveLength(1);
  });

  test("leaves nothing behind when the address was taken meanwhile", async () => {
    const run = await begin();
    await company(run);
    await asPlatform((tx) =>
      tx
        .insertInto("users")
        .values({ id: `usr_${run.id.slice(4)}`, email: run.email, firstName: "Other", lastName: "One" })
        .execute(),
    );
    const name = `Bakery ${run.id.slice(-8)}`;
    expect(await complete(run)).toMatchObject({ status: 409, code: "request.already_exists" });
    const made = await asPlatform((tx) => tx.selectFrom("tenants").select("id").where("name", "=", name).execute());
    expect(made).toEqual([]);
    expect(await rowOf(run.id)).toMatchObject({ tenantId: null });
  });
});

describe("the steps", () => {
  test("are taken in order", async () => {
    const run = await begin();
    const early = { code: "signup.step_order", status: 409 };
    expect(await complete(run)).toMatchObject(early);
    expect(await run.tab.call("GET", `/auth/v1/signup/${run.id}/plans`, undefined, run.proof)).toMatchObject(early);
    await company(run);
    const location = { state: "29", sez: false };
    expect(await run.tab.call("PATCH", `/auth/v1/signup/${run.id}/location`, location, run.proof)).toMatchObject(early);
  });

  test("ask in India where the company is, and refuse tax numbers that cannot be right, field by field", async () => {
    const run = await begin({ country: "IN", phone: "+919820012345" });
    expect((await company(run)).body).toMatchObject({ state: "step_2", next: "location" });
    const send = (body: object) => run.tab.call("PATCH", `/auth/v1/signup/${run.id}/location`, body, run.proof);
    const wrong = await send({ state: "29", gstin: "27AAPFU0939F1ZW", sez: true, pan: "AAPFU0939G" });
    expect(wrong).toMatchObject({ status: 422, code: "tax.tax_id_invalid" });
    expect(JSON.stringify(wrong.body)).toContain('"path":"gstin"');
    expect(JSON.stringify(wrong.body)).toContain('"path":"pan"');
    expect(await send({ state: "29", sez: true })).toMatchObject({ code: "tax.tax_id_invalid" });
    expect(await send({ state: "29", gstin: "27AAPFU0939F1ZV" })).toMatchObject({ code: "tax.tax_id_invalid" });
    expect((await send({ state: "27", gstin: "27aapfu0939f1zv", sez: false })).body).toMatchObject({
      state: "step_3",
      next: "plan",
      location: { gstin: "27AAPFU0939F1ZV" },
    });
    const elsewhere = { billing: { ...billing, country: "IN", state: "Karnataka" }, planPriceId: "in-free-monthly" };
    expect(await complete(run, elsewhere)).toMatchObject({ code: "tax.tax_id_invalid" });
    const here = { billing: { ...billing, country: "IN", state: "Maharashtra" }, planPriceId: "in-free-monthly" };
    expect(await complete(run, here)).toMatchObject({ status: 201 });
  });

  test("go back without losing what was entered", async () => {
    const run = await begin();
    await company(run);
    const again = { ...applicant(run.email), firstName: "Grace" };
    const answer = await run.tab.call("POST", "/auth/v1/signup", again, run.proof);
    expect(answer.body).toMatchObject({ id: run.id, state: "step_2" });
    const now = await run.tab.call("GET", `/auth/v1/signup/${run.id}`, undefined, run.proof);
    expect(now.body).toMatchObject({ firstName: "Grace", company: { industry: "food" }, next: "plan" });
  });

  test("refuse names, numbers and addresses that are none, an unknown price and other terms", async () => {
    const send = (facts: object) => browser().call("POST", "/auth/v1/signup", { ...applicant(), ...facts });
    for (const facts of [
      { firstName: "A" },
      { lastName: "R2-D2" },
      { phone: "0123456" },
      { phone: "+1415555" },
      { email: "no address" },
      { country: "XX" },
      { timezone: "Mars/Olympus" },
      { more: true },
    ])
      expect({ facts, ...(await send(facts)) }).toMatchObject({ facts, status: 422 });
    expect(await send({ password: "12345678" })).toMatchObject({ code: "password.weak_password" });
    const run = await begin();
    await company(run);
    expect(await complete(run, { planPriceId: "in-pro-monthly" })).toMatchObject({ status: 422 });
    expect(await complete(run, { planPriceId: "world-enterprise-monthly" })).toMatchObject({ status: 422 });
    expect(await complete(run, { termsVersion: "1999-01" })).toMatchObject({ status: 422 });
  });
});

describe("a sign-up", () => {
  test("is found by nobody who cannot show its token", async () => {
    const run = await begin();
    const other = await begin();
    for (const headers of [{}, { "x-signup-token": "guess" }, other.proof]) {
      const path = `/auth/v1/signup/${run.id}`;
      expect(await run.tab.call("GET", path, undefined, headers)).toMatchObject({ code: "request.not_found" });
      const input = { name: "Taken over", industry: "food" };
      expect(await run.tab.call("PATCH", `${path}/company`, input, headers)).toMatchObject({ status: 404 });
    }
    expect(await rowOf(run.id)).toMatchObject({ company: null });
  });

  test("of an address in use is refused at its field", async () => {
    const person = await freshPerson();
    const answer = await browser().call("POST", "/auth/v1/signup", applicant(person.email.toUpperCase()));
    expect(answer).toMatchObject({ status: 409, code: "request.already_exists" });
    expect(answer.body).toMatchObject({ error: { fields: [{ path: "email" }] } });
  });

  test("that is begun anew elsewhere ends the earlier one", async () => {
    const first = await begin();
    const second = await begin({ email: first.email });
    const ended = await first.tab.call("GET", `/auth/v1/signup/${first.id}`, undefined, first.proof);
    expect(ended).toMatchObject({ status: 410, code: "signup.session_expired" });
    expect((await rowOf(second.id)).state).toBe("step_1");
  });

  test("is over 30 days after its last change", async () => {
    const run = await begin();
    await asPlatform((tx) =>
      tx
        .updateTable("signupSessions")
        .set({ expiresAt: new Date(Date.now() - 1_000) })
        .where("id", "=", run.id)
        .execute(),
    );
    expect(await company(run)).toMatchObject({ status: 410, code: "signup.session_expired" });
  });

  test("is refused from an address that began ten within the hour, and of an e-mail that began five within the day", async () => {
    const factor = process.env["RATE_LIMIT_FACTOR"];
    process.env["RATE_LIMIT_FACTOR"] = "1";
    try {
      const tab = browser();
      const statuses: number[] = [];
      for (let round = 0; round < 11; round++)
        statuses.push((await tab.call("POST", "/auth/v1/signup", applicant())).status);
      expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429]);
      const facts = applicant();
      const perMail: number[] = [];
      for (let round = 0; round < 6; round++)
        perMail.push((await browser().call("POST", "/auth/v1/signup", facts)).status);
      expect(perMail).toEqual([201, 201, 201, 201, 201, 429]);
    } finally {
      process.env["RATE_LIMIT_FACTOR"] = factor ?? "1";
    }
  });
});

describe("a paid plan", () => {
  test("leaves the workspace waiting: its people see how the payment stands, and nothing else", async () => {
    const { tenantId, headers, tab, id, proof } = await signedUp({ planPriceId: "world-pro-monthly" });
    const owner = { headers } as never;
    const waits = { status: 402, code: "billing.payment_required" };
    for (const path of ["/dashboard/v1/home", "/tenant/v1/requests", "/dashboard/v1/contract"])
      expect(await call(owner, "GET", path)).toMatchObject(waits);
    expect(await call(owner, "POST", "/v1/search", { body: { q: "anything" } })).toMatchObject(waits);
    expect(await call(owner, "GET", "/tenant/v1/me")).toMatchObject({
      status: 200,
      body: { banners: [{ kind: "payment" }, {}] },
    });
    const standing = { state: "payment_pending", amount: { amountMinor: 14_900, currency: "USD" }, gatewayOrder: null };
    expect((await call(owner, "GET", "/dashboard/v1/payment")).body).toMatchObject(standing);
    expect((await tab.call("GET", `/auth/v1/signup/${id}/payment`, undefined, proof)).body).toMatchObject(standing);
    const credits = () =>
      asPlatform((tx) =>
        tx.selectFrom("creditBalances").select("available").where("tenantId", "=", tenantId).executeTakeFirst(),
      );
    expect(await credits()).toEqual({ available: 0 });

    const staff = await superAdmin();
    expect(await call(staff, "POST", `/admin/v1/tenants/${tenantId}/activate`)).toMatchObject({ status: 200 });
    expect(await call(owner, "GET", "/dashboard/v1/home")).toMatchObject({ code: "tenant.contract_required" });
    expect(await credits()).toEqual({ available: plans.pro.credits });
  });
});

describe("the contract", () => {
  test("closes the workspace until an admin of it signs with their name; from the next request on it is open", async () => {
    const { headers, tenantId } = await signedUp();
    const owner = { headers } as never;
    const shut = { status: 403, code: "tenant.contract_required" };
    expect(await call(owner, "GET", "/dashboard/v1/home")).toMatchObject(shut);
    expect(await call(owner, "GET", "/tenant/v1/requests")).toMatchObject(shut);
    expect(await call(owner, "GET", "/auth/v1/me")).toMatchObject({ status: 200 });
    const contract = await call(owner, "GET", "/dashboard/v1/contract");
    expect(contract.body).toMatchObject({ version: "2026-01", acceptedAt: null, mayAccept: true });
    const accept = (body: object) => call(owner, "POST", "/dashboard/v1/contract/accept", { body });
    const signature = { version: "2026-01", typedName: "Ada Vance", accepted: true };
    expect(await accept({ ...signature, version: "2025-01" })).toMatchObject({ code: "request.stale_state" });
    expect(await accept({ ...signature, accepted: false })).toMatchObject({ status: 422 });
    expect(await accept(signature)).toMatchObject({ status: 204 });
    expect(await call(owner, "GET", "/dashboard/v1/home")).toMatchObject({ status: 200 });
    const signed = await asPlatform((tx) =>
      tx.selectFrom("contracts").selectAll().where("tenantId", "=", tenantId).executeTakeFirstOrThrow(),
    );
    expect(signed).toMatchObject({ typedName: "Ada Vance", acceptedAt: expect.any(Date) });
    expect(await audited(tenantId)).toContain("contract.accepted");
    const { url } = (await call<{ url: string }>(owner, "GET", "/dashboard/v1/contract/pdf")).body;
    expect((await fetch(url)).headers.get("content-type")).toBe("application/pdf");
  });
});
