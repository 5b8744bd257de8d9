import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

const text = /^(?:text\/|application\/(?:json|javascript|xml|[\w.+-]+\+(?:json|xml))\b)/;

/** The event of a function URL (payload format 2.0) for a request with its body. */
export function urlEvent(request: IncomingMessage, body: Buffer, now = new Date()): object {
  const url = new URL(request.url ?? "/", "http://local");
  const { cookie, ...others } = request.headers;
  const peer = request.socket.remoteAddress ?? "127.0.0.1";
  const forwarded = [others["x-forwarded-for"], peer].filter(Boolean).join(", ");
  const headers = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, [value].flat().join(",")]));
  const domainName = headers["host"] ?? "localhost";
  const http = {
    method: request.method ?? "GET",
    path: url.pathname,
    protocol: `HTTP/${request.httpVersion}`,
    sourceIp: peer,
    userAgent: headers["user-agent"] ?? "",
  };
  const isBase64Encoded = body.length > 0 && !text.test(headers["content-type"] ?? "");
  const query = [...new Set(url.searchParams.keys())].map((key) => [key, url.searchParams.getAll(key).join(",")]);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie ? { cookies: cookie.split(/;\s*/) } : {}),
    headers: { ...headers, "x-forwarded-for": forwarded, "x-forwarded-proto": "http" },
    ...(query.length > 0 ? { queryStringParameters: Object.fromEntries(query) } : {}),
    requestContext: {
      accountId: "anonymous",
      apiId: "local",
      domainName,
      domainPrefix: domainName.split(".")[0],
      http,
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString(isBase64Encoded ? "base64" : "utf8") } : {}),
    isBase64Encoded,
  };
}
