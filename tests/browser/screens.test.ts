import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launch } from "./chromium.ts";
import { isSettled, listen, overflow, violations } from "./pages/examine.ts";
import { pictures } from "./pages/picture.ts";
import { address, openWindow, type PortalName, signIn } from "./pages/portal.ts";
import { fillRoute, nameOf, routesOf } from "./pages/routes.ts";
import { furnish, type Scene } from "./pages/scene.ts";

const people: Record<PortalName, string> = { dashboard: "clara@harborpine.test", dm: "ines@northlight.test" };
const sizes = [
  { width: 1440, height: 1000 },
  { width: 375, height: 812 },
];
const schemes = ["light", "dark"] as const;

/** Further looks of a route that its address chooses. */
const views: Record<string, readonly string[]> = {
  "/content/blog/[id]": ["tab=changes", "tab=versions", "tab=comments", "tab=publish", "tab=activity"],
  "/activities/[id]": ["tab=output", "tab=context", "tab=details"],
  "/settings/knowledge-base/[datasetId]": ["tab=sandbox"],
  "/t/[tenantId]/content/blog/[id]": ["tab=changes", "tab=critic", "mode=edit"],
  "/t/[tenantId]/activities/[id]": ["tab=timeline", "tab=details"],
};

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [browser, scene] = await Promise.all([launch(inject("world").chromium), furnish()]);
});
afterAll(() => browser?.close());

describe.each(["dashboard", "dm"] as const)("each screen of %s fits, is accessible and complains of nothing", (portal) => {
  let page: Page;
  let complaints: string[];
  const looked = new Set<string>();
  beforeAll(async () => {
    page = await openWindow(browser, { reducedMotion: "reduce" });
    complaints = listen(page);
    await signIn(page, portal, people[portal]);
  });

  const screens = routesOf(portal)
    .filter((route) => route !== "/login")
    .flatMap((route) => ["", ...(views[route] ?? [])].map((view) => ({ route, view })));

  test.each(screens)("$route $view", async ({ route, view }) => {
    complaints.length = 0;
    await page.goto(address(portal, fillRoute(route, scene.places) + (view && `?${view}`)));
    await isSettled(page);
    if (looked.has(page.url())) return;
    looked.add(page.url());
    expect(await examine(page, `${portal}-${nameOf(route, view)}`)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("the page of a thing that does not exist", async () => {
    await page.goto(address(portal, "/no-such-page"));
    await isSettled(page);
    expect(await examine(page, `${portal}-not-found`)).toEqual([]);
  });

  test("the sign-in page", async () => {
    const door = await openWindow(browser, { reducedMotion: "reduce" });
    const said = listen(door);
    await door.goto(address(portal, "/login"));
    await isSettled(door);
    expect(await examine(door, `${portal}-login`)).toEqual([]);
    expect(said).toEqual([]);
    await door.context().close();
  });
});

/** Looks at a screen in every size and colour and keeps a picture of each. @returns what is wrong, nothing if all is well */
async function examine(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of schemes) {
      const look = `${name}-${size.width}-${colorScheme}`;
      await page.emulateMedia({ colorScheme });
      await isSettled(page);
      const pixels = await overflow(page);
      if (pixels > 0) wrong.push(`${look} is ${pixels} px wider than the window`);
      wrong.push(...(await violations(page)).map((violation) => `${look} ${violation}`));
      await page.screenshot({ path: join(pictures, `${look}.png`), animations: "disabled" });
    }
  }
  return wrong;
}
