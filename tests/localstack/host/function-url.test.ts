import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { HostedFunction } from "#localstack/host/catalogue.ts";
import { serveUrl } from "#localstack/host/function-url.ts";
import { soon } from "#tests/support/soon.ts";
import { invokableOf, runs, signalFile, world } from "./world.ts";

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** The address of a function of the handlers of these tests. */
async function urlOf(handler: string, given: Partial<HostedFunction> = {}): Promise<string> {
  const fn = invokableOf((await world(handler, given)).functions);
  const listening = createServer((request, response) => void serveUrl(fn, request, response));
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

describe("a whole answer", () => {
  test("comes of an event in payload format 2.0", async () => {
    const url = await urlOf("web");
    const headers = { cookie: "a=1; b=2", "x-own": "yes", "x-forwarded-for": "203.0.113.9", "user-agent": "test" };
    const event = (await (await fetch(`${url}/event?q=a%20b&n=1&n=2`, { headers })).json()) as object;
    expect(event).toMatchObject({
      version: "2.0",
      rawPath: "/event",
      rawQueryString: "q=a%20b&n=1&n=2",
      cookies: ["a=1", "b=2"],
      headers: { "x-own": "yes", "x-forwarded-for": "203.0.113.9, 127.0.0.1" },
      queryStringParameters: { q: "a b", n: "1,2" },
      requestContext: { http: { method: "GET", path: "/event", sourceIp: "127.0.0.1", userAgent: "test" } },
      isBase64Encoded: false,
    });
  });

  test("keeps status, bytes and every cookie", async () => {
    const url = await urlOf("web");
    const bytes = new Uint8Array([0, 255, 10, 128]);
    const echoed = await fetch(`${url}/echo`, { method: "POST", body: bytes });
    expect({ status: echoed.status, bytes: new Uint8Array(await echoed.arrayBuffer()) }).toEqual({
      status: 201,
      bytes,
    });
    const text = await fetch(`${url}/echo`, {
      method: "POST",
      body: "größer",
      headers: { "content-type": "text/plain" },
    });
    expect(await text.text()).toBe("größer");
    const cookies = await fetch(`${url}/cookies`, { headers: { cookie: "a=1" } });
    expect(cookies.headers.getSetCookie()).toEqual(["one=1; Path=/", "two=2; Path=/"]);
    expect(await cookies.text()).toBe("a=1");
  });

  test("is 502 when the function died, and 413 when too much was sent", async () => {
    const url = await urlOf("web");
    const dead = await fetch(`${url}/die`);
    expect({ status: dead.status, body: await dead.json() }).toEqual({
      status: 502,
      body: { Message: "Internal Server Error" },
    });
    const body = new Uint8Array(6 * 1024 * 1024 + 1);
    const large = await fetch(`${url}/echo`, { method: "POST", body }).catch(() => undefined);
    expect(large?.status ?? 413).toBe(413);
  });
});

describe("a stream", () => {
  test("has status, headers and cookies before its body", async () => {
    const answer = await fetch(`${await urlOf("stream")}/plain`);
    expect(answer.status).toBe(203);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.getSetCookie()).toEqual(["seen=1"]);
    expect(await answer.json()).toEqual({ ok: true });
  });

  test("arrives piece by piece, while the function works", async () => {
    const go = signalFile();
    const answer = await fetch(`${await urlOf("stream")}/events?until=${go.path}`);
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const read = reader(answer);
    expect(await read()).toMatch(/^data: \d+\n\n$/);
    go.make();
    expect(await read()).toBe("data: second\n\n");
    expect(await read()).toBeUndefined();
  });

  test("ends with its process when the reader leaves, and when its time is over", async () => {
    const url = await urlOf("stream", { timeoutMs: 2_500 });
    const leaving = new AbortController();
    const left = await fetch(`${url}/events`, { signal: leaving.signal });
    const first = pidIn(await reader(left)());
    leaving.abort();
    await vi.waitFor(() => expect(runs(first)).toBe(false), soon);
    const cut = await fetch(`${url}/events`);
    const read = reader(cut);
    const second = pidIn(await read());
    await expect(read()).rejects.toThrow("terminated");
    await vi.waitFor(() => expect(runs(second)).toBe(false), soon);
  });
});

function reader(answer: Response): () => Promise<string | undefined> {
  const body = answer.body?.getReader();
  return async () => {
    const chunk = await body?.read();
    return chunk?.value && new TextDecoder().decode(chunk.value);
  };
}

const pidIn = (text: string | undefined): number => Number(/\d+/.exec(text ?? "")?.[0]);
