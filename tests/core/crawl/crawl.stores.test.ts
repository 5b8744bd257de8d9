import { gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import * as Crawl from "#core/crawl/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { pdf } from "#tests/core/dataset/files.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, machine } from "#tests/support/tenant.ts";
import { picture } from "./picture.ts";
import { page, type Reply, serve, type TestSite } from "./site.ts";
import { crawled, pagesOf, type WebTenant, webTenant } from "./website.ts";

const sites: TestSite[] = [];
const open = async (pages: Record<string, Reply>) => {
  const site = await serve(pages);
  sites.push(site);
  return site;
};
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});
afterAll(closeStores);

describe("a crawl", () => {
  test("reads a site by its sitemaps and links, within robots.txt, and gives its text to the knowledge base", async () => {
    const site = await open({
      "/robots.txt": { headers: { "content-type": "text/plain" } },
      "/sitemap.xml": { status: 404 },
    });
    site.pages["/robots.txt"] = {
      headers: { "content-type": "text/plain" },
      body: `User-agent: *\nDisallow: /secret\nSitemap: ${site.url}/index.xml\n`,
    };
    site.pages["/index.xml"] = xml(
      `<sitemapindex><sitemap><loc>${site.url}/pages.xml.gz</loc></sitemap></sitemapindex>`,
    );
    const urls = `<urlset><url><loc>${site.url}/orphan?utm_source=x</loc><lastmod>2026-01-02</lastmod></url></urlset>`;
    site.pages["/pages.xml.gz"] = { headers: { "content-type": "application/x-gzip" }, body: gzipSync(urls) };
    const data = `<script type="application/ld+json">{"@type":"Organization","logo":"/logo.png"}</script>`;
    site.pages["/"] = page("Home", ["/a", "/secret", "/a#top", "mailto:x@y.z", "https://elsewhere.invalid/"], "", data);
    site.pages["/a"] = page("Alpha", ["/b"], `<p>The cellar of Alpha holds 77 barrels of plum brandy.</p>`);
    site.pages["/b"] = page("Beta", ["/", "/a"]);
    site.pages["/orphan"] = page("Orphan");
    const tenant = await webTenant(site.url);
    const done = await crawled(tenant);
    expect(done).toMatchObject({ status: "completed", pagesCrawled: 4, pagesFailed: 0, errorCode: null });
    expect(done.skipped).toMatchObject({ robots: 1 });
    const pages = await pagesOf(tenant);
    expect([...pages.keys()].sort()).toEqual(["/", "/a", "/b", "/orphan"]);
    expect(pages.get("/a")).toMatchObject({ title: "Alpha", h1: "Alpha", httpStatus: 200, linksIn: 2, linksOut: 1 });
    expect(pages.get("/")).toMatchObject({ schemaTypes: ["Organization"] });
    expect(pages.get("/a")?.wordCount).toBeGreaterThan(50);
    expect(site.calls.filter((call) => call === "GET /a")).toHaveLength(1);
    expect(site.calls).not.toContain("GET /secret");
    await ingestAll(tenant);
    const { hits } = await as(tenant.people.TA, () =>
      Dataset.tryQuery({ query: "how many barrels of plum brandy", topK: 3, mode: "bm25" }),
    );
    expect(hits[0]?.text).toContain("77 barrels");
    const latest = await as(machine(tenant.id), () => Crawl.latest());
    expect(latest.status).toBe("completed");
    expect(latest.pages[0]).toMatchObject({ url: `${site.url}/`, title: "Home" });
    expect(latest.pages.find(({ title }) => title === "Alpha")?.text).toContain("plum brandy");
  });

  test("keeps the images and documents that pages show, once, and gives documents to the knowledge base", async () => {
    const brochure = await pdf((sheet) => sheet.text("The brochure speaks of nine hidden orchards in the valley."));
    const png = (side: number) => ({ headers: { "content-type": "image/png" }, body: picture(side, side) });
    const site = await open({
      "/": page("Home", ["/a", "/files/brochure.pdf"], `<img src="/big.png" alt="Our valley"><img src="/dot.png">`),
      "/a": page("Alpha", ["/download"], `<img src="/copy-of-big.png"><img src="/fake.png">`),
      "/files/brochure.pdf": { headers: { "content-type": "application/pdf" }, body: brochure },
      // A document that does not look like one, and an image that is none.
      "/download": { headers: { "content-type": "application/pdf" }, body: brochure },
      "/fake.png": { headers: { "content-type": "image/png" }, body: "<html>" },
      "/big.png": png(120),
      "/copy-of-big.png": png(120),
      "/dot.png": png(20),
    });
    const tenant = await webTenant(site.url);
    expect(await crawled(tenant)).toMatchObject({ status: "completed", pagesCrawled: 2 });
    const { items } = await as(tenant.people.CA, () => Crawl.media(tenant.website, { limit: 50 }));
    const media = new Map(items.map((item) => [new URL(item.url).pathname, item]));
    expect(media.get("/big.png")).toMatchObject({ kind: "image", altText: "Our valley", width: 120, height: 120 });
    expect(media.get("/big.png")?.mediaId).toBeTruthy();
    expect(media.get("/copy-of-big.png")?.mediaId).toBe(media.get("/big.png")?.mediaId);
    expect([media.get("/dot.png")?.mediaId, media.get("/fake.png")?.mediaId]).toEqual([null, null]);
    expect(media.get("/files/brochure.pdf")).toMatchObject({ kind: "document" });
    const documents = (await filesOf(tenant)).filter(({ docKind }) => docKind === "document");
    expect(documents).toMatchObject([{ mime: "application/pdf", source: "crawl", trust: "site" }]);
  });

  test("fills the brand where nothing is known of it, and touches nothing that people gave", async () => {
    const style = `<style>:root{--primary:#1d4ed8} .btn{background:var(--primary)} body{font-family:Acme,serif}</style>`;
    const site = await open({
      "/": page("Home", [], `<header><nav><a class="btn" href="/">Go</a></nav></header>`, style),
    });
    const tenant = await webTenant(site.url);
    const own = { kind: "font", label: "Body", value: "Garamond", source: "manual" };
    await asPlatform((tx) =>
      tx
        .insertInto("brandAssets")
        .values({ tenantId: tenant.id, id: newId("brandAsset"), ...own })
        .execute(),
    );
    await crawled(tenant);
    const assets = () =>
      asPlatform((tx) =>
        tx
          .selectFrom("brandAssets")
          .select(["kind", "label", "value", "source", "confidence"])
          .where("tenantId", "=", tenant.id)
          .orderBy("kind")
          .execute(),
      );
    const before = await assets();
    expect(before).toEqual([
      { kind: "color", label: "primary", value: "#1d4ed8", source: "crawl", confidence: 0.96 },
      { ...own, confidence: null },
    ]);
    await crawled(tenant);
    expect(await assets()).toEqual(before);
  });
});

