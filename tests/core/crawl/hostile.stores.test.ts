import { gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import * as Crawl from "#core/crawl/index.ts";
import type { CrawlSettingsInput } from "#schema/crawl.ts";
import { closeStores } from "#tests/support/close.ts";
import { as } from "#tests/support/tenant.ts";
import { page, type Reply, serve, type TestSite } from "./site.ts";
import { crawled, pagesOf, webTenant } from "./website.ts";

const sites: TestSite[] = [];
const open = async (pages: Record<string, Reply>) => {
  const site = await serve({ "/robots.txt": { status: 404 }, "/sitemap.xml": { status: 404 }, ...pages });
  sites.push(site);
  return site;
};
const crawlOf = async (pages: Record<string, Reply>, settings: CrawlSettingsInput = {}) => {
  const site = await open(pages);
  const tenant = await webTenant(site.url, { plan: "free" });
  await as(tenant.people.TA, () => Crawl.configure({ channelId: tenant.website, ...settings }));
  const done = await crawled(tenant);
  return { site, done, pages: await pagesOf(tenant) };
};
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});
afterAll(closeStores);

describe("a site that has no end", () => {
  test("is left at the limit of its pages, copies and circles not counted", async () => {
    let n = 0;
    const endless: Record<string, Reply> = {
      "/": page("Home", ["/calendar/2031/", "/shop?sort=1", "/same/1", "/old", "/deep/0"]),
      // Each answers the same text, or another page that leads on.
      "*": (req, res) => {
        res.writeHead(200, { "content-type": "text/html" });
        const url = req.url ?? "";
        if (url.startsWith("/same/")) return res.end(page("Same", [`/same/${++n}`, `/same/x${n}`]));
        if (url.startsWith("/shop")) return res.end(page(`Shop ${++n}`, [`/shop?sort=${n}`, `/shop?sort=${n}&page=2`]));
        if (url === "/old") return res.end(page("Old", [], "", `<link rel="canonical" href="/deep/0">`));
        return res.end(page(`Deep ${url}`, [`${url}${n}`, `${url}x`, `/deep/${++n}`]));
      },
    };
    const { done, pages, site } = await crawlOf(endless, { maxPages: 12 });
    expect(done).toMatchObject({ status: "partial", stopReason: "page_limit", pagesCrawled: 12, errorCode: null });
    expect([...pages.keys()].filter((path) => path.startsWith("/same/"))).toHaveLength(1);
    expect([...pages.keys()].filter((path) => path.startsWith("/shop?")).length).toBeLessThanOrEqual(5);
    expect(pages.has("/old")).toBe(false);
    expect(done.skipped["duplicate"]).toBeGreaterThan(0);
    expect(site.calls.some((call) => call.includes("calendar"))).toBe(false);
    expect(site.calls.filter((call) => call === "GET /deep/0")).toHaveLength(1);
  });
});

describe("a site whose sitemaps list more than one statement can name", () => {
  test("is read up to its limit", async () => {
    const listOf = (from: number) =>
      `<urlset>${Array.from({ length: 40_000 }, (_, n) => `<url><loc>{site}/p/${from + n}</loc></url>`).join("")}</urlset>`;
    const xml =
      (body: string): Reply =>
      (req, res) =>
        res
          .writeHead(200, { "content-type": "application/xml" })
          .end(body.replaceAll("{site}", `http://${req.headers.host}`));
    const { done } = await crawlOf(
      {
        "/": page("Home"),
        "/robots.txt": (req, res) => {
          const named = ["a", "b"].map((name) => `Sitemap: http://${req.headers.host}/${name}.xml`);
          res.writeHead(200, { "content-type": "text/plain" }).end(named.join("\n"));
        },
        ...{ "/a.xml": xml(listOf(0)), "/b.xml": xml(listOf(40_000)) },
        "*": (req, res) => res.writeHead(200, { "content-type": "text/html" }).end(page(`Page ${req.url}`)),
      },
      { maxPages: 8 },
    );
    expect(done).toMatchObject({ status: "partial", stopReason: "page_limit", pagesCrawled: 8, errorCode: null });
  });
});

