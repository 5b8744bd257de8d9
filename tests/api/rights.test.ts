import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish, presentHash, type Things } from "#tests/support/furnish.ts";
import { freshTenant, superAdmin, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await freshTenant();
});
afterAll(closeStores);

const forbidden = { status: 403, code: "auth.forbidden" };
const signedOut = { status: 401, code: "auth.unauthenticated" };
const notFound = { status: 404, code: "request.not_found" };

/** Changes a person's record in Manage, from the state it is in. */
async function edit(who: { userId: string }, body: object, staff?: TestPerson) {
  const admin = staff ?? (await superAdmin());
  const path = `/admin/v1/users/${who.userId}`;
  const { rowVersion } = await ok<{ rowVersion: number }>(admin, "GET", path);
  return call(admin, "PATCH", path, { body, version: rowVersion });
}

describe("in the Dashboard, with the next request", () => {
  const change = async (who: TestPerson, method: "PATCH" | "DELETE", body?: object) => {
    const list = await ok<{ items: { id: string; rowVersion: number; user: { email: string } }[] }>(
      tenant.people.TA,
      "GET",
      "/tenant/v1/members",
    );
    const row = list.items.find(({ user }) => user.email === who.email);
    const options = { version: row?.rowVersion ?? 0, ...(body ? { body } : {}) };
    return call(tenant.people.TA, method, `/tenant/v1/members/${row?.id}`, options);
  };

  test("an approver who becomes a member decides no more, and one who becomes an approver does", async () => {
    const { CA, TM } = tenant.people;
    const things: Things = await furnish(tenant);
    const decide = (who: TestPerson) =>
      call(who, "POST", `/dashboard/v1/approvals/${things.clientApproval}/resolve`, {
        body: { decision: "approve", contentHash: presentHash("another channel") },
      });
    // Whoever may decide is told that the content is another; whoever may not is not even told that.
    expect(await decide(CA)).toMatchObject({ code: "approval.approval_stale" });
    expect(await decide(TM)).toMatchObject(forbidden);
    await change(CA, "PATCH", { role: "member" });
    await change(TM, "PATCH", { role: "reviewer" });
    expect(await decide(CA)).toMatchObject(forbidden);
    expect(await decide(TM)).toMatchObject({ code: "approval.approval_stale" });
  });

  test("a member who is removed is out, on every surface", async () => {
    const { TM } = tenant.people;
    const paths = ["/tenant/v1/me", "/dashboard/v1/home", "/live/v1/stream"];
    expect((await call(TM, "GET", "/dashboard/v1/home")).status).toBe(200);
    expect((await change(TM, "DELETE")).status).toBe(204);
    for (const path of paths) expect(await call(TM, "GET", path)).toMatchObject(signedOut);
  });

  test("a person whose access to the app is taken is out, and in again when it is given back", async () => {
    const { TM } = tenant.people;
    expect((await call(TM, "GET", "/tenant/v1/me")).status).toBe(200);
    expect(await edit(TM, { appAccess: [] })).toMatchObject({ status: 200 });
    expect(await call(TM, "GET", "/tenant/v1/me")).toMatchObject(signedOut);
    await edit(TM, { appAccess: ["dashboard"] });
    expect((await call(TM, "GET", "/tenant/v1/me")).status).toBe(200);
  });
});

