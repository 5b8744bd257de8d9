import { afterEach, describe, expect, test, vi } from "vitest";
import { contentPolicy, pageHeaders } from "#kit/page-headers.ts";

afterEach(() => vi.unstubAllEnvs());

const policy = () =>
  new Map(
    contentPolicy("0a1b")
      .split("; ")
      .map((part) => [part.split(" ")[0] ?? "", part.split(" ").slice(1)]),
  );

describe("a page of a portal", () => {
  test("runs scripts by the nonce of its answer only, is framed by nobody and sends forms nowhere else", () => {
    expect(policy().get("script-src")).toEqual(["'self'", "'nonce-0a1b'", "'strict-dynamic'"]);
    expect(policy().get("default-src")).toEqual(["'self'"]);
    expect(policy().get("object-src")).toEqual(["'none'"]);
    expect(policy().get("frame-ancestors")).toEqual(["'none'"]);
    expect(policy().get("form-action")).toEqual(["'self'"]);
    expect(policy().get("base-uri")).toEqual(["'self'"]);
  });

  test("talks to its own API and the storage it is told of, and to nobody else", () => {
    vi.stubEnv("STORAGE_ORIGINS", "https://files.leadmetrics.test");
    expect(policy().get("connect-src")).toEqual(["'self'", "https://files.leadmetrics.test"]);
  });

  test("is not guessed at, tells other sites nothing of its path, and is asked for over TLS alone", () => {
    expect(Object.fromEntries(pageHeaders.map(({ key, value }) => [key, value]))).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "strict-origin",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "strict-transport-security": "max-age=63072000; includeSubDomains",
    });
  });
});
