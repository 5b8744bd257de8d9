import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBrand } from "#core/crawl/brand.ts";
import { decodePage } from "#core/crawl/charset.ts";
import { hexOf } from "#core/crawl/colour.ts";
import { readCss } from "#core/crawl/css.ts";
import { readPage } from "#core/crawl/page.ts";
import { readRobots } from "#core/crawl/robots.ts";
import { nextRun } from "#core/crawl/schedule.ts";
import { readSitemap } from "#core/crawl/sitemap.ts";
import { isOnSite, kindOf, normalise, type Site } from "#core/crawl/url.ts";
import { documentOf } from "#core/dataset/html.ts";

const site = (change: Partial<Site> = {}): Site => {
  return { start: new URL("https://www.acme.co.uk/"), subdomains: false, include: [], exclude: [], ...change };
};
const bytes = (text: string) => new TextEncoder().encode(text);

const parts = ["a", "/", "..", "?b=1", "&utm_x=2", "&c=%20 ü", "#d", ";jsessionid=1", "%", "\\", ":", "@"];

describe("an address", () => {
  test.each([
    ["/a?utm_source=x&b=2&a=1#top", "https://www.acme.co.uk/a?a=1&b=2"],
    ["http://acme.co.uk/a", "https://www.acme.co.uk/a"],
    ["/a;jsessionid=77?gclid=1&PHPSESSID=2", "https://www.acme.co.uk/a"],
    ["https://user:secret@acme.co.uk/", null],
    ["javascript:alert(1)", null],
    [`/${"x".repeat(2_000)}`, null],
  ])("%s has one form", (given, wanted) => {
    expect(normalise(given, "https://www.acme.co.uk/", site())).toBe(wanted);
  });

  test("keeps its form when it is given it once more", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts)), (some) => {
        const once = normalise(`/${some.join("")}`, site().start, site());
        expect(once && normalise(once, site().start, site())).toBe(once);
      }),
    );
  });

  test.each([
    ["https://www.acme.co.uk/calendar/2031/05", null],
    ["https://www.acme.co.uk/events?month=2031-05", null],
    ["https://www.acme.co.uk/checkout/", null],
    ["https://www.acme.co.uk/a/b/a/b/a/b", null],
    ["https://www.acme.co.uk/photo.JPG", null],
    ["https://www.acme.co.uk/price-list.pdf", "document"],
    ["https://shop.acme.co.uk/", null],
    ["https://other.co.uk/", null],
    ["https://www.acme.co.uk:8443/", null],
    ["https://www.acme.co.uk/about", "page"],
  ])("%s is read as %s", (href, kind) => expect(kindOf(href, site())).toBe(kind));

  test("of a subdomain belongs to the site only by setting, and never one of another registrable domain", () => {
    const wide = site({ subdomains: true });
    expect(isOnSite(new URL("https://shop.acme.co.uk/"), wide)).toBe(true);
    expect(isOnSite(new URL("https://rival.co.uk/"), wide)).toBe(false);
  });

  test("is held to the paths its owner wants", () => {
    const some = site({ include: ["/blog/*"], exclude: ["/blog/*/draft"] });
    expect(kindOf("https://www.acme.co.uk/blog/one", some)).toBe("page");
    expect(kindOf("https://www.acme.co.uk/blog/one/draft", some)).toBeNull();
    expect(kindOf("https://www.acme.co.uk/about", some)).toBeNull();
  });
});

describe("robots.txt", () => {
  test("decides by the longest rule, for our own name first, and slows us down to ten seconds at most", () => {
    const text =
      "User-agent: *\nDisallow: /\n\nUser-agent: LeadmetricsBot\nDisallow: /a\nAllow: /a/b\nCrawl-delay: 99\n";
    const robots = readRobots("https://acme.test/robots.txt", text);
    expect(["/", "/a", "/a/b/c"].map((path) => robots.allows(`https://acme.test${path}`))).toEqual([true, false, true]);
    expect(robots.delayMs).toBe(10_000);
  });
});

