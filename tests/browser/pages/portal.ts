import { randomInt } from "node:crypto";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect, inject } from "vitest";
import { noteRefusals } from "./picture.ts";

export type PortalName = "dashboard" | "dm" | "manage";

const patienceMs = 30_000;

/** Address of a portal's page. */
export function address(portal: PortalName, path = "/"): string {
  const { dashboardUrl, dmUrl, manageUrl } = inject("world");
  return new URL(path, { dashboard: dashboardUrl, dm: dmUrl, manage: manageUrl }[portal]).href;
}

/** A window of its own, as on another person's computer: what others do there does not count against its address. */
export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    extraHTTPHeaders: { "x-forwarded-for": `198.18.${randomInt(256)}.${randomInt(1, 255)}` },
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  noteRefusals(page);
  return page;
}

/** Fills in the sign-in page of a portal and waits for the first screen. From then on a reload of the page is noticed. */
export async function signIn(page: Page, portal: PortalName, email: string): Promise<void> {
  await page.goto(address(portal, "/login"));
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(inject("world").password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Breadcrumb" }).waitFor();
  await isLive(page);
  await page.evaluate(() => Object.assign(window, { staysOpen: true }));
}

/** Opens a window and signs a person in. */
export async function enter(
  browser: Browser,
  portal: PortalName,
  email: string,
  options?: BrowserContextOptions,
): Promise<Page> {
  const page = await openWindow(browser, options);
  await signIn(page, portal, email);
  return page;
}

/** Waits until live events reach the page. */
export async function isLive(page: Page): Promise<void> {
  await page.getByRole("status", { name: "Live: changes appear at once" }).waitFor();
}

/** Fails if the page was loaded anew since the sign-in. */
export async function expectNoReload(page: Page): Promise<void> {
  expect(await page.evaluate(() => "staysOpen" in window)).toBe(true);
}

/** Follows an entry of the main navigation. */
export async function goTo(page: Page, entry: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: entry }).click();
}

/** Chooses in a field that looks for what one types. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).fill(option);
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** What waits for the person's decision, on the start page of the Dashboard. */
export function awaitingYou(page: Page, title: string): Locator {
  return page.getByRole("region", { name: "Waiting for you" }).getByRole("link", { name: title });
}

/** Searches with Ctrl+K until the first hit says something; the search hears of a change a moment after the screens do. */
export async function findWithKeys(page: Page, text: string, says: string): Promise<void> {
  const field = page.getByPlaceholder("Search posts, work, pages and actions");
  const search = async (): Promise<string | null> => {
    await page.keyboard.press("Control+k");
    await field.fill(text);
    const hit = page.getByRole("dialog").getByRole("button").filter({ hasText: text }).first();
    const found = await hit.textContent();
    await page.keyboard.press("Escape");
    await field.waitFor({ state: "hidden" });
    return found;
  };
  await expect.poll(search, { timeout: patienceMs, interval: 1_000 }).toContain(says);
}

/** Number of unread notifications that the bell shows. */
export async function unread(page: Page): Promise<number> {
  const label = await page.getByRole("button", { name: /^Notifications/ }).getAttribute("aria-label");
  return Number(/(\d+) unread/.exec(label ?? "")?.[1] ?? 0);
}

/** Opens the bell and waits until something with this title is in it. */
export async function findInBell(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: /^Notifications/ }).click();
  const bell = page.getByRole("dialog", { name: "Notifications" });
  await bell.getByRole("link", { name: "See all" }).waitFor();
  await bell.getByRole("listitem").filter({ hasText: title }).first().waitFor();
  await page.keyboard.press("Escape");
}

/** Ends the session from the profile menu. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Menu of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/login/);
}
