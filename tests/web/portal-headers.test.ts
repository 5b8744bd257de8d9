import { NextRequest } from "next/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import { portalConfig } from "#kit/next-config.ts";
import { portalProxy } from "#kit/proxy.ts";

afterEach(() => vi.unstubAllEnvs());

const page = (path = "/approvals") => portalProxy(new NextRequest(`https://dashboard.test${path}`), "dashboard");
const policyOf = (path?: string) => {
  const text = page(path).headers.get("content-security-policy") ?? "";
  return new Map(text.split("; ").map((part) => [part.split(" ")[0] ?? "", part.split(" ").slice(1)]));
};

describe("a page of a portal", () => {
  test.each(["/", "/login", "/approvals", "/a/ten_1_secret"])(
    "%s runs scripts by a nonce of this answer only, is framed by nobody and sends forms nowhere else",
    (path) => {
      const policy = policyOf(path);
      const [own, nonce, dynamic, ...others] = policy.get("script-src") ?? [];
      expect([own, dynamic, others]).toEqual(["'self'", "'strict-dynamic'", []]);
      expect(nonce).toMatch(/^'nonce-[0-9a-f]{32}'$/);
      expect(policyOf(path).get("script-src")?.[1]).not.toBe(nonce);
      expect(policy.get("default-src")).toEqual(["'self'"]);
      expect(policy.get("object-src")).toEqual(["'none'"]);
      expect(policy.get("frame-ancestors")).toEqual(["'none'"]);
      expect(policy.get("form-action")).toEqual(["'self'"]);
      expect(policy.get("base-uri")).toEqual(["'self'"]);
    },
  );

  test("talks to its own API and the storage it is told of, and to nobody else", () => {
    vi.stubEnv("STORAGE_ORIGINS", "https://files.leadmetrics.test");
    expect(policyOf().get("connect-src")).toEqual(["'self'", "https://files.leadmetrics.test"]);
  });

  test("is not guessed at, tells other sites nothing of its path, and is asked for over TLS alone", async () => {
    const [rule] = (await portalConfig("/").headers?.()) ?? [];
    const headers = Object.fromEntries((rule?.headers ?? []).map(({ key, value }) => [key, value]));
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "strict-origin",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "strict-transport-security": "max-age=63072000; includeSubDomains",
    });
  });
});

test("a call of a portal's API carries the portal's name, whatever the caller says", () => {
  vi.stubEnv("API_URL", "https://api.test");
  const request = new NextRequest("https://dm.test/api/tenant/v1/me?x=1", { headers: { "x-portal": "manage" } });
  const answer = portalProxy(request, "dm");
  expect(answer.headers.get("x-middleware-rewrite")).toBe("https://api.test/tenant/v1/me?x=1");
  expect(answer.headers.get("x-middleware-request-x-portal")).toBe("dm");
});