describe("the next crawl", () => {
  test("reads anew only what changed, and takes away what is gone for two crawls or shall not be found", async () => {
    const tagged =
      (html: string, etag: string): Reply =>
      (req, res) => {
        if (req.headers["if-none-match"] === etag) res.writeHead(304).end();
        else res.writeHead(200, { "content-type": "text/html", etag }).end(html);
      };
    const site = await open({
      "/": page("Home", ["/same", "/new", "/gone", "/hidden"]),
      "/same": tagged(page("Same", ["/only-from-same"]), '"1"'),
      "/only-from-same": page("Leaf"),
      "/new": page("New"),
      "/gone": page("Gone"),
      "/hidden": page("Hidden"),
    });
    const tenant = await webTenant(site.url);
    await crawled(tenant);
    await ingestAll(tenant);
    const generations = async () =>
      Object.fromEntries(
        (await filesOf(tenant)).map(({ url, status, generation, nextGeneration }) => {
          return [new URL(url ?? "").pathname, status === "deleted" ? "deleted" : `${generation}/${nextGeneration}`];
        }),
      );
    expect(await generations()).toMatchObject({ "/same": "1/1", "/new": "1/1", "/gone": "1/1", "/hidden": "1/1" });

    delete site.pages["/gone"];
    site.pages["/new"] = page("New", [], "<p>And it has another paragraph since then.</p>");
    site.pages["/hidden"] = page("Hidden", [], "", '<meta name="robots" content="noindex">');
    site.calls.length = 0;
    expect(await crawled(tenant)).toMatchObject({ status: "completed", pagesCrawled: 5, pagesFailed: 1 });
    expect(await generations()).toMatchObject({ "/same": "1/1", "/new": "1/2", "/gone": "1/1", "/hidden": "deleted" });
    expect((await pagesOf(tenant)).get("/hidden")).toMatchObject({ flags: ["noindex"], datasetFileId: null });
    expect((await pagesOf(tenant)).get("/same")).toMatchObject({ linksOut: 1, httpStatus: 200 });
    expect((await pagesOf(tenant)).get("/gone")).toMatchObject({ removedAt: null, httpStatus: 404 });

    await crawled(tenant);
    expect((await pagesOf(tenant)).get("/gone")?.removedAt).toBeTruthy();
    expect(await generations()).toMatchObject({ "/gone": "deleted" });
    await ingestAll(tenant);
    expect(await generations()).toMatchObject({ "/new": "2/2" });
  });
});

const xml = (body: string) => ({
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0"?>${body}`,
});

async function ingestAll(tenant: WebTenant): Promise<void> {
  const files = await asPlatform((tx) =>
    tx
      .selectFrom("datasetFiles")
      .select(["id", "nextGeneration"])
      .where("tenantId", "=", tenant.id)
      .where("status", "=", "queued")
      .execute(),
  );
  for (const { id, nextGeneration } of files) await as(machine(tenant.id), () => Dataset.ingest(id, nextGeneration));
}

function filesOf(tenant: WebTenant) {
  return asPlatform((tx) =>
    tx.selectFrom("datasetFiles").selectAll().where("tenantId", "=", tenant.id).orderBy("id").execute(),
  );
}
