import { afterAll, describe, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { freshPerson, lettersTo, password } from "#tests/support/account.ts";
import { type Answer, call } from "#tests/support/api.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";
import { billing } from "#tests/support/signup.ts";
import { freshTenant, superAdmin, type TestPerson } from "#tests/support/tenant.ts";

afterAll(closeStores);

const reason = "The invoice of March has not been paid.";

function client(facts: object = {}) {
  const email = `${newId("user").toLowerCase()}@owners.test`;
  const owner = { firstName: "Odile", lastName: "Marchand", email };
  return { name: `Bakery ${email.split("@")[0]}`, ...owner, planPriceId: "world-free-monthly", billing, ...facts };
}
const make = (who: TestPerson, body: object): Promise<Answer<{ id: string; status: string }>> =>
  call(who, "POST", "/admin/v1/tenants", { body });
const login = (email: string) => browser().call("POST", "/auth/v1/login", { email, password, app: "dashboard" });
const tenantsNamed = (name: string) =>
  asPlatform((tx) => tx.selectFrom("tenants").select("id").where("name", "=", name).execute());

describe("a client made by a super admin", () => {
  test("is there with its owner, who sets a password with the mailed link and is in", async () => {
    const { people } = await freshTenant();
    const input = client({ reviewerIds: [people.DM.userId] });
    const made = await make(await superAdmin(), input);
    expect(made).toMatchObject({ status: 201, body: { status: "onboarding" } });
    expect((await login(input.email)).code).toBe("auth.bad_credentials");
    const [letter] = await lettersTo(input.email);
    await browser().call("POST", "/auth/v1/password/reset", { token: letter?.token, password });
    expect(await login(input.email)).toMatchObject({
      status: 200,
      body: { tenantId: made.body.id, tenants: [{ side: "client", role: "admin" }] },
    });
    const counts = await asPlatform(async (tx) => ({
      datasets: (await tx.selectFrom("datasets").select("id").where("tenantId", "=", made.body.id).execute()).length,
      contracts: (await tx.selectFrom("contracts").select("id").where("tenantId", "=", made.body.id).execute()).length,
      members: (await tx.selectFrom("tenantMembers").select("id").where("tenantId", "=", made.body.id).execute())
        .length,
    }));
    expect(counts).toEqual({ datasets: 4, contracts: 1, members: 2 });
  });

  test("with a password for its owner lets them in at once, and mails the address to prove it", async () => {
    const input = client({ password });
    expect((await make(await superAdmin(), input)).status).toBe(201);
    expect(await login(input.email)).toMatchObject({ status: 200, body: { user: { emailVerified: false } } });
    const letters = await lettersTo(input.email);
    expect(letters.map(({ code }) => code !== undefined)).toEqual([true, false]);
  });

  test("goes to somebody who has an account only when that was meant", async () => {
    const staff = await superAdmin();
    const person = await freshPerson();
    const input = client({ email: person.email });
    expect(await make(staff, input)).toMatchObject({
      status: 409,
      body: { error: { code: "request.already_exists", details: { userId: person.id, name: "Pia Quist" } } },
    });
    expect(await tenantsNamed(input.name)).toEqual([]);
    expect((await make(staff, { ...input, useExistingUser: true })).status).toBe(201);
    expect(await login(person.email)).toMatchObject({ status: 200 });
  });

  test("is refused with a password, a plan, a tax number or a reviewer that is none, and nothing is left of it", async () => {
    const staff = await superAdmin();
    const { people } = await freshTenant();
    const india = { ...billing, country: "IN", state: "KA" };
    const wrong = [
      [client({ password: "password1" }), "password.weak_password"],
      [client({ planPriceId: "world-nothing-monthly" }), "request.validation_failed"],
      [client({ planPriceId: undefined }), "request.validation_failed"],
      [client({ billing: india, tax: { gstin: "29ABCDE1234F1Z0", sez: false } }), "tax.tax_id_invalid"],
      [client({ reviewerIds: [people.TM.userId] }), "request.validation_failed"],
      [client({ name: "B" }), "request.validation_failed"],
    ] as const;
    for (const [input, code] of wrong) {
      expect(await make(staff, input)).toMatchObject({ code, body: { error: { fields: [{}] } } });
      expect(await tenantsNamed(input.name)).toEqual([]);
    }
  });

  test("is suspended with a reason, which shuts its people out with the next request, and reinstated", async () => {
    const staff = await superAdmin();
    const { id, people } = await freshTenant();
    const move = (verb: string, body: object = {}) => call(staff, "POST", `/admin/v1/tenants/${id}/${verb}`, { body });
    const look = () => call(people.TM, "GET", "/tenant/v1/me");
    expect((await look()).status).toBe(200);
    expect(await move("suspend", { reason: "short" })).toMatchObject({ status: 422 });
    expect(await move("suspend", { reason })).toMatchObject({ status: 200, body: { status: "suspended" } });
    expect(await look()).toMatchObject({ status: 403, code: "tenant.tenant_suspended" });
    expect(await move("activate")).toMatchObject({ status: 409, code: "request.illegal_transition" });
    expect(await move("reinstate")).toMatchObject({ status: 200, body: { status: "active" } });
    expect((await look()).status).toBe(200);
  });

  test("is made by nobody else", async () => {
    const { people } = await freshTenant();
    for (const who of [people.TA, people.DL]) expect((await make(who, client())).status).toBe(403);
  });
});