describe("in the DM portal, with the next request", () => {
  const assign = (who: TestPerson, tenantIds: string[]) =>
    call(tenant.people.DL, "PUT", `/dm/v1/users/${who.userId}/assignments`, { body: { tenantIds } });

  test("a client that is taken from a reviewer is not found, wherever they ask, and there again when it is given back", async () => {
    const { DM } = tenant.people;
    const things = await furnish(tenant);
    const { "x-tenant-id": _, ...unchosen } = DM.headers;
    const asks: [TestPerson, string, object][] = [
      [DM, "/tenant/v1/me", notFound],
      [DM, `/tenant/v1/blog-posts/${things.blogPost}`, notFound],
      [{ ...DM, headers: unchosen }, `/dm/v1/approvals/${things.dmApproval}`, notFound],
    ];
    for (const [who, path] of asks) expect({ path, ...(await call(who, "GET", path)) }).toMatchObject({ status: 200 });
    expect(await assign(DM, [])).toMatchObject({ status: 200 });
    for (const [who, path, refusal] of asks) expect({ path, ...(await call(who, "GET", path)) }).toMatchObject(refusal);
    const { items } = await ok<{ items: object[] }>({ ...DM, headers: unchosen }, "GET", "/dm/v1/clients");
    expect(items).toEqual([]);
    await assign(DM, [tenant.id]);
    for (const [who, path] of asks) expect((await call(who, "GET", path)).status).toBe(200);
  });

  test("a reviewer who becomes an admin leads the team, and leads it no more when they are one no more", async () => {
    const { DM } = tenant.people;
    const team = () => call(DM, "GET", "/dm/v1/users");
    const setRole = async (role: "admin" | "reviewer") => {
      const { items } = await ok<{ items: { id: string; rowVersion: number }[] }>(
        tenant.people.DL,
        "GET",
        "/dm/v1/users",
      );
      const version = items.find(({ id }) => id === DM.userId)?.rowVersion ?? 0;
      return call(tenant.people.DL, "PATCH", `/dm/v1/users/${DM.userId}`, { body: { role }, version });
    };
    // An agency keeps an admin at all times; here it is the one who leads.
    await edit(tenant.people.DL, { role: "admin" });
    expect(await team()).toMatchObject(forbidden);
    expect(await setRole("admin")).toMatchObject({ status: 200 });
    expect((await team()).status).toBe(200);
    expect(await setRole("reviewer")).toMatchObject({ status: 200 });
    expect(await team()).toMatchObject(forbidden);
    const { rows } = await pool(platformRole).query<{ tenant_id: string | null }>(
      "select tenant_id from outbox where kind = 'audit' and name = 'user.role_changed' and payload::text like $1",
      [`%${DM.userId}%`],
    );
    expect(rows).toEqual([{ tenant_id: null }, { tenant_id: null }]);
  });

  test("somebody whom the team's lead takes in is written down, and shut out when the lead says so", async () => {
    const email = `${tenant.slug}@agency.test`;
    const invited = await call<{ id: string }>(tenant.people.DL, "POST", "/dm/v1/users/invite", {
      body: { email, firstName: "Noor", lastName: "Haddad", role: "reviewer", tenantIds: [tenant.id] },
    });
    expect(invited).toMatchObject({ status: 201, body: { email, assignments: [{ tenantId: tenant.id }] } });
    const { DM } = tenant.people;
    expect((await call(DM, "GET", "/dm/v1/clients")).status).toBe(200);
    expect(await call(tenant.people.DL, "POST", `/dm/v1/users/${DM.userId}/deactivate`)).toMatchObject({ status: 200 });
    expect(await call(DM, "GET", "/dm/v1/clients")).toMatchObject(signedOut);
  });

  test("a reviewer whose access to the portal is taken is out", async () => {
    const { DM } = tenant.people;
    expect((await call(DM, "GET", "/dm/v1/clients")).status).toBe(200);
    expect(await edit(DM, { appAccess: [] })).toMatchObject({ status: 200 });
    expect(await call(DM, "GET", "/dm/v1/clients")).toMatchObject(signedOut);
  });
});

describe("in Manage, with the next request", () => {
  test("a super admin who is one no more is out", async () => {
    const [chief, staff] = [await superAdmin(), await superAdmin()];
    expect((await call(staff, "GET", "/admin/v1/tenants")).status).toBe(200);
    const lower = { role: "reviewer", appAccess: ["dm-portal"] };
    expect(await edit(staff, lower, chief)).toMatchObject({ status: 200 });
    expect(await call(staff, "GET", "/admin/v1/tenants")).toMatchObject(signedOut);
  });
});
