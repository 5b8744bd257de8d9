import { afterAll, describe, expect, test } from "vitest";
import { totp } from "#localstack/totp.ts";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { challenged, guardedPerson, lettersTo, password, signedIn } from "#tests/support/account.ts";
import { type Answer, call } from "#tests/support/api.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, superAdmin, type TestPerson } from "#tests/support/tenant.ts";

afterAll(closeStores);

const reason = "They told us by telephone, and we called back.";
const login = (email: string, app = "dm-portal") =>
  browser("dm").call("POST", "/auth/v1/login", { email, password, app });
const newcomer = () => ({
  email: `${newId("user").toLowerCase()}@staff.test`,
  ...{ firstName: "Noor", lastName: "Haddad", role: "reviewer", appAccess: ["dm-portal"] },
});

function post<T = Record<string, unknown>>(who: TestPerson, path: string, body?: object): Promise<Answer<T>> {
  return call<T>(who, "POST", `/admin/v1/users${path}`, body ? { body } : {});
}

async function entriesAbout(id: string): Promise<string[]> {
  const rows = await asPlatform((tx) =>
    tx.selectFrom("outbox").select(["name", "payload"]).where("kind", "=", "audit").orderBy("id").execute(),
  );
  return rows
    .filter(({ payload }) => (payload as { subject: { id: string } }).subject.id === id)
    .map(({ name }) => name);
}

describe("a person made by a super admin", () => {
  test("sets the first password with a mailed link, and nobody else ever knows one", async () => {
    const staff = await superAdmin();
    const person = newcomer();
    const made = await post<{ id: string; status: string }>(staff, "", person);
    expect(made).toMatchObject({ status: 201, body: { status: "invited", emailVerified: false } });
    expect(await login(person.email)).toMatchObject({ code: "auth.bad_credentials" });
    const [letter] = await lettersTo(person.email);
    const reset = await browser().call("POST", "/auth/v1/password/reset", { token: letter?.token, password });
    expect(reset.status).toBe(204);
    expect(await login(person.email)).toMatchObject({ status: 200, body: { user: { emailVerified: true } } });
    expect(await entriesAbout(made.body.id)).toEqual(["user.created", "password.reset"]);
  });

  test("has an address that nobody has, and portals that fit the role", async () => {
    const staff = await superAdmin();
    expect(await post(staff, "", { ...newcomer(), email: staff.email.toUpperCase() })).toMatchObject({
      status: 409,
      body: { error: { code: "request.already_exists", fields: [{ path: "email" }] } },
    });
    const misfits = [{ appAccess: ["dm-portal", "manage"] }, { role: "super_admin" }];
    for (const misfit of misfits)
      expect(await post(staff, "", { ...newcomer(), ...misfit })).toMatchObject({
        status: 422,
        body: { error: { fields: [{ path: "appAccess" }] } },
      });
  });
});

describe("a person who is shut out", () => {
  test("is out with the next request, and comes back with the old password when let in again", async () => {
    const staff = await superAdmin();
    const { DM } = (await freshTenant()).people;
    expect((await call(DM, "GET", "/auth/v1/me")).status).toBe(200);
    expect(await post(staff, `/${DM.userId}/deactivate`, { reason: "short" })).toMatchObject({ status: 422 });
    expect(await post(staff, `/${DM.userId}/deactivate`, { reason })).toMatchObject({
      body: { status: "deactivated" },
    });
    expect((await call(DM, "GET", "/auth/v1/me")).code).toBe("auth.unauthenticated");
    expect(await post(staff, `/${DM.userId}/deactivate`, { reason })).toMatchObject({ status: 200 });
    const back = await post(staff, `/${DM.userId}/reactivate`);
    expect(back).toMatchObject({ status: 200, body: { sessions: [] } });
    expect(await entriesAbout(DM.userId)).toEqual(["user.deactivated", "user.reactivated"]);
  });

  test("is not the last admin of a client, nor oneself", async () => {
    const staff = await superAdmin();
    const { TA } = (await freshTenant()).people;
    expect(await post(staff, `/${TA.userId}/deactivate`, { reason })).toMatchObject({ code: "member.last_admin" });
    expect(await post(staff, `/${staff.userId}/deactivate`, { reason })).toMatchObject({ code: "auth.forbidden" });
  });
});

describe("a lost second factor", () => {
  test("is taken away after a fresh proof and with a reason; its owner is told, and no trusted device is left", async () => {
    const staff = await superAdmin();
    const { person, secret } = await guardedPerson();
    const trusting = browser("dm");
    const trust = { challengeId: await challenged(person, trusting), code: totp(secret, 1), trustDevice: true };
    expect(await trusting.call("POST", "/auth/v1/login/totp", trust)).toMatchObject({ status: 200 });
    const take = (who: TestPerson) => post(who, `/${person.id}/reset-totp`, { reason });
    await asPlatform((tx) =>
      tx.updateTable("authSessions").set({ provedAt: null }).where("userId", "=", staff.userId).execute(),
    );
    expect(await take(staff)).toMatchObject({ code: "auth.reauth_required" });
    expect(await take(await superAdmin())).toMatchObject({ status: 204 });
    expect(await trusting.call("GET", "/auth/v1/me")).toMatchObject({ code: "auth.unauthenticated" });
    expect((await lettersTo(person.email)).at(-1)?.subject).toBe("Your second factor was switched off");
    const trusts = await asPlatform((tx) =>
      tx
        .selectFrom("authVerifications")
        .select("id")
        .where("identifier", "like", "trust-device-%")
        .where("value", "=", person.id)
        .execute(),
    );
    expect(trusts).toEqual([]);
    await signedIn(person);
    await take(await superAdmin());
    expect((await entriesAbout(person.id)).filter((name) => name === "totp.reset")).toHaveLength(1);
  });
});

describe("what a super admin does for a person", () => {
  test("ends every session they have", async () => {
    const { person, tab } = await guardedPerson();
    expect(await post(await superAdmin(), `/${person.id}/end-sessions`)).toMatchObject({ body: { ended: 1 } });
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ code: "auth.unauthenticated" });
  });

  test("mails a link for a new password, and the present one stays good until it is used", async () => {
    const { person } = await guardedPerson();
    expect((await post(await superAdmin(), `/${person.id}/reset-password`)).status).toBe(204);
    expect((await lettersTo(person.email)).at(-1)?.token).toBeDefined();
    await challenged(person, browser("dm"));
  });

  test("makes a second factor a must from the next request on", async () => {
    const staff = await superAdmin();
    const { DM } = (await freshTenant()).people;
    const { body } = await call<{ rowVersion: number }>(staff, "GET", `/admin/v1/users/${DM.userId}`);
    const demand = { body: { secondFactorRequired: true }, version: body.rowVersion };
    expect(await call(staff, "PATCH", `/admin/v1/users/${DM.userId}`, demand)).toMatchObject({ status: 200 });
    expect(await call(staff, "PATCH", `/admin/v1/users/${DM.userId}`, demand)).toMatchObject({
      code: "request.version_mismatch",
    });
    expect(await call(DM, "GET", "/dm/v1/overview")).toMatchObject({ code: "auth.totp_required" });
  });

  test("is open to super admins alone", async () => {
    const { people } = await freshTenant();
    for (const who of [people.TA, people.DL, undefined])
      expect((await call(who, "GET", `/admin/v1/users/${people.TM.userId}`)).status).toBeOneOf([401, 403]);
  });
});
