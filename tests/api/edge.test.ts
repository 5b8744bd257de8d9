import { randomInt } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { app } from "#functions/api/index.ts";
import { surfaces, viewerAuthorizationHeader } from "#schema/surfaces.ts";
import { call } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
let member: TestPerson;
beforeAll(async () => {
  tenant = await freshTenant();
  member = tenant.people.TM;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(closeStores);

const dashboard = () => new URL(process.env["DASHBOARD_URL"] ?? "").origin;
const dm = () => new URL(process.env["DM_URL"] ?? "").origin;
const foreign = "https://evil.test";
/** An address of the documentation range that no other test uses. */
const address = () => `2001:db8:${[1, 2, 3, 4].map(() => randomInt(1, 65_535).toString(16)).join(":")}::1`;
const tokenOf = (person: TestPerson) => person.headers["authorization"]?.replace("Bearer ", "") ?? "";
const cookieOf = (person: TestPerson, portal = "dashboard") => `${portal}_access_token=${tokenOf(person)}`;

/** A request as a browser sends it: the sign-in travels as a cookie. */
function browse(method: string, path: string, headers: Record<string, string>, body?: unknown) {
  return call(undefined, method, path, {
    headers: { cookie: cookieOf(member), ...headers },
    ...(body === undefined ? {} : { body }),
  });
}
const write = (headers: Record<string, string>) =>
  browse("POST", "/tenant/v1/notifications/read", { "x-portal": "dashboard", ...headers }, { all: true });

describe("a write with cookies", () => {
  test("passes from the pages of its portal", async () => {
    expect((await write({ origin: dashboard(), "sec-fetch-site": "same-origin" })).status).toBeLessThan(300);
  });

  test.each<[string, () => Record<string, string>]>([
    ["from another site", () => ({ origin: foreign })],
    [
      "that the browser calls cross-site, whatever its origin says",
      () => ({ origin: dashboard(), "sec-fetch-site": "cross-site" }),
    ],
    ["without an origin", () => ({})],
    ["with the origin of a sandboxed page", () => ({ origin: "null" })],
    ["with an origin that is no address", () => ({ origin: "dashboard" })],
    ["from a page of another portal", () => ({ origin: dm() })],
    ["from a port of the same machine that is no portal", () => ({ origin: "http://localhost:1" })],
    ["from a name that begins like the portal's", () => ({ origin: `${dashboard()}.evil.test` })],
    ["from the portal's name over another protocol", () => ({ origin: dashboard().replace("http:", "https:") })],
  ])("%s is forbidden and changes nothing", async (_, headers) => {
    expect(await write(headers())).toMatchObject({ status: 403, code: "auth.forbidden" });
  });

  test.each(["PUT", "PATCH", "DELETE"])("is guarded for %s too", async (method) => {
    const answer = await browse(method, "/tenant/v1/comments/cmt_01J00000000000000000000000", { origin: foreign });
    expect(answer).toMatchObject({ status: 403, code: "auth.forbidden" });
  });

  test("a read needs no origin", async () => {
    expect((await browse("GET", "/tenant/v1/me", {})).status).toBe(200);
  });

  test("a request that carries its own authorisation needs none either", async () => {
    const answer = await call(member, "POST", "/tenant/v1/notifications/read", { body: { all: true } });
    expect(answer.status).toBeLessThan(300);
  });

  test("the signature of the router before us authorises nobody; what it hands on as the caller's does", async () => {
    const signed = { authorization: "AWS4-HMAC-SHA256 Credential=ASIA/20260304/eu-central-1/lambda/aws4_request" };
    expect(await write({ origin: foreign, ...signed })).toMatchObject({ status: 403, code: "auth.forbidden" });
    expect((await call(undefined, "GET", "/tenant/v1/me", { headers: signed })).status).toBe(401);
    const handedOn = { ...signed, [viewerAuthorizationHeader]: `Bearer ${tokenOf(member)}` };
    expect((await call(undefined, "GET", "/tenant/v1/me", { headers: handedOn })).status).toBe(200);
    const answer = await call(undefined, "POST", "/tenant/v1/notifications/read", {
      body: { all: true },
      headers: handedOn,
    });
    expect(answer.status).toBeLessThan(300);
  });

  test("nobody is signed in, renewed or signed out from a foreign page", async () => {
    for (const path of ["login", "refresh", "logout"]) {
      const answer = await call(undefined, "POST", `/auth/v1/${path}`, { body: {}, headers: { origin: foreign } });
      expect(answer).toMatchObject({ status: 403, code: "auth.forbidden" });
    }
  });

  test("the cookies of one portal open no other", async () => {
    const answer = await call(undefined, "GET", "/dm/v1/clients", { headers: { cookie: cookieOf(tenant.people.DM) } });
    expect(answer).toMatchObject({ status: 401, code: "auth.unauthenticated" });
  });
});

describe("a page of another origin", () => {
  const preflight = (path: string, origin: string) =>
    app.request(path, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-tenant-id" },
    });
  const allowedOrigin = (answer: Response) => answer.headers.get("access-control-allow-origin");

  test("may call a surface when it is one of the surface's portals", async () => {
    const answer = await preflight("/tenant/v1/me", dm());
    expect(answer.status).toBe(204);
    expect(allowedOrigin(answer)).toBe(dm());
    expect(answer.headers.get("access-control-allow-credentials")).toBe("true");
    expect(answer.headers.get("access-control-allow-headers")).toContain("X-Tenant-Id");
    expect(answer.headers.get("vary")).toContain("Origin");
  });

  test.each([
    ["/tenant/v1/me", foreign],
    ["/tenant/v1/me", "null"],
    ["/auth/v1/login", foreign],
  ])("may not call %s from %s", async (path, origin) => {
    expect(allowedOrigin(await preflight(path, origin))).toBeNull();
    expect(allowedOrigin(await app.request(path, { headers: { origin } }))).toBeNull();
  });

  test("may not call a surface of another portal", async () => {
    expect(allowedOrigin(await preflight("/dm/v1/clients", dashboard()))).toBeNull();
    expect(allowedOrigin(await preflight("/dashboard/v1/home", dm()))).toBeNull();
  });

  test("reads what limits and versions say", async () => {
    const answer = await call(member, "GET", "/tenant/v1/me", { headers: { origin: dashboard() } });
    const exposed = answer.headers.get("access-control-expose-headers") ?? "";
    for (const name of ["ETag", "RateLimit-Remaining", "Retry-After", "X-Request-Id"]) expect(exposed).toContain(name);
  });
});

describe("every answer", () => {
  const paths = ["/tenant/v1/me", "/tenant/v1/nowhere", "/auth/v1/me", "/nowhere", "/healthz", "/openapi.json"];

  test.each(paths)("of %s is locked down for browsers, signed in or not", async (path) => {
    for (const who of [member, undefined]) {
      const { headers } = await call(who, "GET", path);
      expect(Object.fromEntries(headers)).toMatchObject({
        "content-security-policy": expect.stringContaining("default-src 'none'"),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "permissions-policy": expect.stringContaining("camera=()"),
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
      });
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("strict-transport-security")).toBeNull();
    }
  });

  test("has an id, the caller's own when it is a decent one", async () => {
    const given = await call(member, "GET", "/tenant/v1/me", { headers: { "x-request-id": "my-request-1" } });
    expect(given.headers.get("x-request-id")).toBe("my-request-1");
    const odd = await call(member, "GET", "/tenant/v1/me", { headers: { "x-request-id": "<script>" } });
    expect(odd.headers.get("x-request-id")).toMatch(/^req_/);
  });

  test("the reference page runs only its own scripts, with a nonce of this answer", async () => {
    const [one, two] = [await app.request("/docs"), await app.request("/docs")];
    const nonces = [one, two].map(
      (page) => /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1],
    );
    expect(nonces[0]).not.toBe(nonces[1]);
    const html = await one.text();
    for (const [tag] of html.matchAll(/<script[^>]*>/g)) expect(tag).toContain(`nonce="${nonces[0]}"`);
    expect(one.headers.get("content-security-policy")).not.toMatch(/script-src[^;]*unsafe/);
  });
});

