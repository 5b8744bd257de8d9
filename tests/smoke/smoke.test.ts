import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { apiChecks } from "./api.ts";
import { type Check, judge } from "./check.ts";
import { pageChecks } from "./portal.ts";
import { docsChecks, refusedChecks } from "./site.ts";

interface Given {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** A site that answers as it is told; what it is not told of is 404 in the form of the API's errors. */
async function site(answers: (path: string) => Given | undefined): Promise<string> {
  const missing: Given = {
    status: 404,
    body: JSON.stringify({ error: { code: "request.no_route", requestId: "r" } }),
  };
  const listening = createServer((request, response) => {
    const { status = 200, headers = {}, body = "" } = answers(request.url ?? "/") ?? missing;
    response.writeHead(status, headers).end(body);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

async function broken(checks: Check[]): Promise<string[]> {
  const found: string[] = [];
  await judge(checks, (verdict) => found.push(...(verdict.broken ? [`${verdict.name}: ${verdict.broken}`] : [])));
  return found;
}

const ready = JSON.stringify({ ok: true, version: "abc", stores: { postgres: true } });
const stranger = JSON.stringify({ error: { code: "auth.unauthenticated", requestId: "r" } });
const api = (path: string): Given | undefined => {
  if (path.endsWith("/readyz")) return { body: ready };
  return /activities|stream|\/me$/.test(path) ? { status: 401, body: stranger } : undefined;
};

let pages = 0;
const page = (nonce = `n${pages++}`): Given => ({
  headers: {
    "content-security-policy": `default-src 'self'; script-src 'self' 'nonce-${nonce}'`,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
  },
  body: `<link href="/_next/static/a.css"><script nonce="${nonce}" src="/_next/static/a.js"></script>`,
});
const portal = (path: string): Given | undefined => {
  if (path === "/login") return page();
  if (path.endsWith(".js")) return { headers: { "content-type": "text/javascript" } };
  return path.endsWith(".css") ? { headers: { "content-type": "text/css" } } : undefined;
};

describe("the smoke test", () => {
  test("finds nothing wrong with what keeps its promises", async () => {
    expect(await broken(apiChecks(await site(api), "abc"))).toEqual([]);
    expect(await broken(pageChecks("dm", await site(portal)))).toEqual([]);
    expect(await broken(refusedChecks(await site(() => ({ status: 403 }))))).toEqual([]);
  });

  test("names the surface whose store is silent, and the release that is not the one it looked for", async () => {
    const silent = { status: 503, body: JSON.stringify({ ok: false, version: "abc", stores: { redis: false } }) };
    const url = await site((path) => (path === "/dm/v1/readyz" ? silent : api(path)));
    expect(await broken(apiChecks(url))).toEqual(["dm: its stores answer: redis did not answer"]);
    const others = (await broken(apiChecks(url, "def"))).filter((one) => one.includes("abc runs instead of def"));
    expect(others).toHaveLength(10);
  });

  test("notices a stranger who is let in", async () => {
    const url = await site((path) => (path === "/live/v1/stream" ? { body: "event: hello" } : api(path)));
    expect(await broken(apiChecks(url))).toEqual([
      "live: opens no stream for a stranger: /live/v1/stream answers 200 instead of 401",
    ]);
    const open = await site(() => ({ body: "hello" }));
    expect(await broken(refusedChecks(open))).toHaveLength(1);
  });

  test("notices pages out of a cache, scripts without their nonce and files that are not there", async () => {
    const cached = await site((path) => (path === "/login" ? page("same") : portal(path)));
    expect(await broken(pageChecks("dm", cached))).toEqual([
      "dm: no two pages share a nonce: two answers have the same nonce: pages come from a cache",
    ]);
    const bare = await site((path) => (path === "/login" ? { ...page(), body: "<script>1</script>" } : portal(path)));
    expect(await broken(pageChecks("dm", bare))).toEqual([
      "dm: the sign-in page runs its own scripts only: a script of the page lacks the nonce of its policy",
      "dm: scripts and styles are there: the page names no .js file",
    ]);
  });

  test("fails where nobody listens, and when nothing was asked", async () => {
    expect(await broken(docsChecks("http://127.0.0.1:9"))).toHaveLength(1);
    expect(await judge([], () => undefined)).toBe(false);
  });
});
