import { afterAll, describe, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { Member } from "#schema/member.ts";
import { freshPerson, givePassword, lettersTo, password } from "#tests/support/account.ts";
import { type Answer, call } from "#tests/support/api.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const stranger = () => `${newId("user").toLowerCase()}@guests.test`;
const accepting = { firstName: "Rosa", lastName: "Keller", password };

async function invite(who: TestPerson, email: string, role = "member"): Promise<Answer<{ id: string }>> {
  return call(who, "POST", "/tenant/v1/invitations", { body: { email, role } });
}

async function tokenFor(email: string): Promise<string> {
  const token = (await lettersTo(email)).at(-1)?.token;
  if (!token) throw new Error(`no invitation arrived for ${email}`);
  return token;
}

const accept = (token: string, body: object = accepting, tab = browser()) =>
  tab.call("POST", `/auth/v1/invitations/${token}/accept`, body);

const memberOf = (tenant: TestTenant, email: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("tenantMembers as m")
      .innerJoin("users as u", "u.id", "m.userId")
      .select(["m.id", "m.role", "m.rowVersion", "u.id as userId", "u.emailVerified", "u.appAccess"])
      .where("m.tenantId", "=", tenant.id)
      .where("u.email", "=", email)
      .executeTakeFirst(),
  );

describe("an invitation", () => {
  test("lets somebody new in with a name and password of their own; the mailed link proves the address", async () => {
    const tenant = await freshTenant();
    const email = stranger();
    expect(await invite(tenant.people.TA, email.toUpperCase(), "reviewer")).toMatchObject({ status: 201 });
    const token = await tokenFor(email);
    expect(token.startsWith(`${tenant.id}.`)).toBe(true);
    const shown = await browser().call("GET", `/auth/v1/invitations/${token}`);
    expect(shown.body).toMatchObject({
      tenantName: tenant.name,
      email,
      role: "reviewer",
      newUser: true,
      inviterName: "TA Person",
    });
    expect(await accept(token, { password })).toMatchObject({ status: 422 });
    expect(await accept(token, { ...accepting, password: "password1" })).toMatchObject({
      code: "password.weak_password",
    });
    const tab = browser();
    expect(await accept(token, accepting, tab)).toMatchObject({ status: 200, body: { tenantId: tenant.id } });
    expect(await memberOf(tenant, email)).toMatchObject({
      role: "reviewer",
      emailVerified: true,
      appAccess: ["dashboard"],
    });
    expect(await tab.call("GET", "/dashboard/v1/home")).toMatchObject({ status: 200 });
    const log = await asPlatform((tx) =>
      tx.selectFrom("outbox").select("name").where("tenantId", "=", tenant.id).where("kind", "=", "audit").execute(),
    );
    expect(log.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["invitation.sent", "invitation.accepted", "user.created", "member.added"]),
    );
  });

  test("works once, and not after it was called back, ran out, or was sent anew", async () => {
    const tenant = await freshTenant();
    const { TA } = tenant.people;
    const over = { status: 410, code: "link.link_expired" };
    const used = stranger();
    await invite(TA, used);
    const first = await tokenFor(used);
    expect(await accept(first)).toMatchObject({ status: 200 });
    expect(await accept(first)).toMatchObject(over);

    const revoked = stranger();
    const { body: one } = await invite(TA, revoked);
    const second = await tokenFor(revoked);
    expect(await call(TA, "DELETE", `/tenant/v1/invitations/${one.id}`)).toMatchObject({ status: 204 });
    expect(await accept(second)).toMatchObject(over);
    expect(await browser().call("GET", `/auth/v1/invitations/${second}`)).toMatchObject(over);

    const late = stranger();
    const { body: two } = await invite(TA, late);
    const third = await tokenFor(late);
    await asPlatform((tx) =>
      tx
        .updateTable("invitations")
        .set({ expiresAt: new Date(Date.now() - 1_000) })
        .where("id", "=", two.id)
        .execute(),
    );
    expect(await accept(third)).toMatchObject(over);
    expect(await call(TA, "POST", `/tenant/v1/invitations/${two.id}/resend`)).toMatchObject({
      status: 200,
      body: { status: "open" },
    });
    const fourth = await tokenFor(late);
    expect(await accept(third)).toMatchObject(over);
    expect(await accept(fourth)).toMatchObject({ status: 200 });
  });

  test("is taken up once, however many try at the same moment", async () => {
    const tenant = await freshTenant();
    const email = stranger();
    await invite(tenant.people.TA, email);
    const token = await tokenFor(email);
    const answers = await Promise.all([accept(token), accept(token), accept(token)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test("asks somebody who has an account for its password, and their second workspace is theirs to choose", async () => {
    const [tenant, other] = [await freshTenant(), await freshTenant()];
    const { TM } = other.people;
    await givePassword(TM.userId);
    await invite(tenant.people.TA, TM.email);
    const token = await tokenFor(TM.email);
    expect((await browser().call("GET", `/auth/v1/invitations/${token}`)).body).toMatchObject({ newUser: false });
    expect(await accept(token, { password: "wrong horse battery" })).toMatchObject({ code: "auth.bad_credentials" });
    expect(await memberOf(tenant, TM.email)).toBeUndefined();
    const tab = browser();
    const answer = await accept(token, { password }, tab);
    expect(answer).toMatchObject({ status: 200, body: { tenantId: null } });
    expect(answer.body["tenants"]).toHaveLength(2);
    expect(await tab.call("POST", "/auth/v1/tenants/select", { tenantId: tenant.id })).toMatchObject({ status: 200 });
  });

  test("lets nobody past a second factor", async () => {
    const tenant = await freshTenant();
    const person = await freshPerson({ role: "member", appAccess: ["dashboard"] });
    await asPlatform((tx) => tx.updateTable("users").set({ totpRequired: true }).where("id", "=", person.id).execute());
    await invite(tenant.people.TA, person.email);
    const answer = await accept(await tokenFor(person.email), { password });
    expect(answer.body).toMatchObject({ challenge: { methods: ["setup"] } });
  });

  test("cannot be guessed, nor moved to another workspace", async () => {
    const [tenant, other] = [await freshTenant(), await freshTenant()];
    const email = stranger();
    await invite(tenant.people.TA, email);
    const token = await tokenFor(email);
    const secret = token.split(".")[1] ?? "";
    const over = { status: 410, code: "link.link_expired" };
    for (const forged of [`${other.id}.${secret}`, `${tenant.id}.${"A".repeat(43)}`, secret, "x", `${tenant.id}.`])
      expect(await accept(forged)).toMatchObject(over);
    expect(await memberOf(other, email)).toBeUndefined();
  });

  test("is open once for an address, never for a member, and takes a seat of the plan", async () => {
    const tenant = await freshTenant({ plan: "pro" });
    const { TA, TM } = tenant.people;
    const email = stranger();
    expect(await invite(TA, TM.email)).toMatchObject({ code: "request.already_exists" });
    expect(await invite(TA, email)).toMatchObject({ status: 201 });
    expect(await invite(TA, email)).toMatchObject({ code: "request.already_exists" });
    expect(await invite(TA, stranger())).toMatchObject({ status: 201 });
    expect(await invite(TA, stranger())).toMatchObject({ status: 402, code: "plan.plan_limit" });
  });

  test("seats hold against people who invite at the same moment", async () => {
    const tenant = await freshTenant({ plan: "pro" });
    const answers = await Promise.all([1, 2, 3, 4].map(() => invite(tenant.people.TA, stranger())));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 402, 402]);
  });
});

describe("members", () => {
  const patch = (who: TestPerson, { id, rowVersion }: { id: string; rowVersion: number }, body: object) =>
    call(who, "PATCH", `/tenant/v1/members/${id}`, { body, version: rowVersion });
  const row = async (tenant: TestTenant, person: TestPerson) => {
    const found = await memberOf(tenant, person.email);
    if (!found) throw new Error("no such member");
    return found;
  };

  test("get and lose rights with their next request", async () => {
    const tenant = await freshTenant();
    const { TA, TM } = tenant.people;
    expect(await call(TM, "GET", "/tenant/v1/audit-log")).toMatchObject({ code: "auth.forbidden" });
    expect(await patch(TA, await row(tenant, TM), { role: "admin" })).toMatchObject({
      status: 200,
      body: { role: "admin" },
    });
    expect(await call(TM, "GET", "/tenant/v1/audit-log")).toMatchObject({ status: 200 });
    expect(await patch(TA, await row(tenant, TM), { role: "member" })).toMatchObject({ status: 200 });
    expect(await call(TM, "GET", "/tenant/v1/audit-log")).toMatchObject({ code: "auth.forbidden" });
    const { id, rowVersion } = await row(tenant, TM);
    expect(await call(TA, "DELETE", `/tenant/v1/members/${id}`, { version: rowVersion })).toMatchObject({
      status: 204,
    });
    expect(await call(TM, "GET", "/tenant/v1/me")).toMatchObject({ status: 401, code: "auth.unauthenticated" });
  });

  test("are never left without an admin, also when two admins demote each other at once", async () => {
    const tenant = await freshTenant();
    const { TA, TM } = tenant.people;
    const last = { status: 409, code: "member.last_admin" };
    expect(await patch(TA, await row(tenant, TA), { role: "member" })).toMatchObject(last);
    const own = await row(tenant, TA);
    expect(await call(TA, "DELETE", `/tenant/v1/members/${own.id}`, { version: own.rowVersion })).toMatchObject(last);
    await patch(TA, await row(tenant, TM), { role: "admin" });
    const [one, two] = [await row(tenant, TA), await row(tenant, TM)];
    const answers = await Promise.all([patch(TA, two, { role: "member" }), patch(TM, one, { role: "member" })]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const admins = await asPlatform((tx) =>
      tx
        .selectFrom("tenantMembers")
        .select("id")
        .where("tenantId", "=", tenant.id)
        .where("side", "=", "client")
        .where("role", "=", "admin")
        .execute(),
    );
    expect(admins).toHaveLength(1);
  });

  test("of the agency's side are not the client's to change, and their addresses not the client's to read", async () => {
    const tenant = await freshTenant();
    const { TA, DM } = tenant.people;
    const reviewer = await row(tenant, DM);
    expect(await patch(TA, reviewer, { role: "admin" })).toMatchObject({ code: "request.not_found" });
    const list = (
      await call<{ items: { id: string; user: { email: string | null } }[] }>(TA, "GET", "/tenant/v1/members")
    ).body;
    expect(list.items.find(({ id }) => id === reviewer.id)).toMatchObject({
      user: { email: null, secondFactor: null },
    });
    expect(list.items.find(({ user }) => user.email === TA.email)).toMatchObject({ user: { secondFactor: false } });
  });

  test("are changed only from the state one saw", async () => {
    const tenant = await freshTenant();
    const member = await row(tenant, tenant.people.TM);
    expect(await patch(tenant.people.TA, { ...member, rowVersion: 99 }, { role: "reviewer" })).toMatchObject({
      code: "request.version_mismatch",
    });
  });
});

describe("when somebody was last there", () => {
  test("is known to their workspace, and does not stand in the way of whoever edits their membership", async () => {
    const tenant = await freshTenant();
    const { TA, TM } = tenant.people;
    const rowOfMember = async () => {
      const { body } = await call<{ items: Member[] }>(TA, "GET", "/tenant/v1/members");
      return body.items.find(({ user }) => user.id === TM.userId);
    };
    const before = await rowOfMember();
    expect(before).toMatchObject({ lastSeenAt: null });
    await givePassword(TM.userId);
    const tab = browser();
    expect(await tab.call("POST", "/auth/v1/login", { email: TM.email, password, app: "dashboard" })).toMatchObject({
      status: 200,
    });
    const seen = await rowOfMember();
    expect(seen?.lastSeenAt).not.toBeNull();
    expect(seen?.rowVersion).toBe(before?.rowVersion);
    expect(await tab.call("POST", "/auth/v1/refresh", {})).toMatchObject({ status: 200 });
    expect(Date.parse((await rowOfMember())?.lastSeenAt ?? "")).toBeGreaterThan(Date.parse(seen?.lastSeenAt ?? ""));
  });
});

describe("a workspace that demands a second factor", () => {
  test("shuts out whoever has none from the next request on, and lets nobody sign in without", async () => {
    const tenant = await freshTenant();
    const { TA, TM, CA } = tenant.people;
    await givePassword(TM.userId);
    await asPlatform((tx) =>
      tx.updateTable("users").set({ totpEnabled: true }).where("id", "in", [TA.userId, CA.userId]).execute(),
    );
    const set = (secondFactorRequired: boolean) =>
      call(TA, "PUT", "/tenant/v1/security", { body: { secondFactorRequired } });
    expect(await call(TM, "GET", "/dashboard/v1/home")).toMatchObject({ status: 200 });
    expect(await set(true)).toMatchObject({ status: 200, body: { secondFactorRequired: true } });
    expect(await call(TM, "GET", "/dashboard/v1/home")).toMatchObject({ status: 403, code: "auth.totp_required" });
    expect(await call(CA, "GET", "/dashboard/v1/home")).toMatchObject({ status: 200 });
    const entry = await browser().call("POST", "/auth/v1/login", { email: TM.email, password, app: "dashboard" });
    expect(entry.body).toMatchObject({ challenge: { methods: ["setup"] } });
    expect(await set(false)).toMatchObject({ status: 200 });
    expect(await call(TM, "GET", "/dashboard/v1/home")).toMatchObject({ status: 200 });
  });
});
