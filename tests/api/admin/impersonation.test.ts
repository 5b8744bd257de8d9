import { afterAll, describe, expect, test } from "vitest";
import { asPlatform, sql } from "#platform/db.ts";
import { call } from "#tests/support/api.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish, presentHash } from "#tests/support/furnish.ts";
import { freshTenant, superAdmin, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const reason = "The client asked us to look at this with them.";

interface Act {
  staff: TestPerson;
  /** The super admin at work as the person. */
  acting: TestPerson;
  id: string;
}

async function actAs(tenant: TestTenant, person: TestPerson, { readOnly = true } = {}): Promise<Act> {
  const staff = await superAdmin();
  const started = await call<{ id: string; token: string; url: string }>(
    staff,
    "POST",
    `/admin/v1/tenants/${tenant.id}/impersonate`,
    { body: { userId: person.userId, reason, readOnly } },
  );
  expect(started).toMatchObject({ status: 201, body: { url: expect.stringContaining(started.body.token) } });
  const begun = await browser().call<{ accessToken: string }>("POST", "/auth/v1/impersonation/begin", {
    token: started.body.token,
  });
  expect(begun).toMatchObject({ status: 200, body: { tenantId: tenant.id, user: { id: person.userId } } });
  const headers = { authorization: `Bearer ${begun.body.accessToken}` };
  return { staff, acting: { ...person, headers }, id: started.body.id };
}

const entriesOf = (tenantId: string) =>
  asPlatform(async (tx) => {
    const rows = await tx
      .selectFrom("outbox")
      .select(["name", "payload"])
      .where("tenantId", "=", tenantId)
      .where("kind", "=", "audit")
      .orderBy("id")
      .execute();
    return rows.map(({ name, payload }) => ({
      name,
      ...(payload as { actor: object; note?: string; change: { after: object } }),
    }));
  });

describe("acting as somebody else", () => {
  test("needs a reason, a proof of the last ten minutes and one of the client's own people who could sign in", async () => {
    const [tenant, other] = [await freshTenant(), await freshTenant()];
    const staff = await superAdmin();
    const start = (userId: string, body: object = { reason }) =>
      call(staff, "POST", `/admin/v1/tenants/${tenant.id}/impersonate`, { body: { userId, ...body } });
    const { TA, TM, DM } = tenant.people;
    expect(await start(TM.userId, { reason: "short" })).toMatchObject({ status: 422 });
    expect(await start(other.people.TA.userId)).toMatchObject({ code: "request.not_found" });
    expect(await start(DM.userId)).toMatchObject({ code: "request.not_found" });
    await asPlatform((tx) =>
      tx.updateTable("users").set({ status: "deactivated" }).where("id", "=", TM.userId).execute(),
    );
    expect(await start(TM.userId)).toMatchObject({ code: "auth.forbidden" });
    await asPlatform((tx) =>
      tx
        .updateTable("authSessions")
        .set({ provedAt: new Date(Date.now() - 11 * 60_000) })
        .where("userId", "=", staff.userId)
        .execute(),
    );
    const stale = await superAdmin();
    await asPlatform((tx) =>
      tx.updateTable("authSessions").set({ provedAt: null }).where("userId", "=", stale.userId).execute(),
    );
    const refused = await call(stale, "POST", `/admin/v1/tenants/${tenant.id}/impersonate`, {
      body: { userId: TA.userId, reason },
    });
    expect(refused).toMatchObject({ status: 401, code: "auth.reauth_required" });
  });

  test("hands over once, and within a minute", async () => {
    const tenant = await freshTenant();
    const staff = await superAdmin();
    const start = async () => {
      const body = { userId: tenant.people.TA.userId, reason };
      const answer = await call<{ token: string; id: string }>(
        staff,
        "POST",
        `/admin/v1/tenants/${tenant.id}/impersonate`,
        { body },
      );
      return answer.body;
    };
    const begin = (token: string) => browser().call("POST", "/auth/v1/impersonation/begin", { token });
    const { token } = await start();
    const over = { status: 410, code: "link.link_expired" };
    const answers = await Promise.all([begin(token), begin(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(await begin(token)).toMatchObject(over);
    expect(await begin(`${token.slice(0, -2)}xx`)).toMatchObject(over);
    const late = await start();
    await asPlatform((tx) =>
      tx
        .updateTable("impersonations")
        .set({
          startedAt: sql<Date>`started_at - interval '61 seconds'`,
          expiresAt: sql<Date>`expires_at - interval '61 seconds'`,
        })
        .where("id", "=", late.id)
        .execute(),
    );
    expect(await begin(late.token)).toMatchObject(over);
  });

  test("looks like the person, says so on every screen, and may only look unless more was asked for", async () => {
    const tenant = await freshTenant();
    const things = await furnish(tenant);
    const { acting } = await actAs(tenant, tenant.people.TA);
    const me = await call(acting, "GET", "/tenant/v1/me");
    expect(me.body).toMatchObject({
      membership: { role: "admin" },
      banners: [{ kind: "impersonation", staffName: "SA Person", userName: "TA Person", readOnly: true }],
    });
    expect((me.body["rights"] as string[]).filter((right) => right.endsWith("decide"))).toEqual([]);
    expect(await call(acting, "GET", "/tenant/v1/blog-posts")).toMatchObject({ status: 200 });
    expect(await call(acting, "POST", "/v1/search", { body: { q: "owners" } })).toMatchObject({ status: 200 });
    const shut = { status: 403, code: "auth.impersonated" };
    const topic = { topic: "A topic of one's own", submit: false };
    expect(await call(acting, "POST", "/tenant/v1/blog-requests", { body: topic })).toMatchObject(shut);
    expect(await call(acting, "DELETE", `/tenant/v1/comments/${things.comment}`)).toMatchObject(shut);
    // A read that would leave something behind is refused by the database itself.
    expect(await call(acting, "GET", "/tenant/v1/audit-log/verify")).toMatchObject(shut);
  });

  test("with writing allowed still decides nothing, signs nothing, makes no keys and touches no account", async () => {
    const tenant = await freshTenant();
    const things = await furnish(tenant);
    const { acting } = await actAs(tenant, tenant.people.TA, { readOnly: false });
    const topic = { topic: "A topic of one's own", submit: false };
    expect(await call(acting, "POST", "/tenant/v1/blog-requests", { body: topic })).toMatchObject({ status: 201 });
    const shut = { status: 403, code: "auth.impersonated" };
    const decision = { decision: "approve", contentHash: presentHash(tenant.channelId) };
    const approval = `/dashboard/v1/approvals/${things.clientApproval}`;
    expect(await call(acting, "POST", `${approval}/resolve`, { body: decision })).toMatchObject(shut);
    expect((await call(acting, "GET", approval)).body).toMatchObject({ youMayDecide: false });
    const signature = { version: "2026-01", typedName: "Somebody Else", accepted: true };
    expect(await call(acting, "POST", "/dashboard/v1/contract/accept", { body: signature })).toMatchObject(shut);
    expect(await call(acting, "PUT", "/tenant/v1/security", { body: { secondFactorRequired: true } })).toMatchObject(
      shut,
    );
    const key = { name: "Mine now", scopes: ["blog:read"] };
    expect(await call(acting, "POST", "/tenant/v1/api-keys", { body: key })).toMatchObject(shut);
    for (const [path, body] of [
      ["/auth/v1/password/change", { current: "x", password: "y" }],
      ["/auth/v1/email/change", { email: "mine@example.test" }],
      ["/auth/v1/totp/setup", {}],
      ["/auth/v1/sessions/revoke-others", {}],
      ["/auth/v1/tenants/select", { tenantId: tenant.id }],
      ["/auth/v1/reauth", { password: "x" }],
    ] as const)
      expect({ path, ...(await call(acting, "POST", path, { body })) }).toMatchObject({ path, ...shut });
  });

  test("leaves every deed in the client's chain, with both who acted and in whose name", async () => {
    const tenant = await freshTenant();
    const { TA } = tenant.people;
    const { acting, staff, id } = await actAs(tenant, TA, { readOnly: false });
    await call(acting, "GET", "/tenant/v1/blog-posts");
    await call(acting, "GET", "/tenant/v1/blog-posts");
    const topic = { topic: "A topic of one's own", submit: false };
    await call(acting, "POST", "/tenant/v1/blog-requests", { body: topic });
    expect(await call(acting, "POST", "/auth/v1/impersonation/end")).toMatchObject({
      status: 200,
      body: { url: expect.stringContaining(`/tenants/${tenant.id}`) },
    });
    const entries = await entriesOf(tenant.id);
    const both = { id: TA.userId, impersonatorId: staff.userId };
    expect(entries.find(({ name }) => name === "impersonation.started")).toMatchObject({
      actor: { kind: "admin", id: staff.userId },
      note: reason,
    });
    expect(entries.find(({ name }) => name === "content_request.created")).toMatchObject({ actor: both });
    const acted = entries.filter(({ name }) => name === "impersonation.acted");
    expect(acted.map(({ change }) => change.after)).toEqual([
      { method: "GET", path: "/tenant/v1/blog-posts", status: 200 },
      { method: "POST", path: "/tenant/v1/blog-requests", status: 201 },
    ]);
    expect(acted.every(({ actor }) => "impersonatorId" in actor)).toBe(true);
    expect(entries.find(({ name }) => name === "impersonation.ended")).toMatchObject({
      actor: { kind: "admin", id: staff.userId },
    });
    expect(await call(acting, "GET", "/tenant/v1/me")).toMatchObject({ status: 401 });
    const row = await asPlatform((tx) =>
      tx.selectFrom("impersonations").select("endedAt").where("id", "=", id).executeTakeFirstOrThrow(),
    );
    expect(row.endedAt).not.toBeNull();
  });

  test("ends with its hour, to the second, though the session was read a moment before", async () => {
    const tenant = await freshTenant();
    const { acting, id } = await actAs(tenant, tenant.people.TA);
    expect(await call(acting, "GET", "/tenant/v1/me")).toMatchObject({ status: 200 });
    await asPlatform((tx) =>
      tx
        .updateTable("impersonations")
        .set({ expiresAt: new Date(Date.now() - 1), startedAt: new Date(Date.now() - 1_000) })
        .where("id", "=", id)
        .execute(),
    );
    await asPlatform((tx) =>
      tx.updateTable("authSessions").set({ deviceName: "read anew" }).where("impersonationId", "=", id).execute(),
    );
    await forgetSnapshots(id);
    expect(await call(acting, "GET", "/tenant/v1/me")).toMatchObject({ status: 401, code: "auth.unauthenticated" });
  });

  test("is not prolonged by refreshing, and ends when the super admin's own sessions are ended", async () => {
    const tenant = await freshTenant();
    const staff = await superAdmin();
    const started = await call<{ id: string; token: string }>(
      staff,
      "POST",
      `/admin/v1/tenants/${tenant.id}/impersonate`,
      { body: { userId: tenant.people.TA.userId, reason } },
    );
    const tab = browser();
    await tab.call("POST", "/auth/v1/impersonation/begin", { token: started.body.token });
    const endOf = () =>
      asPlatform((tx) =>
        tx
          .selectFrom("authSessions")
          .select("expiresAt")
          .where("impersonationId", "=", started.body.id)
          .executeTakeFirst(),
      );
    const before = await endOf();
    expect(await tab.call("POST", "/auth/v1/refresh", {})).toMatchObject({ status: 200 });
    expect(await endOf()).toEqual(before);
    const chief = await superAdmin();
    expect(await call(chief, "POST", `/admin/v1/users/${staff.userId}/end-sessions`)).toMatchObject({ status: 200 });
    expect(await tab.call("GET", "/tenant/v1/me")).toMatchObject({ status: 401 });
    expect(await tab.call("POST", "/auth/v1/refresh", {})).toMatchObject({ status: 401 });
  });
});

async function forgetSnapshots(impersonationId: string): Promise<void> {
  const Session = await import("#core/session/index.ts");
  const rows = await asPlatform((tx) =>
    tx.selectFrom("authSessions").select("id").where("impersonationId", "=", impersonationId).execute(),
  );
  await Session.drop(...rows.map(({ id }) => id));
}
