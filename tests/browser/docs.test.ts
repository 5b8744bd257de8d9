import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { docsSite } from "#docs/site.ts";
import { root } from "#localstack/paths.ts";
import { launch } from "./chromium.ts";
import { overflow, violations } from "./pages/examine.ts";

const files = docsSite(root);
const types: Record<string, string> = { html: "text/html", css: "text/css", svg: "image/svg+xml" };

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject("world").chromium);
});
afterAll(() => browser?.close());

test.each([
  { scheme: "light", width: 1280 },
  { scheme: "dark", width: 390 },
] as const)(
  "the documentation is for everybody to read, in $scheme colours, $width wide",
  async ({ scheme, width }) => {
    // What examines a page is a script, and the site's policy allows none.
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width, height: 800 },
      bypassCSP: true,
    });
    const page = await context.newPage();
    await page.route("http://docs.test/**", (route) => {
      const path = new URL(route.request().url()).pathname.slice(1);
      const body = files.get(path);
      const contentType = types[path.slice(path.lastIndexOf(".") + 1)] ?? "text/plain";
      return route.fulfill(body === undefined ? { status: 404 } : { body, contentType });
    });
    for (const path of ["index.html", "security/asvs.html", "local-cloud/s3.html"]) {
      await page.goto(`http://docs.test/${path}`);
      expect(await violations(page), path).toEqual([]);
      expect(await overflow(page), path).toBe(0);
    }
    await context.close();
  },
);
