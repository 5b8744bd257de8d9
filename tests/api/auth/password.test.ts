import { afterAll, describe, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { freshPerson, guardedPerson, lettersTo, password, signedIn } from "#tests/support/account.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";

afterAll(closeStores);

const app = "dm-portal";
const next = "seven quiet otters sleep";

async function resetLink(email: string): Promise<string> {
  await browser("dm").call("POST", "/auth/v1/password/forgot", { email, app });
  return (await lettersTo(email)).findLast(({ subject }) => subject === "Set a new password")?.token ?? "";
}

describe("a new password", () => {
  const person = { email: "henrietta.blom@harborpine.test", firstName: "Henrietta", lastName: "Blom" };
  const faults: [string, string | null][] = [
    ["short 1", "too_short"],
    ["x".repeat(129), "too_long"],
    ["Password123", "breached"],
    ["iloveyou1", "breached"],
    ["Henrietta1!", "personal"],
    ["blom-harborpine", "personal"],
    ["Leadmetrics", "personal"],
    ["q1w2e3r4t5y6", "breached"],
    ["aaaaaaaa", "simple"],
    ["23456789", "simple"],
    ["hgfedcba", "simple"],
    ["xyzxyzxyz", "simple"],
    ["twelve small words", null],
    ["Пароль из слов", null],
    ["pässwörter 🦦🦦", null],
    ["onlylowercaseletters", null],
    ["48151623428642", null],
    [`henrietta ${"long enough by itself"}`, null],
  ];

  test.each(faults)(
    "%s is judged by length and by who could guess it, not by kinds of characters",
    async (given, fault) => {
      const { body } = await browser().call("POST", "/auth/v1/password/check", { password: given, ...person });
      expect(body).toMatchObject({ fault });
    },
  );

  test("that is refused says why, at its field", async () => {
    const tab = await signedIn(await freshPerson());
    const change = { current: password, password: "qwertyuiop" };
    const answer = await tab.call("POST", "/auth/v1/password/change", change);
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { code: "password.weak_password", fields: [{ path: "password", rule: "breached" }] } },
    });
    expect(await tab.call("POST", "/auth/v1/password/change", { current: password, password })).toMatchObject({
      body: { error: { fields: [{ rule: "same" }] } },
    });
  });
});

