import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handler } from "#functions/api/tenant/index.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestPerson } from "#tests/support/tenant.ts";

let member: TestPerson;
beforeAll(async () => {
  member = (await freshTenant()).people.TM;
});
afterAll(closeStores);

const signature = "AWS4-HMAC-SHA256 Credential=router/20260101/eu-central-1/lambda/aws4_request, Signature=0";

/** What the function answers to the event that its URL makes of a request of the router, which always signs. */
async function call(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const http = { method, path, protocol: "HTTP/1.1", sourceIp: "130.176.0.1", userAgent: "test" };
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: {
      host: "function.lambda-url.eu-central-1.on.aws",
      "content-type": "application/json",
      ...headers,
      authorization: signature,
    },
    ...(headers["cookie"] ? { cookies: [headers["cookie"]] } : {}),
    requestContext: { http, requestId: "test", stage: "$default" },
    ...(method === "GET" ? {} : { body: "{}" }),
    isBase64Encoded: false,
  };
  const answer = (await handler(event as never)) as { statusCode: number; body: string };
  return { status: answer.statusCode, body: answer.body };
}

describe("behind the router", () => {
  test("a caller is who the copy of his own authorization says", async () => {
    const own = {
      "x-viewer-authorization": member.headers["authorization"] ?? "",
      "x-tenant-id": member.headers["x-tenant-id"] ?? "",
    };
    expect(await call("GET", "/tenant/v1/notifications", own)).toMatchObject({ status: 200 });
  });

  test("the router's signature is nobody's: who sends nothing is not signed in", async () => {
    expect(await call("GET", "/tenant/v1/notifications", {})).toMatchObject({ status: 401 });
  });

  test("the router's signature makes no write with cookies pass from a foreign page", async () => {
    const token = member.headers["authorization"]?.replace("Bearer ", "");
    const headers = { cookie: `dashboard_access_token=${token}`, origin: "https://evil.test", "x-portal": "dashboard" };
    const answer = await call("POST", "/tenant/v1/notifications/read", headers);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain("auth.forbidden");
  });
});
