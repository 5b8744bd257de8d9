import { afterAll, describe, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { freshPerson, guardedPerson, lettersTo, signedIn } from "#tests/support/account.ts";
import { type Browser, browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";
import { type Authenticator, authenticator, type Deviation } from "#tests/support/passkey.ts";

afterAll(closeStores);

const app = "dm-portal";
const origin = () => new URL(process.env["DM_URL"] ?? "").origin;
interface Begun {
  challengeId: string;
  options: { challenge: string; rp?: { id?: string }; rpId?: string };
}

async function register(tab: Browser, key: Authenticator, deviation?: Deviation, name = "My laptop") {
  const { body } = await tab.call<Begun>("POST", "/auth/v1/passkeys/options");
  const response = key.create(body.options, deviation);
  return tab.call<{ id: string }>("POST", "/auth/v1/passkeys", { challengeId: body.challengeId, response, name });
}

async function begin(tab: Browser): Promise<Begun> {
  return (await tab.call<Begun>("POST", "/auth/v1/login/passkey/options", { app })).body;
}

async function enter(tab: Browser, key: Authenticator, deviation?: Deviation) {
  const { challengeId, options } = await begin(tab);
  return tab.call("POST", "/auth/v1/login/passkey", { challengeId, response: key.get(options, deviation) });
}

test("a person adds a passkey, signs in with it alone, names and removes it", async () => {
  const person = await freshPerson();
  const tab = await signedIn(person);
  const key = authenticator(origin());
  expect(await register(tab, key)).toMatchObject({ status: 201, body: { name: "My laptop", lastUsedAt: null } });
  expect((await lettersTo(person.email)).map(({ subject }) => subject)).toEqual([
    "A passkey was added to your account",
  ]);

  const other = browser("dm");
  expect(await enter(other, key)).toMatchObject({ status: 200, body: { user: { id: person.id } } });
  expect(await other.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
  const list = await tab.call<{ items: { id: string; lastUsedAt: string | null }[] }>("GET", "/auth/v1/passkeys");
  const [mine] = list.body.items;
  expect(mine?.lastUsedAt).not.toBeNull();
  const path = `/auth/v1/passkeys/${mine?.id}`;
  expect(await tab.call("PATCH", path, { name: "Old laptop" })).toMatchObject({ body: { name: "Old laptop" } });
  expect(await tab.call("DELETE", path)).toMatchObject({ status: 204 });
  expect(await enter(browser("dm"), key)).toMatchObject({ status: 401, code: "auth.bad_code" });
});

test("a passkey is both factors: somebody with an authenticator app is not asked for its code", async () => {
  const { person, tab } = await guardedPerson();
  const key = authenticator(origin());
  await register(tab, key);
  expect(await enter(browser("dm"), key)).toMatchObject({ status: 200, body: { user: { id: person.id } } });
});

test("a passkey of a deactivated person opens nothing", async () => {
  const person = await freshPerson();
  const key = authenticator(origin());
  await register(await signedIn(person), key);
  await asPlatform((tx) =>
    tx.updateTable("users").set({ status: "deactivated" }).where("id", "=", person.id).execute(),
  );
  expect(await enter(browser("dm"), key)).toMatchObject({ code: "auth.bad_code" });
  const left = await asPlatform((tx) =>
    tx.selectFrom("authSessions").select("id").where("userId", "=", person.id).execute(),
  );
  expect(left).toHaveLength(1);
});

describe("a ceremony is refused", () => {
  const deviations: [string, Deviation][] = [
    ["of a page that is not ours", { origin: "https://leadmetrics.evil.test" }],
    ["over another challenge", { challenge: Buffer.from("another challenge").toString("base64url") }],
    ["of a device that did not ask who holds it", { isVerified: false }],
    ["signed by another key", { isForged: true }],
    ["of a copied key, whose counter went back", { counter: 1 }],
  ];

  test.each(deviations)("when signing in %s", async (_, deviation) => {
    const key = authenticator(origin());
    await register(await signedIn(await freshPerson()), key);
    await enter(browser("dm"), key);
    const tab = browser("dm");
    expect(await enter(tab, key, deviation)).toMatchObject({ status: 401, code: "auth.bad_code" });
    expect(tab.cookies.has("dm_refresh_token")).toBe(false);
  });

  test.each(deviations.slice(0, 3))("when adding a passkey %s", async (_, deviation) => {
    const tab = await signedIn(await freshPerson());
    expect(await register(tab, authenticator(origin()), deviation)).toMatchObject({
      status: 401,
      code: "auth.bad_code",
    });
    expect(await tab.call("GET", "/auth/v1/passkeys")).toMatchObject({ body: { items: [] } });
  });

  test("in another browser than it began in, and the second time", async () => {
    const key = authenticator(origin());
    await register(await signedIn(await freshPerson()), key);
    const [own, thief] = [browser("dm"), browser("dm")];
    const { challengeId, options } = await begin(own);
    await begin(thief);
    const body = { challengeId, response: key.get(options) };
    expect(await thief.call("POST", "/auth/v1/login/passkey", body)).toMatchObject({ code: "link.link_expired" });
    expect(await own.call("POST", "/auth/v1/login/passkey", body)).toMatchObject({ status: 200 });
    expect(await own.call("POST", "/auth/v1/login/passkey", body)).toMatchObject({ code: "link.link_expired" });
  });

  test("when the session it began in is not the one it ends in", async () => {
    const [mine, other] = [await signedIn(await freshPerson()), await signedIn(await freshPerson())];
    const { body } = await mine.call<Begun>("POST", "/auth/v1/passkeys/options");
    const response = authenticator(origin()).create(body.options);
    const stolen = { challengeId: body.challengeId, response };
    expect(await other.call("POST", "/auth/v1/passkeys", stolen)).toMatchObject({ code: "link.link_expired" });
  });
});

test("nobody renames or removes another person's passkey", async () => {
  const [mine, other] = [await signedIn(await freshPerson()), await signedIn(await freshPerson())];
  const { body } = await register(mine, authenticator(origin()));
  const path = `/auth/v1/passkeys/${body.id}`;
  expect(await other.call("PATCH", path, { name: "Theirs" })).toMatchObject({ status: 404 });
  expect(await other.call("DELETE", path)).toMatchObject({ status: 404 });
});

test("a passkey proves again who one is, its owner only", async () => {
  const [person, stranger] = [await freshPerson(), await freshPerson()];
  const tab = await signedIn(person);
  const [own, foreign] = [authenticator(origin()), authenticator(origin())];
  await register(tab, own);
  await register(await signedIn(stranger), foreign);
  const past = new Date(Date.now() - 11 * 60_000);
  await asPlatform((tx) =>
    tx.updateTable("authSessions").set({ provedAt: past }).where("userId", "=", person.id).execute(),
  );
  const prove = async (key: Authenticator) => {
    const { body } = await tab.call<Begun>("POST", "/auth/v1/reauth/passkey/options");
    const passkey = { challengeId: body.challengeId, response: key.get(body.options) };
    return tab.call<{ until: string }>("POST", "/auth/v1/reauth", { passkey });
  };
  expect(await prove(foreign)).toMatchObject({ code: "auth.bad_code" });
  const answer = await prove(own);
  expect(answer.status).toBe(200);
  expect(new Date(answer.body.until).getTime()).toBeGreaterThan(Date.now() + 9 * 60_000);
  const sessions = await tab.call<{ items: unknown[] }>("GET", "/auth/v1/sessions");
  expect(sessions.body.items).toHaveLength(1);
});