describe("a sitemap", () => {
  test("is read packed or not, as an index, and without entities of its own", () => {
    const urls = `<urlset xmlns:image="i"><url><loc>https://a.test/?x=1&amp;y=2</loc><lastmod>2026-01-02</lastmod><image:image><image:loc>https://a.test/i.png</image:loc></image:image></url></urlset>`;
    expect(readSitemap(gzipSync(urls)).pages).toEqual([
      { url: "https://a.test/?x=1&y=2", changedAt: new Date("2026-01-02") },
    ]);
    expect(
      readSitemap(bytes("<sitemapindex><sitemap><loc>https://a.test/1.xml</loc></sitemap></sitemapindex>")),
    ).toEqual({
      pages: [],
      sitemaps: ["https://a.test/1.xml"],
    });
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>`;
    expect(readSitemap(bytes(bomb)).pages.every(({ url }) => url.length < 20)).toBe(true);
  });

  test("that unpacks to more than 50 MB is empty", () => {
    expect(readSitemap(gzipSync(Buffer.alloc(51 * 1024 ** 2), { level: 1 }))).toEqual({ pages: [], sitemaps: [] });
  });

  test("of any bytes is read without an error", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (some) => void readSitemap(some)));
  });
});

describe("the text of a page", () => {
  test.each([
    ["says so", "text/html; charset=windows-1251", [0xcf, 0xf0, 0xe8], "При"],
    ["says a charset that is none", "text/html; charset=utf-8-broken", [0xc3, 0xa9], "é"],
    ["says UTF-8 and is not", "text/html; charset=utf-8", [0x63, 0x61, 0x66, 0xe9], "café"],
    ["says nothing", null, [0x63, 0x61, 0x66, 0xc3, 0xa9], "café"],
    ["has a byte order mark", "text/html; charset=latin1", [0xff, 0xfe, 0x41, 0x00], "A"],
  ])("is read when it %s", (_, type, raw, text) => expect(decodePage(new Uint8Array(raw), type)).toBe(text));

  test("is read by what the page says of itself", () => {
    const head = bytes(`<meta charset="shift_jis"><p>`);
    expect(decodePage(new Uint8Array([...head, 0x93, 0xfa, 0x96, 0x7b]), "text/html")).toContain("日本");
  });
});

test("a page tells its head, its links and its images, and no link that is not to be followed", () => {
  const html = `<head><base href="/de/"><title> A&nbsp;B </title><meta name="Description" content="What"><meta name=robots content="noindex">
    <link rel=canonical href="x"><script type="application/ld+json">{"@graph":[{"@type":["LocalBusiness","Store"]}]}</script></head>
    <body><h1>One</h1><a href="a">a</a><a rel="nofollow sponsored" href="b">b</a><a href="mailto:x@y">c</a>
    <img src="i.png" alt="An  image"><img src="pixel.png" width=1 height=1></body>`;
  const { document: _, ...facts } = readPage(html, "https://a.test/");
  expect(facts).toEqual({
    title: "A B",
    description: "What",
    h1: "One",
    canonical: "https://a.test/de/x",
    noindex: true,
    nofollow: false,
    schemaTypes: ["LocalBusiness", "Store"],
    links: ["https://a.test/de/a"],
    images: [{ url: "https://a.test/de/i.png", alt: "An image" }],
    stylesheets: [],
  });
  expect(readPage("<a href=/x>x</a>", "https://a.test/", "LeadmetricsBot: nofollow").links).toEqual([]);
});

describe("the brand of a site", () => {
  const css = `
    :root { --brand-primary: hsl(221 83% 53%); --accent: rgb(249, 115, 22); --bg: var(--nothing, #fafafa); }
    @font-face { font-family: "Acme Sans"; src: url(a.woff2) }
    body { font-family: "Acme Sans", sans-serif; color: #222; background: var(--bg) }
    h1, h2 { font: 700 2rem/1.2 'Acme Display', serif }
    .btn { background: var(--brand-primary) } .btn:hover { background: red }
    nav .btn.ghost { background: transparent }
    @media (prefers-color-scheme: dark) { body { background: #000 } }
    .broken { color: ; background`;
  const html = `<head><link rel=icon href=/i.ico></head><body><header><img src="/acme-logo.svg" alt="Acme"><nav><a class=btn href=/x>Go</a><a class="btn ghost" href=/y>Or</a></nav></header></body>`;
  const brand = readBrand(documentOf(html), "https://a.test/", [css]);

  test("is told by its buttons and variables: colours with roles, the surest first", () => {
    expect(brand.colours[0]).toEqual({ hex: "#2463eb", role: "primary", confidence: 0.96 });
    expect(brand.colours.map(({ hex, role }) => [hex, role])).toEqual(
      expect.arrayContaining([
        ["#f97316", "accent"],
        ["#fafafa", "background"],
        ["#222222", "text"],
      ]),
    );
    expect(brand.colours.map(({ hex }) => hex)).not.toContain("#ff0000");
    expect(brand.colours.map(({ hex }) => hex)).not.toContain("#000000");
  });

  test("is told by its fonts, those it brings for sure", () => {
    expect(brand.fonts).toEqual([
      { family: "Acme Display", role: "heading", confidence: 0.6 },
      { family: "Acme Sans", role: "body", confidence: 0.9 },
    ]);
  });

  test("is told by its logo and icon", () => {
    expect(brand).toMatchObject({ logoUrl: "https://a.test/acme-logo.svg", iconUrl: "https://a.test/i.ico" });
  });

  test.each([
    ["#09f", "#0099ff"],
    ["linear-gradient(90deg, rgb(1 2 3 / 100%), #fff)", "#010203"],
    ["oklch(0.628 0.2577 29.23)", "#ff0000"],
    ["13, 110, 253", "#0d6efd"],
    ["222.2 47.4% 11.2%", null],
    ["rgba(0,0,0,.2)", null],
    ["inherit", null],
  ])("colour %s is %s", (value, hex) => expect(hexOf(value)).toBe(hex));

  test("comes of any style sheet without an error", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."{}:;@()#\"'\\/*a1-,. \n") }), (some) => void readCss(some)),
    );
  });
});

test("a site is crawled next on Monday or on the first of the month at three in the morning of its owner", () => {
  const now = new Date("2026-11-26T12:00:00Z");
  expect(nextRun("weekly", "Asia/Kolkata", now)?.toISOString()).toBe("2026-11-29T21:30:00.000Z");
  expect(nextRun("monthly", "America/New_York", now)?.toISOString()).toBe("2026-12-01T08:00:00.000Z");
  expect(nextRun("manual", "UTC", now)).toBeNull();
});
