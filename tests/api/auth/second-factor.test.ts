import { afterAll, describe, expect, test } from "vitest";
import { totp } from "#localstack/totp.ts";
import { asPlatform } from "#platform/db.ts";
import {
  challenged,
  freshPerson,
  guardedPerson,
  inStep,
  lettersTo,
  password,
  signedIn,
} from "#tests/support/account.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";

afterAll(closeStores);

const app = "dm-portal";

describe("setting up a second factor", () => {
  test("gives a secret, takes its first code, shows ten recovery codes once, and mails the owner", async () => {
    const person = await freshPerson();
    const tab = await signedIn(person);
    const old = new Map(tab.cookies);
    const setup = await tab.call<{ secret: string; uri: string }>("POST", "/auth/v1/totp/setup");
    expect(setup.body.uri).toMatch(/^otpauth:\/\/totp\/Leadmetrics:.*algorithm=SHA1&digits=6&period=30$/);
    expect(setup.body.uri).toContain(`secret=${setup.body.secret}`);
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ body: { totpEnabled: false } });
    const code = totp(setup.body.secret);
    const confirmed = await tab.call<{ recoveryCodes: string[] }>("POST", "/auth/v1/totp/confirm", { code });
    expect(new Set(confirmed.body.recoveryCodes).size).toBe(10);
    expect(await tab.call("GET", "/auth/v1/security")).toMatchObject({
      status: 200,
      body: { totp: { enabled: true, required: false, recoveryCodesLeft: 10 } },
    });
    // The session went on under a new secret; the old one opens nothing.
    const [before, after] = [old, tab.cookies].map((jar) => jar.get("dm_refresh_token"));
    expect(after).not.toBe(before);
    const stale = { refreshToken: before };
    expect(await browser("dm").call("POST", "/auth/v1/refresh", stale)).toMatchObject({ code: "auth.unauthenticated" });
    expect((await lettersTo(person.email)).map(({ subject }) => subject)).toEqual([
      "A second factor guards your account",
    ]);
  });

  test("needs a recent proof of identity", async () => {
    const person = await freshPerson();
    const tab = await signedIn(person);
    const past = new Date(Date.now() - 11 * 60_000);
    await asPlatform((tx) =>
      tx.updateTable("authSessions").set({ provedAt: past }).where("userId", "=", person.id).execute(),
    );
    expect(await tab.call("POST", "/auth/v1/totp/setup")).toMatchObject({ status: 401, code: "auth.reauth_required" });
    expect(await tab.call("POST", "/auth/v1/reauth", { password })).toMatchObject({ status: 200 });
    expect(await tab.call("POST", "/auth/v1/totp/setup")).toMatchObject({ status: 200 });
  });

  test("a wrong code confirms nothing, and after five the session may not go on guessing", async () => {
    const tab = await signedIn(await freshPerson());
    const { body } = await tab.call<{ secret: string }>("POST", "/auth/v1/totp/setup");
    for (let tries = 0; tries < 5; tries++)
      expect(await tab.call("POST", "/auth/v1/totp/confirm", { code: totp(body.secret, 20 + tries) })).toMatchObject({
        status: 401,
        code: "auth.bad_code",
      });
    expect(await tab.call("POST", "/auth/v1/totp/confirm", { code: totp(body.secret) })).toMatchObject({
      code: "auth.locked",
    });
  });

  test("neither the secret nor a recovery code is kept in clear", async () => {
    const { person, secret, recoveryCodes } = await guardedPerson();
    const row = await asPlatform((tx) =>
      tx.selectFrom("totpFactors").selectAll().where("userId", "=", person.id).executeTakeFirstOrThrow(),
    );
    const kept = JSON.stringify(row);
    expect(kept).not.toContain(secret);
    for (const code of recoveryCodes) expect(kept).not.toContain(code);
  });
});

