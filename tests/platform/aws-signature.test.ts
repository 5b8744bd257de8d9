import { createHash, createHmac } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();

interface Sent {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string;
}

/** Signature Version 4 by its published steps: of what is sent, over the headers named, for the scope named. */
function signatureOf({ method, url, headers, body }: Sent, names: readonly string[], scope: string, secret: string) {
  const canonical = [
    method,
    url.pathname,
    [...url.searchParams].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&"),
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  const key = scope.split("/").reduce<Buffer>((former, part) => hmac(former, part), Buffer.from(`AWS4${secret}`));
  return hmac(key, ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(canonical)].join("\n")).toString("hex");
}

/** The parts of an Authorization header. */
function claimOf(authorization = "") {
  const [, keyId, scope = "", names = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(authorization) ??
    [];
  return { keyId, scope, names: names.split(";"), signature };
}

const keyId = "AKIDEXAMPLE";
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const now = new Date("2026-03-04T05:06:07Z");
const url = new URL("https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/acme-rag__ingest/invocations");
const body = '{"Records":[{"body":"größer"}]}';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** The signer of a process whose role has these credentials. */
async function signer(given: Record<string, string>) {
  const none = { AWS_PROFILE: undefined, AWS_SESSION_TOKEN: undefined, AWS_EC2_METADATA_DISABLED: "true" };
  const env = { ...none, AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret, ...given };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return (await import("#platform/aws-signature.ts")).signedHeaders;
}

test("the steps of this test give the signature of AWS's published example", () => {
  const example = {
    method: "GET",
    url: new URL("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      host: "iam.amazonaws.com",
      "x-amz-date": "20150830T123600Z",
    },
    body: "",
  };
  expect(
    signatureOf(example, ["content-type", "host", "x-amz-date"], "20150830/us-east-1/iam/aws4_request", secret),
  ).toBe("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
});

describe("a signed request", () => {
  test("carries the signature that AWS computes for it, over host, body, date and session token", async () => {
    const signedHeaders = await signer({ AWS_SESSION_TOKEN: "a-token/with+signs=" });
    const headers = await signedHeaders({ url, body, region: "eu-central-1", service: "lambda" }, now);
    const claim = claimOf(headers["authorization"]);
    expect(claim).toMatchObject({ keyId, scope: "20260304/eu-central-1/lambda/aws4_request" });
    expect(claim.names).toEqual(expect.arrayContaining(["host", "x-amz-date", "x-amz-security-token"]));
    expect(headers["x-amz-security-token"]).toBe("a-token/with+signs=");
    const sent = { method: "POST", url, headers, body };
    expect(signatureOf(sent, claim.names, claim.scope, secret)).toBe(claim.signature);
    expect(signatureOf({ ...sent, body: "{}" }, claim.names, claim.scope, secret)).not.toBe(claim.signature);
  });

  test("has no session token where the credentials have none", async () => {
    const signedHeaders = await signer({});
    const headers = await signedHeaders({ url, body, region: "eu-central-1", service: "lambda" }, now);
    expect(headers).not.toHaveProperty("x-amz-security-token");
    const { names, scope, signature } = claimOf(headers["authorization"]);
    expect(signatureOf({ method: "POST", url, headers, body }, names, scope, secret)).toBe(signature);
  });
});

describe("an invocation", () => {
  const headersOf = async (address: string) => {
    const { headersFor } = await import("#functions/dispatcher/invoke.ts");
    return headersFor(new URL("/2015-03-31/functions/fn/invocations", address), "{}");
  };

  test("is signed for Lambda of the region in its address, and nowhere else", async () => {
    await signer({});
    const { scope } = claimOf((await headersOf("https://lambda.ap-south-1.amazonaws.com"))["authorization"]);
    expect(scope).toMatch(/^\d{8}\/ap-south-1\/lambda\/aws4_request$/);
    for (const address of ["http://127.0.0.1:3006", "https://lambda.ap-south-1.amazonaws.com.example.org"])
      expect(await headersOf(address)).toEqual({ "content-type": "application/json" });
  });

  test("waits when the process has no credentials", async () => {
    await signer({ AWS_ACCESS_KEY_ID: "", AWS_SHARED_CREDENTIALS_FILE: "/nowhere", AWS_CONFIG_FILE: "/nowhere" });
    await expect(headersOf("https://lambda.ap-south-1.amazonaws.com")).rejects.toMatchObject({ name: "NotInvoked" });
  });
});