describe("a forgotten password", () => {
  test("is answered alike for every address, three times an hour", async () => {
    const known = await freshPerson();
    const unknown = `${newId("user").toLowerCase()}@people.test`;
    const answers = [];
    for (const email of [known.email, unknown])
      answers.push(await browser("dm").call("POST", "/auth/v1/password/forgot", { email, app }));
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 202, body: { accepted: true } });
    const written = await asPlatform((tx) =>
      tx
        .selectFrom("accountMails")
        .select(["address", "templateSlug", "purpose", "userId", "status"])
        .where("address", "in", [known.email, unknown])
        .execute(),
    );
    expect(new Set(written.map(({ address: _, ...rest }) => JSON.stringify(rest))).size).toBe(1);
    expect(await lettersTo(unknown)).toEqual([]);
    expect((await lettersTo(known.email)).map(({ subject }) => subject)).toEqual(["Set a new password"]);
  });

  test("is set anew with the link, once; every session ends with the next request", async () => {
    const person = await freshPerson({ emailVerified: false });
    const tab = await signedIn(person);
    const [first, second] = [await resetLink(person.email), await resetLink(person.email)];
    const reset = { token: second, password: next };
    expect(await browser("dm").call("POST", "/auth/v1/password/reset", reset)).toMatchObject({ status: 204 });
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 401 });
    expect(await tab.call("POST", "/auth/v1/refresh")).toMatchObject({ status: 401 });
    for (const token of [first, second])
      expect(
        await browser("dm").call("POST", "/auth/v1/password/reset", { token, password: "another one, longer" }),
      ).toMatchObject({
        status: 410,
        code: "link.link_expired",
      });
    const login = { email: person.email, app };
    expect(await browser("dm").call("POST", "/auth/v1/login", { ...login, password })).toMatchObject({ status: 401 });
    expect(await browser("dm").call("POST", "/auth/v1/login", { ...login, password: next })).toMatchObject({
      status: 200,
      body: { user: { emailVerified: true } },
    });
    expect((await lettersTo(person.email)).map(({ subject }) => subject)).toContain("Your password was changed");
  });

  test("a weak new password leaves the link good", async () => {
    const person = await freshPerson();
    const token = await resetLink(person.email);
    expect(await browser("dm").call("POST", "/auth/v1/password/reset", { token, password: "letmein1" })).toMatchObject({
      code: "password.weak_password",
    });
    expect(await browser("dm").call("POST", "/auth/v1/password/reset", { token, password: next })).toMatchObject({
      status: 204,
    });
  });

  test("the link ends after an hour, and opens nothing else", async () => {
    const person = await freshPerson();
    const token = await resetLink(person.email);
    for (const path of ["/auth/v1/unlock", "/auth/v1/email/verify"])
      expect(await browser("dm").call("POST", path, { token })).toMatchObject({ code: "link.link_expired" });
    const past = new Date(Date.now() - 1_000);
    const expiry = await asPlatform((tx) =>
      tx.selectFrom("authTokens").select("expiresAt").where("userId", "=", person.id).executeTakeFirstOrThrow(),
    );
    expect(expiry.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000);
    await asPlatform((tx) =>
      tx.updateTable("authTokens").set({ expiresAt: past }).where("userId", "=", person.id).execute(),
    );
    expect(await browser("dm").call("POST", "/auth/v1/password/reset", { token, password: next })).toMatchObject({
      code: "link.link_expired",
    });
  });

  test("the link never takes the place of the second factor, and forgets trusted devices", async () => {
    const { person } = await guardedPerson();
    const tab = browser("dm");
    const reset = { token: await resetLink(person.email), password: next };
    const answer = await tab.call("POST", "/auth/v1/password/reset", reset);
    expect(answer.headers.getSetCookie()).toEqual([]);
    const login = { email: person.email, password: next, app };
    expect(await tab.call("POST", "/auth/v1/login", login)).toMatchObject({
      body: { challenge: { methods: ["totp", "recovery"] } },
    });
  });

  test("only the hash of a link is kept", async () => {
    const person = await freshPerson();
    const token = await resetLink(person.email);
    const rows = await asPlatform(async (tx) => [
      await tx.selectFrom("authTokens").selectAll().where("userId", "=", person.id).execute(),
      await tx.selectFrom("accountMails").selectAll().where("address", "=", person.email).execute(),
      await tx.selectFrom("outbox").selectAll().orderBy("id", "desc").limit(100).execute(),
    ]);
    expect(token).toHaveLength(43);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

test("a proof gives the session a new secret; tokens from before open nothing any more", async () => {
  const person = await freshPerson();
  const tab = await signedIn(person);
  const [access, refreshToken] = ["dm_access_token", "dm_refresh_token"].map((name) => tab.cookies.get(name));
  const wait = 1_000 - (Date.now() % 1_000);
  await new Promise((resolve) => setTimeout(resolve, wait));
  expect(await tab.call("POST", "/auth/v1/reauth", { password })).toMatchObject({ status: 200 });
  const bearer = { authorization: `Bearer ${access}` };
  expect(await browser("dm").call("GET", "/dm/v1/clients", undefined, bearer)).toMatchObject({
    status: 401,
    code: "auth.token_expired",
  });
  expect(await browser("dm").call("POST", "/auth/v1/refresh", { refreshToken })).toMatchObject({ status: 401 });
  expect(await tab.call("GET", "/dm/v1/clients")).toMatchObject({ status: 200 });
  expect(await tab.call("POST", "/auth/v1/refresh")).toMatchObject({ status: 200 });
});

describe("a change of password", () => {
  test("needs the present one, ends every other session and keeps this one", async () => {
    const person = await freshPerson();
    const [tab, other] = [await signedIn(person), await signedIn(person)];
    expect(
      await tab.call("POST", "/auth/v1/password/change", { current: "not mine at all", password: next }),
    ).toMatchObject({
      status: 401,
      code: "auth.bad_credentials",
    });
    expect(await tab.call("POST", "/auth/v1/password/change", { current: password, password: next })).toMatchObject({
      status: 204,
    });
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
    expect(await other.call("GET", "/auth/v1/me")).toMatchObject({ status: 401 });
    expect(await tab.call("GET", "/auth/v1/security")).toMatchObject({
      body: { passwordChangedAt: expect.any(String) as string },
    });
    const audit = await asPlatform((tx) =>
      tx
        .selectFrom("outbox")
        .select("name")
        .where("actor", "=", `user:${person.id}`)
        .where("kind", "=", "audit")
        .execute(),
    );
    expect(audit.map(({ name }) => name)).toEqual(expect.arrayContaining(["password.changed", "session.revoked"]));
  });

  test("needs a recent proof, which a wrong password does not give and five wrong ones forbid", async () => {
    const person = await freshPerson();
    const tab = await signedIn(person);
    const past = new Date(Date.now() - 11 * 60_000);
    await asPlatform((tx) =>
      tx.updateTable("authSessions").set({ provedAt: past }).where("userId", "=", person.id).execute(),
    );
    const change = { current: password, password: next };
    expect(await tab.call("POST", "/auth/v1/password/change", change)).toMatchObject({ code: "auth.reauth_required" });
    for (let tries = 0; tries < 5; tries++)
      expect(await tab.call("POST", "/auth/v1/reauth", { password: "not mine at all" })).toMatchObject({
        code: "auth.bad_credentials",
      });
    expect(await tab.call("POST", "/auth/v1/reauth", { password })).toMatchObject({ status: 429, code: "auth.locked" });
  });
});