describe("signing in with a second factor", () => {
  test("a password alone opens nothing", async () => {
    const { person } = await guardedPerson();
    const tab = browser("dm");
    const answer = await tab.call("POST", "/auth/v1/login", { email: person.email, password, app });
    expect(answer.body).toEqual({
      challenge: { id: expect.any(String) as string, methods: ["totp", "recovery"], expiresIn: 300 },
    });
    expect([...tab.cookies.keys()]).toEqual(["dm_device_token"]);
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 401 });
  });

  test.each([-1, 0, 1])("a code %i steps from now is taken", async (step) => {
    const { person, secret } = await guardedPerson();
    const tab = browser("dm");
    await asPlatform((tx) => tx.deleteFrom("totpUses").where("userId", "=", person.id).execute());
    const challengeId = await challenged(person, tab);
    const enter = () => tab.call("POST", "/auth/v1/login/totp", { challengeId, code: totp(secret, step) });
    expect(await inStep(enter)).toMatchObject({ status: 200 });
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
  });

  test.each([-3, 3])("a code %i steps from now is not", async (step) => {
    const { person, secret } = await guardedPerson();
    const tab = browser("dm");
    const body = { challengeId: await challenged(person, tab), code: totp(secret, step) };
    expect(await tab.call("POST", "/auth/v1/login/totp", body)).toMatchObject({ code: "auth.bad_code" });
  });

  test("a code opens the account once, also in two browsers at the same moment", async () => {
    const { person, secret } = await guardedPerson();
    const tabs = [browser("dm"), browser("dm"), browser("dm")];
    const ids = await Promise.all(tabs.map((tab) => challenged(person, tab)));
    const code = totp(secret);
    const answers = await Promise.all(
      tabs.map((tab, at) => tab.call("POST", "/auth/v1/login/totp", { challengeId: ids[at], code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const late = browser("dm");
    const replay = { challengeId: await challenged(person, late), code };
    expect(await late.call("POST", "/auth/v1/login/totp", replay)).toMatchObject({ code: "auth.bad_code" });
  });

  test("a challenge takes five tries, then not even the right code", async () => {
    const { person, secret } = await guardedPerson();
    const tab = browser("dm");
    const challengeId = await challenged(person, tab);
    for (let tries = 0; tries < 5; tries++)
      expect(
        await tab.call("POST", "/auth/v1/login/totp", { challengeId, code: totp(secret, 10 + tries) }),
      ).toMatchObject({
        code: "auth.bad_code",
      });
    expect(await tab.call("POST", "/auth/v1/login/totp", { challengeId, code: totp(secret) })).toMatchObject({
      status: 410,
      code: "link.link_expired",
    });
  });

  test("ten wrong codes over several challenges lock the factor, not only the challenge", async () => {
    const { person, secret } = await guardedPerson();
    const tab = browser("dm");
    for (const round of [0, 1]) {
      const challengeId = await challenged(person, tab);
      for (let tries = 0; tries < 5; tries++)
        await tab.call("POST", "/auth/v1/login/totp", { challengeId, code: totp(secret, 10 + round * 5 + tries) });
    }
    const body = { challengeId: await challenged(person, tab), code: totp(secret) };
    expect(await tab.call("POST", "/auth/v1/login/totp", body)).toMatchObject({ status: 429, code: "auth.locked" });
  });

  test("a challenge is good in the browser it was made for, and nowhere else", async () => {
    const { person, secret } = await guardedPerson();
    const [own, thief] = [browser("dm"), browser("dm")];
    const challengeId = await challenged(person, own);
    const code = totp(secret);
    expect(await thief.call("POST", "/auth/v1/login/totp", { challengeId, code })).toMatchObject({
      code: "link.link_expired",
    });
    await signedIn(await freshPerson(), thief);
    expect(await thief.call("POST", "/auth/v1/login/totp", { challengeId, code })).toMatchObject({
      code: "link.link_expired",
    });
    expect(await own.call("POST", "/auth/v1/login/totp", { challengeId, code })).toMatchObject({ status: 200 });
  });

  test("a challenge is answered once, and not by an account that was closed meanwhile", async () => {
    const { person, secret, recoveryCodes } = await guardedPerson();
    const tab = browser("dm");
    const challengeId = await challenged(person, tab);
    await tab.call("POST", "/auth/v1/login/totp", { challengeId, code: totp(secret) });
    const again = { challengeId, code: recoveryCodes[0] };
    expect(await tab.call("POST", "/auth/v1/login/recovery", again)).toMatchObject({ code: "link.link_expired" });
    const next = await challenged(person, tab);
    await asPlatform((tx) =>
      tx.updateTable("users").set({ status: "deactivated" }).where("id", "=", person.id).execute(),
    );
    const late = { challengeId: next, code: totp(secret, 1) };
    expect(await tab.call("POST", "/auth/v1/login/totp", late)).toMatchObject({ code: "link.link_expired" });
  });

  test("a recovery code opens the account once, however it is typed", async () => {
    const { person, recoveryCodes } = await guardedPerson();
    const tab = browser("dm");
    const typed = (recoveryCodes[3] ?? "").toUpperCase().replaceAll("-", " ");
    const first = { challengeId: await challenged(person, tab), code: typed };
    expect(await tab.call("POST", "/auth/v1/login/recovery", first)).toMatchObject({ status: 200 });
    expect(await tab.call("GET", "/auth/v1/security")).toMatchObject({ body: { totp: { recoveryCodesLeft: 9 } } });
    const again = { challengeId: await challenged(person, tab), code: recoveryCodes[3] };
    expect(await tab.call("POST", "/auth/v1/login/recovery", again)).toMatchObject({ code: "auth.bad_code" });
  });

  test("new recovery codes end the old ones", async () => {
    const { person, recoveryCodes, tab } = await guardedPerson();
    const renewed = await tab.call<{ recoveryCodes: string[] }>("POST", "/auth/v1/totp/recovery-codes");
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    const old = { challengeId: await challenged(person, tab), code: recoveryCodes[0] };
    expect(await tab.call("POST", "/auth/v1/login/recovery", old)).toMatchObject({ code: "auth.bad_code" });
  });
});

describe("a trusted device", () => {
  const trustDevice = true;

  test("is not asked again, until its owner forgets it", async () => {
    const { person, secret } = await guardedPerson();
    const tab = browser("dm");
    const body = { challengeId: await challenged(person, tab), code: totp(secret), trustDevice };
    expect(await tab.call("POST", "/auth/v1/login/totp", body)).toMatchObject({ status: 200 });
    const login = { email: person.email, password, app };
    for (let times = 0; times < 2; times++)
      expect(await tab.call("POST", "/auth/v1/login", login)).toMatchObject({ body: { user: { id: person.id } } });
    expect(await tab.call("GET", "/auth/v1/security")).toMatchObject({ body: { trustedDevices: 1 } });
    expect(await browser("dm").call("POST", "/auth/v1/login", login)).toHaveProperty("body.challenge");
    expect(await tab.call("POST", "/auth/v1/devices/forget")).toMatchObject({ status: 204 });
    expect(await tab.call("POST", "/auth/v1/login", login)).toHaveProperty("body.challenge");
  });

  test("trusts nobody else's account, and ends with a change of password", async () => {
    const [mine, other] = [await guardedPerson(), await guardedPerson()];
    const tab = browser("dm");
    const body = { challengeId: await challenged(mine.person, tab), code: totp(mine.secret), trustDevice };
    await tab.call("POST", "/auth/v1/login/totp", body);
    const mark = tab.cookies.get("dm_device_token") ?? "";
    await challenged(other.person, tab);
    tab.cookies.set("dm_device_token", mark);
    const change = { current: password, password: "a wholly different one 7" };
    expect(await tab.call("POST", "/auth/v1/password/change", change)).toMatchObject({ status: 204 });
    const login = { email: mine.person.email, password: change.password, app };
    expect(await tab.call("POST", "/auth/v1/login", login)).toHaveProperty("body.challenge");
  });
});

describe("where a second factor must be", () => {
  test("a super admin enrols one before the first session, and may not switch it off", async () => {
    const person = await freshPerson({ role: "super_admin", appAccess: ["manage"] });
    const tab = browser("manage");
    const login = { email: person.email, password, app: "manage" };
    const { body } = await tab.call<{ challenge: { id: string; methods: string[] } }>("POST", "/auth/v1/login", login);
    expect(body.challenge.methods).toEqual(["setup"]);
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 401 });
    const challengeId = body.challenge.id;
    const thief = browser("manage");
    expect(await thief.call("POST", "/auth/v1/login/totp/setup", { challengeId })).toMatchObject({
      code: "link.link_expired",
    });
    expect(await tab.call("POST", "/auth/v1/login/totp", { challengeId, code: "123456" })).toMatchObject({
      code: "link.link_expired",
    });
    const setup = await tab.call<{ secret: string }>("POST", "/auth/v1/login/totp/setup", { challengeId });
    const wrong = { challengeId, code: totp(setup.body.secret, 9) };
    expect(await tab.call("POST", "/auth/v1/login/totp/confirm", wrong)).toMatchObject({ code: "auth.bad_code" });
    const code = totp(setup.body.secret);
    const entered = await tab.call<{ recoveryCodes: string[] }>("POST", "/auth/v1/login/totp/confirm", {
      challengeId,
      code,
    });
    expect(entered).toMatchObject({ status: 200, body: { user: { id: person.id, totpEnabled: true } } });
    expect(entered.body.recoveryCodes).toHaveLength(10);
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
    const off = { code: totp(setup.body.secret, 1) };
    expect(await tab.call("POST", "/auth/v1/totp/disable", off)).toMatchObject({
      status: 403,
      code: "auth.totp_required",
    });
    expect(await browser("manage").call("POST", "/auth/v1/login", login)).toMatchObject({
      body: { challenge: { methods: ["totp", "recovery"] } },
    });
    const left = await asPlatform((tx) =>
      tx.selectFrom("authSessions").select("id").where("userId", "=", person.id).execute(),
    );
    expect(left).toHaveLength(1);
  });

  test("an admin's demand has the same effect on anybody", async () => {
    const person = await freshPerson();
    await asPlatform((tx) => tx.updateTable("users").set({ totpRequired: true }).where("id", "=", person.id).execute());
    expect(await browser("dm").call("POST", "/auth/v1/login", { email: person.email, password, app })).toMatchObject({
      body: { challenge: { methods: ["setup"] } },
    });
  });

  test("anybody else may switch it off with a code of it, and is told", async () => {
    const { person, secret, tab } = await guardedPerson();
    expect(await tab.call("POST", "/auth/v1/totp/disable", { code: "000000" })).toMatchObject({
      code: "auth.bad_code",
    });
    expect(await tab.call("POST", "/auth/v1/totp/disable", { code: totp(secret) })).toMatchObject({ status: 204 });
    expect(await browser("dm").call("POST", "/auth/v1/login", { email: person.email, password, app })).toMatchObject({
      body: { user: { totpEnabled: false } },
    });
    expect((await lettersTo(person.email)).map(({ subject }) => subject)).toContain(
      "Your second factor was switched off",
    );
  });
});

test("the mobile app signs in with a second factor without any cookie", async () => {
  const { person, secret } = await guardedPerson();
  const phone = browser("dm", { userAgent: "Expo/55" });
  const login = { email: person.email, password, app: "mobile", deviceName: "Pia's phone" };
  const { body, headers } = await phone.call<{ challenge: { id: string } }>("POST", "/auth/v1/login", login);
  expect(headers.getSetCookie()).toEqual([]);
  const done = await phone.call<{ accessToken: string }>("POST", "/auth/v1/login/totp", {
    challengeId: body.challenge.id,
    code: totp(secret),
  });
  expect(done).toMatchObject({ status: 200 });
  const bearer = { authorization: `Bearer ${done.body.accessToken}` };
  const sessions = await phone.call("GET", "/auth/v1/sessions", undefined, bearer);
  expect(sessions.body["items"]).toEqual(
    expect.arrayContaining([expect.objectContaining({ app: "mobile", deviceName: "Pia's phone", current: true })]),
  );
});
