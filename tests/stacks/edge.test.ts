import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { portals } from "#schema/portals.ts";
import { surfaces } from "#schema/surfaces.ts";
import { edgeCode } from "#stacks/edge.ts";

interface Header {
  value: string;
  multiValue?: Header[];
}
interface Request {
  uri: string;
  headers: Record<string, Header>;
}

const domain = "leadmetrics.test";
const viewer = { "x-viewer-address": { value: "203.0.113.9" } };
const prefixes = Object.values(surfaces).map(({ prefix }) => prefix);
const code = edgeCode({ domain, portals, prefixes });

/** What the code makes of a request, as CloudFront hands it over: the request itself, or an answer. */
function passed(headers: Record<string, Header>, uri = "/api/auth/v1/login"): Request & { statusCode?: number } {
  const event = { version: "1.0", viewer: { ip: "203.0.113.9" }, request: { method: "POST", uri, headers } };
  const handler = `(function handler(event) { ${code} return event.request; })(event);`;
  return runInNewContext(handler, { event }) as Request & { statusCode?: number };
}

describe("the router's function", () => {
  test.each(portals)(
    "says that a request to the host of %s came by this portal, and asks the API without /api",
    (portal) => {
      const host = { value: `${portal}.${domain}` };
      expect(passed({ host, accept: { value: "*/*" } })).toMatchObject({
        uri: "/auth/v1/login",
        headers: { host, accept: { value: "*/*" }, ...viewer, "x-portal": { value: portal } },
      });
      expect(passed({ host }, "/apiary").uri).toBe("/apiary");
    },
  );

  test("believes no caller who names a portal or an address himself", () => {
    const forged = { value: "manage", multiValue: [{ value: "manage" }, { value: "dm" }] };
    const { headers } = passed({
      host: { value: `Dashboard.${domain}` },
      "x-portal": forged,
      "x-viewer-address": { value: "10.0.0.1" },
    });
    expect(headers).toMatchObject(viewer);
    expect(headers["x-portal"]).toEqual({ value: "dashboard" });
  });

  test("keeps what the caller authorises itself with from the signature, and nobody else's word for it", () => {
    const forged = { "x-viewer-authorization": { value: "Bearer forged" } };
    const host = { value: `api.${domain}` };
    const { headers } = passed({ host, ...forged, authorization: { value: "Bearer own" } }, "/api/v1/posts");
    expect(headers["x-viewer-authorization"]).toEqual({ value: "Bearer own" });
    expect(passed({ host, ...forged }, "/api/v1/posts").headers["x-viewer-authorization"]).toBeUndefined();
  });

  test.each(["dashboard.leadmetrics.test.evil.test", "dashboardXleadmetrics.test", "constructor", ""])(
    "names no portal for a request to %j",
    (host) => {
      const sent = { host: { value: host }, "x-request-id": { value: "1" } };
      expect(passed({ ...sent })).toMatchObject({ uri: "/api/auth/v1/login", headers: { ...sent, ...viewer } });
      expect(passed({ ...sent }).headers["x-portal"]).toBeUndefined();
    },
  );

  test("leaves to programs which portal they mean, on the host of the API", () => {
    const headers = { host: { value: `api.${domain}` }, "x-portal": { value: "dm" } };
    expect(passed(headers, "/auth/v1/me")).toMatchObject({
      uri: "/auth/v1/me",
      headers: { "x-portal": { value: "dm" } },
    });
  });

  test.each(["/", "/auth/v10", "/docs", "/api/auth/v1"])(
    "answers %s of the API's host that there is nothing",
    (uri) => {
      const answer = passed({ host: { value: `api.${domain}` } }, uri) as { statusCode?: number; body?: string };
      expect(answer.statusCode).toBe(404);
      expect(JSON.parse(answer.body ?? "")).toMatchObject({ error: { code: "request.no_route" } });
    },
  );

  test("does not open the API at a portal's host without /api", () => {
    expect(passed({ host: { value: `dashboard.${domain}` } }, "/admin/v1/users").uri).toBe("/-/admin/v1/users");
  });

  test("fails on no request without a host", () => {
    expect(passed({}).headers).toEqual(viewer);
  });
});