describe("a page that means harm", () => {
  test("is left alone, and the others are read", async () => {
    const inner = await serve({ "*": page("Inside") });
    process.env["OUTBOUND_ALLOW"] = (process.env["OUTBOUND_ALLOW"] ?? "").replace(`,${inner.host}`, "");
    sites.push(inner);
    const html = { "content-type": "text/html" };
    const links = ["/in", "/meta", "/loop", "/bomb", "/huge", "/liar.html", "/zip", "/cut", "/deepest", "/ok"];
    const { done, pages } = await crawlOf({
      "/": page("Home", [...links, `${inner.url}/`]),
      "/in": { status: 302, headers: { location: `${inner.url}/secrets` } },
      "/meta": { status: 301, headers: { location: "http://169.254.169.254/latest/meta-data" } },
      "/loop": { status: 302, headers: { location: "/loop2" } },
      "/loop2": { status: 302, headers: { location: "/loop" } },
      "/bomb": { headers: { ...html, "content-encoding": "gzip" }, body: gzipSync(Buffer.alloc(40 * 1024 ** 2, 97)) },
      "/huge": (_, res) => {
        res.writeHead(200, html);
        res.on("error", () => undefined).write("x".repeat(6 * 1024 ** 2));
        res.end();
      },
      "/liar.html": { headers: { "content-type": "application/octet-stream" }, body: "MZ" },
      "/zip": { headers: { ...html, "content-encoding": "gzip" }, body: "not packed at all" },
      "/cut": (req) => void req.socket.destroy(),
      "/deepest": `<html><body>${"<div>".repeat(5_000)}deep${"</div>".repeat(5_000)}</body></html>`,
      "/ok": page("Fine"),
    });
    expect([...pages.keys()].sort()).toEqual(["/", "/ok"]);
    expect(done).toMatchObject({ status: "completed", pagesCrawled: 2, pagesFailed: 2 });
    expect(done.skipped).toMatchObject({ size: 2, type: 2, error: 2 });
    expect(inner.calls).toEqual([]);
  });

  test("in another charset is kept as what it says", async () => {
    const body = Buffer.from(page("Caf\u00e9 cr\u00e8me"), "latin1");
    const { pages } = await crawlOf({ "/": { headers: { "content-type": "text/html; charset=iso-8859-1" }, body } });
    expect(pages.get("/")?.title).toBe("Café crème");
  });
});

describe("a site that fails", () => {
  test("is left after ten failures in a row; what was read is kept", async () => {
    const links = Array.from({ length: 30 }, (_, n) => `/broken/${n}`);
    const { done, site } = await crawlOf({ "/": page("Home", links), "*": { status: 500 } });
    expect(done).toMatchObject({ status: "partial", stopReason: "failures", pagesCrawled: 1, pagesFailed: 10 });
    expect(new Set(site.calls.filter((call) => call.includes("broken"))).size).toBe(10);
  });

  test("is asked again when it asks for patience", async () => {
    let asked = 0;
    const { done } = await crawlOf({
      "/": page("Home", ["/later"]),
      "/later": (_, res) => {
        asked++;
        if (asked === 1) res.writeHead(429, { "retry-after": "0" }).end();
        else res.writeHead(200, { "content-type": "text/html" }).end(page("Later"));
      },
    });
    expect([done.pagesCrawled, asked]).toEqual([2, 2]);
  });

  test.each([
    ["robots_denied", { "/robots.txt": { status: 500 } }],
    [
      "robots_denied",
      { "/robots.txt": { headers: { "content-type": "text/plain" }, body: "User-agent: *\nDisallow: /" } },
    ],
    ["no_html", { "/": { headers: { "content-type": "image/png" }, body: "x" } }],
    ["no_html", { "/": { status: 404 } }],
    ["blocked", { "/": { status: 403 } }],
    ["unsafe_address", { "/": { status: 302, headers: { location: "http://10.0.0.1/" } } }],
  ] satisfies [string, Record<string, Reply>][])("says %s", async (errorCode, pages) => {
    const { done } = await crawlOf({ "/": page("Home"), ...pages });
    expect(done).toMatchObject({ status: "failed", errorCode, pagesCrawled: 0 });
    expect(done.errorText).toMatch(/\w{4}/);
  });

  test("in a private network is not asked at all", async () => {
    const tenant = await webTenant("http://127.0.0.1:9/");
    expect(await crawled(tenant)).toMatchObject({ status: "failed", errorCode: "unsafe_address" });
  });
});
