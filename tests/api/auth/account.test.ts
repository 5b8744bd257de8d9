import { afterAll, describe, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { freshPerson, lettersTo, password, signedIn } from "#tests/support/account.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";

afterAll(closeStores);

const app = "dm-portal";
const wanted = "/auth/v1/email/change";

describe("one's own record", () => {
  test("is changed field by field, with its audit entry; a repeat changes and notes nothing", async () => {
    const person = await freshPerson();
    const tab = await signedIn(person);
    const patch = {
      phone: "+4366012345678",
      country: "AT",
      about: "Edits.",
      jobTitle: "Editor",
      timezone: "Europe/Vienna",
    };
    expect(await tab.call("PATCH", "/auth/v1/me", patch)).toMatchObject({ status: 200, body: patch });
    await tab.call("PATCH", "/auth/v1/me", patch);
    expect(await tab.call("PATCH", "/auth/v1/me", { about: null })).toMatchObject({
      body: { about: null, country: "AT" },
    });
    const entries = await asPlatform((tx) =>
      tx
        .selectFrom("outbox")
        .select("payload")
        .where("actor", "=", `user:${person.id}`)
        .where("name", "=", "user.updated")
        .execute(),
    );
    expect(entries).toHaveLength(2);
  });

  test.each([
    ["phone", "0660 123"],
    ["country", "Austria"],
    ["timezone", "Moon/Tranquility"],
    ["locale", "<b>"],
    ["about", "x".repeat(501)],
    ["role", "super_admin"],
    ["email", "other@people.test"],
  ])("takes no %s of the form %s", async (field, value) => {
    const tab = await signedIn(await freshPerson());
    expect(await tab.call("PATCH", "/auth/v1/me", { [field]: value })).toMatchObject({
      status: 422,
      code: "request.validation_failed",
    });
  });

  test("a new name is in what others read with the next request", async () => {
    const tab = await signedIn(await freshPerson());
    await tab.call("PATCH", "/auth/v1/me", { firstName: "Ophelia" });
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ body: { firstName: "Ophelia" } });
  });
});

describe("an address is confirmed", () => {
  const mailed = async (person: { email: string }) => {
    const tab = await signedIn(person);
    expect(await tab.call("POST", "/auth/v1/email/resend")).toMatchObject({ status: 204 });
    const letter = (await lettersTo(person.email)).at(-1);
    return { tab, token: letter?.token ?? "", code: letter?.code ?? "" };
  };

  test("with the mailed code, in the session", async () => {
    const person = await freshPerson({ emailVerified: false });
    const { tab, code } = await mailed(person);
    expect(await tab.call("POST", "/auth/v1/email/verify", { code })).toMatchObject({ status: 204 });
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ body: { emailVerified: true } });
    expect(await tab.call("POST", "/auth/v1/email/verify", { code })).toMatchObject({ code: "auth.bad_code" });
  });

  test("with the link, from any browser, once", async () => {
    const person = await freshPerson({ emailVerified: false });
    const { tab, token } = await mailed(person);
    expect(await browser().call("POST", "/auth/v1/email/verify", { token })).toMatchObject({ status: 204 });
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ body: { emailVerified: true } });
    expect(await browser().call("POST", "/auth/v1/email/verify", { token })).toMatchObject({
      code: "link.link_expired",
    });
  });

  test("not with somebody else's code, and not after five wrong ones", async () => {
    const [mine, other] = [await freshPerson({ emailVerified: false }), await freshPerson({ emailVerified: false })];
    const own = await mailed(mine);
    const foreign = await mailed(other);
    expect(await foreign.tab.call("POST", "/auth/v1/email/verify", { code: own.code })).toMatchObject({
      code: "auth.bad_code",
    });
    const wrong = own.code === "000000" ? "000001" : "000000";
    for (let tries = 0; tries < 5; tries++) await own.tab.call("POST", "/auth/v1/email/verify", { code: wrong });
    expect(await own.tab.call("POST", "/auth/v1/email/verify", { code: own.code })).toMatchObject({
      code: "auth.bad_code",
    });
  });
});

describe("a change of address", () => {
  test("is told to both, happens with the link of the new one, and closes the old one's links", async () => {
    const person = await freshPerson();
    const email = `new-${person.email}`;
    const tab = await signedIn(person);
    await browser("dm").call("POST", "/auth/v1/password/forgot", { email: person.email, app });
    const oldLink = (await lettersTo(person.email)).at(-1)?.token;
    expect(await tab.call("POST", wanted, { email })).toMatchObject({ status: 202 });
    const [letter] = await lettersTo(email);
    const told = (await lettersTo(person.email)).at(-1);
    expect(told?.subject).toBe("Your e-mail address is about to change");
    expect(told?.text).toContain(email);
    expect(told?.token).toBeUndefined();
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ body: { email: person.email } });
    expect(await browser().call("POST", "/auth/v1/email/verify", { token: letter?.token })).toMatchObject({
      status: 204,
    });
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ body: { email, emailVerified: true } });
    const reset = { token: oldLink, password: "seven quiet otters sleep" };
    expect(await browser().call("POST", "/auth/v1/password/reset", reset)).toMatchObject({ code: "link.link_expired" });
    expect(await browser("dm").call("POST", "/auth/v1/login", { email, password, app })).toMatchObject({ status: 200 });
    expect((await lettersTo(person.email)).at(-1)?.subject).toBe("Your e-mail address was changed");
  });

  test("does not take an address that somebody has, at the start or at the end", async () => {
    const [person, other] = [await freshPerson(), await freshPerson()];
    const tab = await signedIn(person);
    expect(await tab.call("POST", wanted, { email: other.email })).toMatchObject({
      status: 409,
      code: "request.already_exists",
    });
    const email = `late-${person.email}`;
    await tab.call("POST", wanted, { email });
    const [letter] = await lettersTo(email);
    await asPlatform((tx) => tx.updateTable("users").set({ email }).where("id", "=", other.id).execute());
    expect(await browser().call("POST", "/auth/v1/email/verify", { token: letter?.token })).toMatchObject({
      code: "request.already_exists",
    });
  });
});

