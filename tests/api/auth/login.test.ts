import { afterAll, describe, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { freshPerson, givePassword, lettersTo, password } from "#tests/support/account.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const app = "dm-portal";
const wrong = "wrong horse battery staple";

test("a person signs in and is known by the cookies", async () => {
  const person = await freshPerson();
  const tab = browser("dm");
  const answer = await tab.call("POST", "/auth/v1/login", { email: person.email.toUpperCase(), password, app });
  expect(answer).toMatchObject({ status: 200, body: { user: { email: person.email } } });
  expect([...tab.cookies.keys()].sort()).toEqual(["dm_access_token", "dm_device_token", "dm_refresh_token"]);
  expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 200, body: { id: person.id } });
});

test("without “keep me signed in” the session ends with the browser, and after a day at the latest", async () => {
  const person = await freshPerson();
  const body = { email: person.email, password, app, keepSignedIn: false };
  const answer = await browser("dm").call("POST", "/auth/v1/login", body);
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith("dm_refresh_token"));
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).not.toMatch(/Max-Age|Expires/i);
  const session = await asPlatform((tx) =>
    tx.selectFrom("authSessions").select("expiresAt").where("userId", "=", person.id).executeTakeFirstOrThrow(),
  );
  expect(session.expiresAt.getTime()).toBeLessThan(Date.now() + 25 * 3_600_000);
});