describe("limits", () => {
  const visit = (path: string, from: string, who: TestPerson | null = member) =>
    call(who ?? undefined, "GET", path, { headers: { "x-forwarded-for": from } });

  test("say on every answer what is left", async () => {
    vi.stubEnv("RATE_LIMIT_FACTOR", "1");
    const [person, from] = [(await freshTenant()).people.TM, address()];
    const first = await visit("/tenant/v1/me", from, person);
    const second = await visit("/tenant/v1/me", from, person);
    expect(first.headers.get("ratelimit-limit")).toBe(String(surfaces.tenant.limit.principal));
    expect(Number(first.headers.get("ratelimit-remaining"))).toBe(surfaces.tenant.limit.principal - 1);
    expect(Number(second.headers.get("ratelimit-remaining"))).toBeLessThan(surfaces.tenant.limit.principal);
    expect(Number(first.headers.get("ratelimit-reset"))).toBeGreaterThan(0);
  });

  test("hold for a person from whatever address, and for nobody else", async () => {
    vi.stubEnv("RATE_LIMIT_FACTOR", "0.005");
    const { people } = await freshTenant();
    const answers: number[] = [];
    for (let visits = 0; visits < 5; visits++)
      answers.push((await visit("/tenant/v1/me", address(), people.TM)).status);
    expect(answers).toEqual([200, 200, 200, 429, 429]);
    const refused = await visit("/tenant/v1/me", address(), people.TM);
    expect(refused).toMatchObject({ status: 429, code: "request.rate_limited" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await visit("/tenant/v1/me", address(), people.TA)).status).toBe(200);
  });

  test("hold for a workspace, however many people share it", async () => {
    vi.stubEnv("RATE_LIMIT_FACTOR", "0.001");
    const { people } = await freshTenant();
    const crowd = [people.TA, people.CA, people.TM, people.DM, people.DL];
    const statuses: number[] = [];
    for (const person of crowd) statuses.push((await visit("/tenant/v1/me", address(), person)).status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(crowd.length);
    expect(statuses.at(-1)).toBe(429);
  });

  test("hold for an address that has no sign-in", async () => {
    vi.stubEnv("RATE_LIMIT_FACTOR", "0.05");
    const from = address();
    const statuses: number[] = [];
    for (let visits = 0; visits < 5; visits++) statuses.push((await visit("/auth/v1/me", from, null)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });

  test("an address that guesses is shut out, even with a credential that is right", async () => {
    vi.stubEnv("RATE_LIMIT_FACTOR", "0.1");
    const from = address();
    const guess = { headers: { authorization: "Bearer guess", "x-forwarded-for": from } };
    const statuses: number[] = [];
    for (let guesses = 0; guesses < 8; guesses++)
      statuses.push((await call(undefined, "GET", "/tenant/v1/me", guess)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
    expect((await visit("/tenant/v1/me", from)).status).toBe(429);
    expect((await visit("/tenant/v1/me", address())).status).toBe(200);
  });

  test("count the address that our own proxies saw, not one the caller wrote", async () => {
    vi.stubEnv("RATE_LIMIT_FACTOR", "0.05");
    const from = address();
    const statuses: number[] = [];
    for (let visits = 0; visits < 5; visits++) {
      const forged = `${address()}, ${from}, 10.0.0.7`;
      statuses.push((await visit("/auth/v1/me", forged, null)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });
});
