import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { handle, type LambdaEvent } from "hono/aws-lambda";
import { afterEach, describe, expect, test } from "vitest";
import { addressOf, countryOf } from "#functions/api/edge/address.ts";
import { listen } from "#localstack/services/serve.ts";
import { viewerAddressHeader } from "#schema/surfaces.ts";

const app = new Hono().get("/who", (c) => c.json({ address: addressOf(c), country: countryOf(c) }));
const viewer = "203.0.113.7";
const edge = "130.176.88.67";
const forged = "198.51.100.66";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** What a function told whom CloudFront calls for a viewer, as its URL hands the request on. */
async function behindRouter(headers: Record<string, string>, sourceIp = edge): Promise<unknown> {
  const domain = "q3l5zc4zbd2mz2n3q6xq2a6nqi0abcde.lambda-url.eu-central-1.on.aws";
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath: "/who",
    rawQueryString: "",
    headers: {
      "x-amzn-tls-version": "TLSv1.3",
      "x-amzn-trace-id": "Root=1-66a0c0de-0123456789abcdef01234567",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
      "x-forwarded-host": "app.leadmetrics.test",
      via: "2.0 0123456789abcdef.cloudfront.net (CloudFront)",
      "x-amz-cf-id": "Zm9yIGEgdGVzdA==",
      host: domain,
      accept: "*/*",
      ...headers,
    },
    requestContext: {
      accountId: "anonymous",
      apiId: domain.split(".")[0],
      domainName: domain,
      domainPrefix: domain.split(".")[0],
      http: { method: "GET", path: "/who", protocol: "HTTP/1.1", sourceIp, userAgent: "Amazon CloudFront" },
      requestId: "2d3a6c0e-6b42-4d3c-9d3a-4b1f2f9f0c11",
      routeKey: "$default",
      stage: "$default",
      time: "04/Mar/2026:05:06:07 +0000",
      timeEpoch: 1_772_600_767_000,
    },
    isBase64Encoded: false,
  };
  // The library's type of an event asks for parts that function URLs do not send.
  const { body } = await handle(app)(event as unknown as LambdaEvent);
  return JSON.parse(body);
}

describe("behind the router", () => {
  test("a request comes from where the router says, whatever the caller forwarded", async () => {
    for (const forwarded of [viewer, forged, `${forged}, ${viewer}`, `${forged}, ${viewer}, ${edge}`, "127.0.0.1"])
      expect(
        await behindRouter({
          "x-forwarded-for": forwarded,
          [viewerAddressHeader]: viewer,
          "cloudfront-viewer-country": "DE",
        }),
      ).toEqual({ address: viewer, country: "DE" });
    expect(await behindRouter({ [viewerAddressHeader]: "2001:db8::9", "x-forwarded-for": forged })).toEqual({
      address: "2001:db8::9",
    });
  });

  test("without its word it comes from who called the function, never from what was forwarded", async () => {
    for (const said of ["", "not an address", `${forged}, ${viewer}`])
      expect(await behindRouter({ "x-forwarded-for": forged, [viewerAddressHeader]: said })).toEqual({ address: edge });
  });
});

describe("without a router", () => {
  const whoAsks = async (headers: Record<string, string>): Promise<unknown> => {
    const server = createServer(getRequestListener(app.fetch));
    const port = await listen(server, 0);
    closing.push(() => server.close());
    return (await fetch(`http://127.0.0.1:${port}/who`, { headers })).json();
  };

  test("nobody says whose request it is but the proxies of this machine, read from the right", async () => {
    const forwarded = `${forged}, ${viewer}, 10.0.0.9`;
    expect(await whoAsks({ "x-forwarded-for": forwarded, [viewerAddressHeader]: forged })).toEqual({ address: viewer });
    expect(await whoAsks({ [viewerAddressHeader]: forged })).toEqual({ address: "127.0.0.1" });
  });

  test("a function of the local host goes by what was forwarded, as its caller is this machine", async () => {
    const told = { "x-forwarded-for": `${forged}, ${viewer}, 127.0.0.1`, [viewerAddressHeader]: forged };
    expect(await behindRouter(told, "127.0.0.1")).toEqual({ address: viewer });
  });
});