describe("who cannot prove who they are", () => {
  const refused = async (email: string, given: string) => {
    const { status, body } = await browser("dm").call("POST", "/auth/v1/login", { email, password: given, app });
    return { status, error: { ...(body["error"] as object), requestId: "" } };
  };

  test("gets one and the same answer, whether the address is unknown, the password wrong or the person deactivated", async () => {
    const person = await freshPerson();
    const gone = await freshPerson({ status: "deactivated" });
    const answers = [
      await refused(person.email, wrong),
      await refused("nobody-at-all@people.test", wrong),
      await refused(gone.email, password),
    ];
    expect(answers[0]).toMatchObject({ status: 401, error: { code: "auth.bad_credentials" } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test("costs as much in each case: every refusal derives one password", async () => {
    const rounds = 6;
    const people = await Promise.all(Array.from({ length: rounds }, () => freshPerson()));
    const gone = await Promise.all(Array.from({ length: rounds }, () => freshPerson({ status: "deactivated" })));
    const cost = async (email: string, given: string) => {
      const before = process.cpuUsage();
      await refused(email, given);
      return process.cpuUsage(before).user;
    };
    const least: Record<string, number> = {};
    for (let round = 0; round < rounds; round++) {
      const costs = {
        known: await cost(people[round]?.email ?? "", wrong),
        unknown: await cost(`nobody-${newId("user")}@people.test`, wrong),
        gone: await cost(gone[round]?.email ?? "", password),
      };
      for (const [kind, value] of Object.entries(costs)) least[kind] = Math.min(least[kind] ?? value, value);
    }
    const values = Object.values(least);
    expect(Math.max(...values) / Math.min(...values)).toBeLessThan(2);
  });
});

describe("after five failures", () => {
  test.each(["somebody's", "nobody's"])(
    "%s address is locked for a quarter of an hour, from anywhere",
    async (whose) => {
      const email = whose === "somebody's" ? (await freshPerson()).email : `${newId("user").toLowerCase()}@people.test`;
      for (let tries = 0; tries < 5; tries++)
        expect(await browser("dm").call("POST", "/auth/v1/login", { email, password: wrong, app })).toMatchObject({
          code: "auth.bad_credentials",
        });
      const answer = await browser("dm").call("POST", "/auth/v1/login", { email, password, app });
      expect(answer).toMatchObject({ status: 429, code: "auth.locked" });
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(800);
    },
  );

  test("the owner gets a mail whose link lifts the lock, once", async () => {
    const { email } = await freshPerson();
    for (let tries = 0; tries < 5; tries++)
      await browser("dm").call("POST", "/auth/v1/login", { email, password: wrong, app });
    const [letter] = await lettersTo(email);
    expect(letter?.subject).toBe("Signing in to your account is locked");
    expect(letter?.text).toContain(`${process.env["DM_URL"]}/unlock?token=`);
    const body = { token: letter?.token };
    expect(await browser("dm").call("POST", "/auth/v1/unlock", body)).toMatchObject({ status: 204 });
    expect(await browser("dm").call("POST", "/auth/v1/login", { email, password, app })).toMatchObject({ status: 200 });
    expect(await browser("dm").call("POST", "/auth/v1/unlock", body)).toMatchObject({ code: "link.link_expired" });
  });

  test("an address that nobody has gets no mail, and nothing shows that", async () => {
    const email = `${newId("user").toLowerCase()}@people.test`;
    for (let tries = 0; tries < 5; tries++)
      await browser("dm").call("POST", "/auth/v1/login", { email, password: wrong, app });
    expect(await lettersTo(email)).toEqual([]);
    const rows = await asPlatform((tx) =>
      tx.selectFrom("accountMails").select(["status", "reason", "wordsCipher"]).where("address", "=", email).execute(),
    );
    expect(rows).toEqual([{ status: "skipped", reason: "unknown_address", wordsCipher: null }]);
  });
});

test("thirty failures from one network address lock it for every account", async () => {
  const { email } = await freshPerson();
  const attacker = browser("dm");
  for (let tries = 0; tries < 30; tries++)
    await attacker.call("POST", "/auth/v1/login", {
      email: `guess-${newId("user")}@people.test`,
      password: wrong,
      app,
    });
  expect(await attacker.call("POST", "/auth/v1/login", { email, password, app })).toMatchObject({
    code: "auth.locked",
  });
  expect(await browser("dm").call("POST", "/auth/v1/login", { email, password, app })).toMatchObject({ status: 200 });
});

describe("who may enter which portal", () => {
  test("only with access to the app", async () => {
    const { email } = await freshPerson({ appAccess: ["dm-portal"] });
    for (const other of ["dashboard", "manage"])
      expect(await browser().call("POST", "/auth/v1/login", { email, password, app: other })).toMatchObject({
        status: 403,
        code: "auth.no_app_access",
      });
  });

  test("Manage opens for super admins only, whatever the list of apps says", async () => {
    const { email } = await freshPerson({ appAccess: ["manage"], role: "admin" });
    expect(await browser("manage").call("POST", "/auth/v1/login", { email, password, app: "manage" })).toMatchObject({
      code: "auth.no_app_access",
    });
  });

  test("a person of one workspace is in it at once; of a suspended one only, nowhere", async () => {
    const tenant = await freshTenant();
    const { userId, email } = tenant.people.TM;
    await givePassword(userId);
    const login = { email, password, app: "dashboard" };
    expect(await browser().call("POST", "/auth/v1/login", login)).toMatchObject({
      status: 200,
      body: { tenantId: tenant.id },
    });
    await asPlatform((tx) =>
      tx.updateTable("tenants").set({ status: "suspended" }).where("id", "=", tenant.id).execute(),
    );
    expect(await browser().call("POST", "/auth/v1/login", login)).toMatchObject({ code: "tenant.tenant_suspended" });
  });

  test("a person of several workspaces chooses one, and only one of theirs", async () => {
    const [first, second, foreign] = [await freshTenant(), await freshTenant(), await freshTenant()];
    const { userId, email } = first.people.TA;
    await givePassword(userId);
    const member = { tenantId: second.id, id: newId("member"), userId, side: "client", role: "reviewer" };
    await asPlatform((tx) => tx.insertInto("tenantMembers").values(member).execute());
    const tab = browser();
    const entered = await tab.call("POST", "/auth/v1/login", { email, password, app: "dashboard" });
    expect(entered.body).toMatchObject({ tenantId: null, tenants: [{}, {}] });
    expect(await tab.call("GET", "/tenant/v1/me")).toMatchObject({ code: "tenant.tenant_required" });
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
    expect(await tab.call("POST", "/auth/v1/tenants/select", { tenantId: foreign.id })).toMatchObject({
      code: "request.not_found",
    });
    expect(await tab.call("POST", "/auth/v1/tenants/select", { tenantId: second.id })).toMatchObject({
      status: 200,
      body: { tenantId: second.id },
    });
    expect(await tab.call("GET", "/tenant/v1/me")).toMatchObject({ status: 200 });
  });
});

describe("a sign-in from a new place", () => {
  test("is told by mail; the first one and a known browser are not", async () => {
    const { email } = await freshPerson();
    const login = { email, password, app };
    const home = browser("dm");
    await home.call("POST", "/auth/v1/login", login);
    await home.call("POST", "/auth/v1/login", login);
    expect(await lettersTo(email)).toEqual([]);
    const firefox = { userAgent: "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0" };
    const away = browser("dm", firefox);
    await away.call("POST", "/auth/v1/login", login);
    const letters = await lettersTo(email);
    expect(letters.map(({ subject }) => subject)).toEqual(["A new sign-in to your account"]);
    expect(letters[0]?.text).toContain("Firefox on Windows");
    expect(letters[0]?.text).toContain(away.ip);
  });

  test("in another country is told too, though the browser is known", async () => {
    const { email } = await freshPerson();
    const tab = browser("dm");
    const login = { email, password, app };
    await tab.call("POST", "/auth/v1/login", login, { "cloudfront-viewer-country": "PT" });
    await tab.call("POST", "/auth/v1/login", login, { "cloudfront-viewer-country": "PT" });
    expect(await lettersTo(email)).toEqual([]);
    await tab.call("POST", "/auth/v1/login", login, { "cloudfront-viewer-country": "BR" });
    expect((await lettersTo(email)).map(({ text }) => text)).toEqual([expect.stringContaining("BR")]);
  });
});

test("every sign-in and failure is in the audit log of the platform, failures without the address", async () => {
  const person = await freshPerson();
  const before = newId("outbox");
  await browser("dm").call("POST", "/auth/v1/login", { email: person.email, password: wrong, app });
  await browser("dm").call("POST", "/auth/v1/login", { email: person.email, password, app });
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select(["name", "actor", "tenantId", "payload"])
      .where("kind", "=", "audit")
      .where("name", "in", ["login.failed", "login.succeeded"])
      .where("id", ">", before)
      .execute(),
  );
  const mine = rows.filter(({ actor }) => actor === `user:${person.id}`);
  expect(mine).toMatchObject([
    { name: "login.succeeded", tenantId: null, payload: { change: { after: { method: "password", app } } } },
  ]);
  const failed = rows.filter(({ name }) => name === "login.failed");
  expect(failed).toContainEqual(expect.objectContaining({ actor: "public:-", tenantId: null }));
  expect(JSON.stringify(failed)).not.toContain(person.email);
});
