import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFailed, test } from "vitest";
import { launch } from "./chromium.ts";
import { isSettled } from "./pages/examine.ts";
import { keepPicture } from "./pages/picture.ts";
import { address, enter, type PortalName } from "./pages/portal.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject("world").chromium);
});
afterAll(() => browser?.close());

/** A page of a portal, as the person sees it. */
async function open(portal: PortalName, email: string, path: string): Promise<Page> {
  const page = await enter(browser, portal, email);
  onTestFailed(() => keepPicture({ page }));
  await page.goto(address(portal, path));
  await isSettled(page);
  return page;
}

test("of the days of a month only today is marked as today", async () => {
  const page = await open("dashboard", "clara@harborpine.test", "/activities?view=calendar");
  const days = page.getByRole("table", { name: "Work by day" }).locator("td > time");
  const filled = await days.evaluateAll((all) =>
    all.filter((day) => getComputedStyle(day).backgroundColor !== "rgba(0, 0, 0, 0)").map((day) => day.ariaCurrent),
  );
  expect(filled).toEqual(["date"]);
});