describe("sessions", () => {
  test("are listed with device and address, and end one by one with the next request", async () => {
    const person = await freshPerson();
    const [here, there] = [await signedIn(person), await signedIn(person)];
    const list = await here.call<{ items: { id: string; ip: string; current: boolean }[] }>("GET", "/auth/v1/sessions");
    expect(list.body.items).toHaveLength(2);
    const other = list.body.items.find(({ current }) => !current);
    expect(other).toMatchObject({ app, ip: there.ip });
    expect(await there.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
    expect(await here.call("DELETE", `/auth/v1/sessions/${other?.id}`)).toMatchObject({ status: 204 });
    expect(await there.call("GET", "/auth/v1/me")).toMatchObject({ status: 401 });
    expect(await there.call("POST", "/auth/v1/refresh")).toMatchObject({ status: 401 });
    expect(await here.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
  });

  test("end only after a recent proof, the present one at any time", async () => {
    const person = await freshPerson();
    const [here, there] = [await signedIn(person), await signedIn(person)];
    const past = new Date(Date.now() - 11 * 60_000);
    await asPlatform((tx) =>
      tx.updateTable("authSessions").set({ provedAt: past }).where("userId", "=", person.id).execute(),
    );
    const list = await here.call<{ items: { id: string; current: boolean }[] }>("GET", "/auth/v1/sessions");
    const path = (current: boolean) =>
      `/auth/v1/sessions/${list.body.items.find((one) => one.current === current)?.id}`;
    expect(await here.call("DELETE", path(false))).toMatchObject({ code: "auth.reauth_required" });
    expect(await here.call("POST", "/auth/v1/sessions/revoke-others")).toMatchObject({ code: "auth.reauth_required" });
    expect(await there.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
    expect(await here.call("DELETE", path(true))).toMatchObject({ status: 204 });
    expect(await here.call("GET", "/auth/v1/me")).toMatchObject({ status: 401 });
  });

  test("of others are not found", async () => {
    const [mine, other] = [await signedIn(await freshPerson()), await signedIn(await freshPerson())];
    const { body } = await other.call<{ items: { id: string }[] }>("GET", "/auth/v1/sessions");
    expect(await mine.call("DELETE", `/auth/v1/sessions/${body.items[0]?.id}`)).toMatchObject({ status: 404 });
    expect(await other.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
  });

  test("end all but the present one at a word", async () => {
    const person = await freshPerson();
    const [here, ...others] = [await signedIn(person), await signedIn(person), await signedIn(person)];
    expect(await here.call("POST", "/auth/v1/sessions/revoke-others")).toMatchObject({ status: 204 });
    for (const other of others) expect(await other.call("GET", "/auth/v1/me")).toMatchObject({ status: 401 });
    expect(await here.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
  });

  test("slide on with use, to their ninetieth day and no further", async () => {
    const person = await freshPerson();
    const tab = await signedIn(person);
    const expiry = async () =>
      (
        await asPlatform((tx) =>
          tx.selectFrom("authSessions").select("expiresAt").where("userId", "=", person.id).executeTakeFirstOrThrow(),
        )
      ).expiresAt.getTime();
    const day = 24 * 3_600_000;
    const soon = new Date(Date.now() + day);
    await asPlatform((tx) =>
      tx.updateTable("authSessions").set({ expiresAt: soon }).where("userId", "=", person.id).execute(),
    );
    await tab.call("POST", "/auth/v1/refresh");
    expect(await expiry()).toBeGreaterThan(Date.now() + 6.9 * day);
    const born = new Date(Date.now() - 89 * day);
    await asPlatform((tx) =>
      tx.updateTable("authSessions").set({ createdAt: born }).where("userId", "=", person.id).execute(),
    );
    await tab.call("POST", "/auth/v1/refresh");
    expect(await expiry()).toBeLessThan(Date.now() + 1.1 * day);
  });

  test("end with signing out, in the browser and at the service", async () => {
    const tab = await signedIn(await freshPerson());
    const refreshToken = tab.cookies.get("dm_refresh_token");
    expect(await tab.call("POST", "/auth/v1/logout")).toMatchObject({ status: 204 });
    expect([...tab.cookies.keys()]).toEqual(["dm_device_token"]);
    expect(await browser("dm").call("POST", "/auth/v1/refresh", { refreshToken })).toMatchObject({ status: 401 });
  });

  test("end with the account: a deactivated person's next request is refused", async () => {
    const person = await freshPerson();
    const tab = await signedIn(person);
    await asPlatform((tx) =>
      tx.updateTable("users").set({ status: "deactivated" }).where("id", "=", person.id).execute(),
    );
    expect(await tab.call("POST", "/auth/v1/refresh")).toMatchObject({ status: 401 });
  });
});
