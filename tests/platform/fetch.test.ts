import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { assertSafeUrl, type GuardedInit, guardedFetch } from "#platform/fetch.ts";

const limits = { timeoutMs: 3000, maxBytes: 100_000 };
const servers: Server[] = [];
const seen: { url: string; method: string; headers: Record<string, unknown>; body: string }[] = [];
let host = "";
let answer: RequestListener;

beforeEach(async () => {
  seen.length = 0;
  host = await serve((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      seen.push({ url: request.url ?? "", method: request.method ?? "", headers: request.headers, body });
      answer(request, response);
    });
  });
  answer = (_request, response) => response.end("hello");
  process.env["OUTBOUND_ALLOW"] = host;
});

afterEach(() => {
  delete process.env["OUTBOUND_ALLOW"];
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

describe("addresses that are refused without a request", () => {
  test.each([
    "http://127.0.0.1/",
    "http://127.1.2.3:8080/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0.0.0.0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://192.0.2.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://localhost/",
    "https://localhost:8443/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "data:text/plain,x",
    "no address",
  ])("%s", async (url) => {
    await expect(guardedFetch(url, limits)).rejects.toMatchObject({ code: "address.unsafe_address", status: 422 });
    await expect(assertSafeUrl(url)).rejects.toMatchObject({ code: "address.unsafe_address" });
  });

  test("the port counts: a listed host on another port stays closed", async () => {
    const other = await serve((_request, response) => response.end("secret"));
    await expect(guardedFetch(`http://${other}/`, limits)).rejects.toMatchObject({ code: "address.unsafe_address" });
  });

  test("a name that does not resolve cannot be stored, and proves that nothing was sent", async () => {
    await expect(assertSafeUrl("https://no-such-host.invalid/")).rejects.toMatchObject({
      code: "address.unsafe_address",
    });
    await expect(guardedFetch("https://no-such-host.invalid/", limits)).rejects.toMatchObject({
      code: "unresolvable",
      sent: false,
    });
  });
});

describe("addresses that are allowed", () => {
  test("a host of OUTBOUND_ALLOW is reached with method, headers and body", async () => {
    await assertSafeUrl(`http://${host}/`);
    const init = { ...limits, method: "PUT", headers: { "x-test": "1" }, body: JSON.stringify({ a: "ü" }) };
    const response = await guardedFetch(`http://${host}/path?q=1`, init);
    expect([response.status, await response.text(), response.url]).toEqual([200, "hello", `http://${host}/path?q=1`]);
    expect(seen).toMatchObject([
      { url: "/path?q=1", method: "PUT", body: '{"a":"ü"}', headers: { "x-test": "1", "content-length": "10" } },
    ]);
  });

  test("a host of the call's own list is reached", async () => {
    delete process.env["OUTBOUND_ALLOW"];
    expect((await guardedFetch(`http://${host}/`, { ...limits, allowHosts: [host] })).status).toBe(200);
  });

  test("a status outside the standard is a bad gateway, not a crash", async () => {
    answer = (_request, response) => response.writeHead(999).end("no");
    expect((await guardedFetch(`http://${host}/`, limits)).status).toBe(502);
  });

  test("an answer of any status is returned, and one without a body is read as empty", async () => {
    answer = (_request, response) => response.writeHead(204).end();
    const response = await guardedFetch(`http://${host}/`, limits);
    expect([response.status, await response.text()]).toEqual([204, ""]);
  });
});

describe("redirects", () => {
  const redirectTo =
    (location: string, status = 302): RequestListener =>
    (request, response) => {
      if (request.url === "/end") return response.end("end");
      return response.writeHead(status, { location }).end();
    };

  test.each(["http://10.0.0.1/", "http://169.254.169.254/", "http://localhost:1/", "file:///etc/passwd"])(
    "to %s are refused",
    async (location) => {
      answer = redirectTo(location);
      await expect(guardedFetch(`http://${host}/`, limits)).rejects.toMatchObject({ code: "address.unsafe_address" });
    },
  );

  test("within the rules are followed; a POST becomes a GET, except by 307", async () => {
    for (const status of [302, 303, 307]) {
      answer = redirectTo("/end", status);
      const response = await guardedFetch(`http://${host}/start`, { ...limits, method: "POST", body: "x" });
      expect([await response.text(), response.url]).toEqual(["end", `http://${host}/end`]);
    }
    expect(seen.filter(({ url }) => url === "/end").map(({ method, body }) => method + body)).toEqual([
      "GET",
      "GET",
      "POSTx",
    ]);
  });

  test("to another origin lose the credentials", async () => {
    const other = await serve((request, response) => response.end(String(request.headers.authorization)));
    process.env["OUTBOUND_ALLOW"] = `${host},${other}`;
    answer = redirectTo(`http://${other}/`);
    const response = await guardedFetch(`http://${host}/`, { ...limits, headers: { authorization: "Basic secret" } });
    expect(await response.text()).toBe("undefined");
  });

  test("end after five, at once in error mode, and are shown in manual mode", async () => {
    answer = redirectTo("/again");
    await expect(guardedFetch(`http://${host}/`, limits)).rejects.toMatchObject({ code: "redirected" });
    expect(seen).toHaveLength(6);
    await expect(guardedFetch(`http://${host}/`, { ...limits, redirect: "error" })).rejects.toMatchObject({
      code: "redirected",
    });
    expect((await guardedFetch(`http://${host}/`, { ...limits, redirect: "manual" })).headers.get("location")).toBe(
      "/again",
    );
  });
});

describe("limits", () => {
  const read = async (init: Partial<GuardedInit> = {}) =>
    (await guardedFetch(`http://${host}/`, { ...limits, ...init })).text();

  test("a body of just the limit is read, one byte more is refused", async () => {
    answer = (_request, response) => response.end("x".repeat(1000));
    expect(await read({ maxBytes: 1000 })).toHaveLength(1000);
    await expect(read({ maxBytes: 999 })).rejects.toMatchObject({ code: "too_large" });
  });

  test("compressed bodies count by what they unpack to", async () => {
    answer = (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("x".repeat(50_000)));
    expect(await read()).toHaveLength(50_000);
    await expect(read({ maxBytes: 10_000 })).rejects.toMatchObject({ code: "too_large" });
  });

  test("silence before and within the answer ends at the time limit, and may have been received", async () => {
    // Long enough to be connected in, also where the machine is busy.
    const timeoutMs = 1_000;
    answer = () => undefined;
    await expect(read({ timeoutMs })).rejects.toMatchObject({ code: "timeout", sent: true });
    answer = (_request, response) => response.write("half");
    await expect(read({ timeoutMs })).rejects.toMatchObject({ code: "timeout", sent: true });
  });

  test("the caller's signal stops a request", async () => {
    const stop = new AbortController();
    answer = () => stop.abort();
    await expect(read({ signal: stop.signal })).rejects.toMatchObject({ code: "aborted" });
  });

  test("a connection that dies before or within the answer is a reset after sending", async () => {
    answer = (request) => request.socket.destroy();
    await expect(read()).rejects.toMatchObject({ code: "reset", sent: true });
    answer = (request, response) => response.write("half", () => request.socket.destroy());
    await expect(read()).rejects.toMatchObject({ code: "reset", sent: true });
  });

  test("a closed port and a broken TLS handshake prove that nothing was sent", async () => {
    process.env["OUTBOUND_ALLOW"] += ",127.0.0.1:9";
    await expect(guardedFetch("http://127.0.0.1:9/", limits)).rejects.toMatchObject({
      code: "unreachable",
      sent: false,
    });
    await expect(guardedFetch(`https://${host}/`, limits)).rejects.toMatchObject({ code: "tls", sent: false });
  });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
