import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ApiKey, ApiKeyOnce } from "#schema/api-key.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { digestOf } from "#tests/support/digest.ts";
import { furnish, type Things } from "#tests/support/furnish.ts";
import { callerOf, keyOf, noted, setKey, usedKeyOf } from "#tests/support/keys.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await freshTenant();
});
afterAll(closeStores);

const wanted = { name: "Till", scopes: ["blog:read", "blog:write"] };
const make = (input: object = {}, headers: Record<string, string> = {}) =>
  call<ApiKeyOnce>(tenant.people.TA, "POST", "/tenant/v1/api-keys", { body: { ...wanted, ...input }, headers });
const listed = async () => (await ok<{ items: ApiKey[] }>(tenant.people.TA, "GET", "/tenant/v1/api-keys")).items;
const me = (key: { key: string; id: string; name: string }, headers: Record<string, string> = {}) =>
  call<{ key: { id: string } }>(callerOf(key), "GET", "/api/v1/me", { headers });

describe("a key", () => {
  test("is shown once: its form says which tenant it belongs to, and only its hash is stored", async () => {
    const { status, body } = await make();
    expect(status).toBe(201);
    expect(body.key).toMatch(new RegExp(`^lm_live_${tenant.id}_[A-Za-z0-9]{32}$`));
    expect(body.last4).toBe(body.key.slice(-4));
    expect(JSON.stringify(await listed())).not.toContain(body.key);
    const row = await asPlatform((tx) =>
      tx.selectFrom("apiKeys").selectAll().where("id", "=", body.id).executeTakeFirstOrThrow(),
    );
    expect(row.keyHash).toBe(sha256(body.key));
    expect(JSON.stringify(row)).not.toContain(body.key.slice(-32));
  });

  test("is nowhere in the database, not even in the kept answer of its call", async () => {
    const idempotency = randomUUID();
    const { body } = await make({}, { "idempotency-key": idempotency });
    const secret = body.key.slice(-32);
    for (const table of ["idempotency_keys", "outbox", "api_keys"]) {
      const { rows } = await pool(platformRole).query(`select 1 from ${table} t where t::text like $1`, [
        `%${secret}%`,
      ]);
      expect({ table, rows }).toEqual({ table, rows: [] });
    }
    const repeat = await make({}, { "idempotency-key": idempotency });
    expect(repeat).toMatchObject({ status: 409, code: "request.already_exists" });
    expect(await listed()).toHaveLength(1);
  });

  test("opens its workspace with its scopes", async () => {
    const { body: key } = await make();
    const answer = await me(key);
    expect(answer.body).toMatchObject({
      tenant: { id: tenant.id, name: tenant.name },
      key: { id: key.id, test: false },
      scopes: ["blog:read", "blog:write"],
      limits: { requestsPerMinute: 120 },
    });
  });

  test.each<[string, (key: string) => string]>([
    ["with one character changed", (key) => key.slice(0, -1) + (key.endsWith("a") ? "b" : "a")],
    ["under the other prefix", (key) => key.replace("lm_live", "lm_test")],
    ["under another tenant's id", (key) => key.replace(/ten_\w{26}/, "ten_01J00000000000000000000000")],
    ["without its tenant", (key) => key.replace(/ten_\w{26}_/, "")],
    ["with a wild card", (key) => `${key.slice(0, -1)}%`],
    ["cut short", (key) => key.slice(0, -1)],
    ["prolonged", (key) => `${key}a`],
    ["in capitals", (key) => key.toUpperCase()],
  ])("%s opens nothing", async (_, change) => {
    const { body: key } = await make();
    expect(await me({ ...key, key: change(key.key) })).toMatchObject({ status: 401, code: "auth.unauthenticated" });
  });

  test("opens nothing as a cookie or in the address", async () => {
    const { body: key } = await make();
    const cookie = await call(undefined, "GET", "/api/v1/me", { headers: { cookie: `api_key=${key.key}` } });
    const query = await call(undefined, "GET", `/api/v1/me?key=${key.key}`);
    expect([cookie.status, query.status]).toEqual([401, 401]);
  });

  test("that has expired opens nothing", async () => {
    const { body: key } = await make({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect((await me(key)).status).toBe(200);
    await setKey(tenant.id, key.id, { expiresAt: new Date(Date.now() - 1) });
    expect(await me(key)).toMatchObject({ status: 401, code: "auth.unauthenticated" });
  });

  test("that is revoked opens nothing from the next request on", async () => {
    const { body: key } = await make();
    expect((await me(key)).status).toBe(200);
    expect((await call(tenant.people.TA, "DELETE", `/tenant/v1/api-keys/${key.id}`)).status).toBe(204);
    expect((await me(key)).status).toBe(401);
    expect((await call(tenant.people.TA, "DELETE", `/tenant/v1/api-keys/${key.id}`)).status).toBe(204);
  });

  test("opens nothing while its workspace is suspended or on a plan without keys", async () => {
    const { body: key } = await make();
    const set = (values: { status?: "active" | "suspended"; plan?: "agency" | "free" }) =>
      asPlatform((tx) => tx.updateTable("tenants").set(values).where("id", "=", tenant.id).execute());
    await set({ status: "suspended" });
    expect(await me(key)).toMatchObject({ status: 403, code: "tenant.tenant_suspended" });
    await set({ status: "active", plan: "free" });
    expect(await me(key)).toMatchObject({ status: 402, code: "plan.plan_limit" });
  });

  test("is bound to the addresses it is given", async () => {
    const { body: key } = await make({ allowedIps: ["203.0.113.0/24", "2001:db8:1::7"] });
    const from = async (address: string) => (await me(key, { "x-forwarded-for": address })).code;
    expect(await from("203.0.113.9")).toBeUndefined();
    expect(await from("::ffff:203.0.113.9")).toBeUndefined();
    expect(await from("2001:db8:1::7")).toBeUndefined();
    expect(await from("203.0.114.9")).toBe("apikey.ip_not_allowed");
    expect(await from("2001:db8:1::8")).toBe("apikey.ip_not_allowed");
    expect(await from("203.0.113.9, 198.51.100.1")).toBe("apikey.ip_not_allowed");
    expect((await me(key)).code).toBe("apikey.ip_not_allowed");
  });

  test("makes as many requests a minute as it may, whatever others make", async () => {
    vi.stubEnv("RATE_LIMIT_FACTOR", "0.1");
    const [{ body: slow }, { body: fast }] = [await make({ ratePerMinute: 30 }), await make({ ratePerMinute: 60 })];
    const statuses: number[] = [];
    for (let visits = 0; visits < 5; visits++) statuses.push((await me(slow)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await me(fast)).status).toBe(200);
    vi.unstubAllEnvs();
  });

  test("is noted when it was used, once a minute", async () => {
    const key = await usedKeyOf(tenant);
    const first = await noted(tenant.id, key.id);
    for (let visits = 0; visits < 5; visits++) await me(key);
    expect(await noted(tenant.id, key.id)).toEqual(first);
    expect((await listed())[0]?.lastUsedAt).toBe(first?.toISOString());
  });

  test("is made, rotated and revoked with an entry in the audit log each", async () => {
    const { body: key } = await make();
    await ok(tenant.people.TA, "POST", `/tenant/v1/api-keys/${key.id}/rotate`);
    await call(tenant.people.TA, "DELETE", `/tenant/v1/api-keys/${key.id}`);
    const { rows } = await pool(platformRole).query<{ name: string; payload: unknown }>(
      "select name, payload from outbox where tenant_id = $1 and kind = 'audit' and name like 'api_key.%' order by id",
      [tenant.id],
    );
    expect(rows.map(({ name }) => name)).toEqual([
      "api_key.created",
      "api_key.created",
      "api_key.rotated",
      "api_key.revoked",
    ]);
    expect(JSON.stringify(rows)).not.toContain(sha256(key.key));
  });
});

describe("rotation", () => {
  const rotate = (id: string) => call<ApiKeyOnce>(tenant.people.TA, "POST", `/tenant/v1/api-keys/${id}/rotate`);

  test("gives a successor with the same rights, and both work for a day", async () => {
    const { body: old } = await make({ allowedIps: ["203.0.113.0/24"], ratePerMinute: 60 });
    const { status, body: successor } = await rotate(old.id);
    expect(status).toBe(201);
    expect(successor).toMatchObject({ rotatedFrom: old.id, scopes: old.scopes, ratePerMinute: 60, expiresAt: null });
    expect(successor.allowedIps).toEqual(["203.0.113.0/24"]);
    expect(successor.key).not.toBe(old.key);
    const from = { "x-forwarded-for": "203.0.113.9" };
    expect([(await me(old, from)).status, (await me(successor, from)).status]).toEqual([200, 200]);
    const end = (await listed()).find(({ id }) => id === old.id)?.expiresAt ?? "";
    const hours = (new Date(end).getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    await setKey(tenant.id, old.id, { expiresAt: new Date(Date.now() - 1) });
    expect([(await me(old, from)).status, (await me(successor, from)).status]).toEqual([401, 200]);
  });

  test("lets no key outlive the end it had", async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const { body: old } = await make({ expiresAt: soon });
    const { body: successor } = await rotate(old.id);
    expect(successor.expiresAt).toBe(soon);
    expect((await listed()).find(({ id }) => id === old.id)?.expiresAt).toBe(soon);
  });

  test("is refused for a key that is over or replaced already", async () => {
    const { body: old } = await make();
    await rotate(old.id);
    expect(await rotate(old.id)).toMatchObject({ status: 409, code: "request.illegal_transition" });
    const { body: ended } = await make();
    await setKey(tenant.id, ended.id, { revokedAt: new Date() });
    expect(await rotate(ended.id)).toMatchObject({ status: 409, code: "request.illegal_transition" });
  });
});

describe("what a key may ask for", () => {
  test.each<[string, object, string]>([
    ["a scope that does not exist", { scopes: ["everything"] }, "scopes.0"],
    ["no scope", { scopes: [] }, "scopes"],
    ["an address that is none", { allowedIps: ["everywhere"] }, "allowedIps.0"],
    ["a range that is none", { allowedIps: ["10.0.0.0/33"] }, "allowedIps.0"],
    ["an end in the past", { expiresAt: "2020-01-01T00:00:00.000Z" }, "expiresAt"],
    ["too fast a rate", { ratePerMinute: 601 }, "ratePerMinute"],
    ["too slow a rate", { ratePerMinute: 9 }, "ratePerMinute"],
    ["a field nobody knows", { admin: true }, ""],
  ])("%s is refused by name", async (_, input, path) => {
    const answer = await make(input);
    expect(answer).toMatchObject({ status: 422, code: "request.validation_failed" });
    const { fields } = (answer.body as unknown as { error: { fields: { path: string }[] } }).error;
    expect(fields.map((field) => field.path)).toContain(path);
    expect(await listed()).toEqual([]);
  });

  test("more speed than the plan has is refused, and any key on the free plan", async () => {
    expect(await make({ ratePerMinute: 240 })).toMatchObject({ status: 402, code: "plan.plan_limit" });
    await asPlatform((tx) =>
      tx.updateTable("tenants").set({ plan: "enterprise" }).where("id", "=", tenant.id).execute(),
    );
    expect((await make({ ratePerMinute: 240 })).status).toBe(201);
    tenant = await freshTenant({ plan: "free" });
    expect(await make()).toMatchObject({ status: 402, code: "plan.plan_limit" });
  });
});

describe("with a test key", () => {
  let things: Things;
  let trial: Awaited<ReturnType<typeof keyOf>>;
  beforeEach(async () => {
    things = await furnish(tenant);
    trial = await usedKeyOf(tenant, { live: false });
  });

  const body = { topic: "How to rewire a table lamp at home" };
  const outbox = async () => {
    const { rows } = await pool(platformRole).query("select count(*)::int as count from outbox where tenant_id = $1", [
      tenant.id,
    ]);
    return rows[0];
  };

  test("a write is answered as if it were done, and nothing is stored, queued or sent", async () => {
    const before = { rows: await digestOf(tenant.id), outbox: await outbox() };
    const asked = await call<{ requestId: string }>(trial, "POST", "/api/v1/blog-posts/generate", { body });
    expect(asked).toMatchObject({ status: 202, body: { status: "submitted" } });
    const said = await call(trial, "POST", `/api/v1/approvals/${things.clientApproval}/comments`, {
      body: { body: "Fine" },
    });
    expect(said.status).toBe(201);
    const gone = await call(trial, "DELETE", `/api/v1/dataset-files/${things.datasetFile}`);
    expect(gone.status).toBe(204);
    const upload = { purpose: "dataset", fileName: "a.md", mime: "text/markdown", bytes: 10 };
    const ticket = await call<{ url: string }>(trial, "POST", "/api/v1/uploads", { body: upload });
    expect(ticket.status).toBe(201);
    expect(ticket.body.url).not.toContain(process.env["S3_ENDPOINT"]);
    expect({ rows: await digestOf(tenant.id), outbox: await outbox() }).toEqual(before);
    const kept = await ok<{ items: unknown[] }>(tenant.people.TA, "GET", "/tenant/v1/requests");
    expect(JSON.stringify(kept)).not.toContain(asked.body.requestId);
  });

  test("a write is checked like any other", async () => {
    const invalid = await call(trial, "POST", "/api/v1/blog-posts/generate", { body: { topic: "x" } });
    expect(invalid).toMatchObject({ status: 422, code: "request.validation_failed" });
    const unapproved = await call(trial, "POST", `/api/v1/blog-posts/${things.blogPost}/publish`, { body: {} });
    expect(unapproved).toMatchObject({ status: 403, code: "approval.approval_required" });
  });

  test("the same call with a live key is kept", async () => {
    const live = await keyOf(tenant);
    const asked = await ok<{ requestId: string }>(live, "POST", "/api/v1/blog-posts/generate", { body });
    const request = await ok<{ requestedBy: unknown }>(
      tenant.people.TA,
      "GET",
      `/tenant/v1/requests/${asked.requestId}`,
    );
    expect(JSON.stringify(request.requestedBy)).toContain("Test");
  });

  test("a repeat of a keyed call with a live key acts once", async () => {
    const live = await keyOf(tenant);
    const headers = { "idempotency-key": randomUUID() };
    const [one, two] = [
      await call<{ requestId: string }>(live, "POST", "/api/v1/blog-posts/generate", { body, headers }),
      await call<{ requestId: string }>(live, "POST", "/api/v1/blog-posts/generate", { body, headers }),
    ];
    expect(two.headers.get("idempotent-replayed")).toBe("true");
    expect(two.body.requestId).toBe(one.body.requestId);
    expect([...two.headers.keys()]).toEqual(expect.arrayContaining([...one.headers.keys()]));
  });
});

describe("deciding stays with people", () => {
  test("a key with every scope decides nothing: there is no route, and the verb refuses", async () => {
    const things = await furnish(tenant);
    const key = await keyOf(tenant);
    for (const path of [`approvals/${things.clientApproval}/resolve`, `approvals/${things.clientApproval}/approve`])
      expect((await call(key, "POST", `/api/v1/${path}`, { body: {} })).code).toBe("request.no_route");
    const elsewhere = await call(key, "POST", `/dashboard/v1/approvals/${things.clientApproval}/resolve`, { body: {} });
    expect(elsewhere.status).toBe(401);
    const { rows } = await pool(platformRole).query("select status from approvals where tenant_id = $1", [tenant.id]);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["pending", "expired"]));
  });
});
