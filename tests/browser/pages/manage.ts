import type { Browser, Locator, Page } from "playwright-core";
import { inject } from "vitest";
import { giveRecoveryCode, tryToSignIn, typeCode } from "./account.ts";
import { choose, openWindow } from "./portal.ts";

/** Signs the super admin in to Manage. `code` is one of the app or a recovery code. */
export async function enterManage(browser: Browser, code: string, options = {}): Promise<Page> {
  const page = await openWindow(browser, options);
  const { superAdmin, password } = inject("world");
  await tryToSignIn(page, "manage", superAdmin.email, password);
  await (/^\d{6}$/.test(code) ? typeCode(page, code) : giveRecoveryCode(page, code));
  await page.getByRole("navigation", { name: "Breadcrumb" }).waitFor();
  return page;
}

export interface NewTenant {
  name: string;
  email: string;
}

/** Fills in the form for a tenant in India and sends it. */
export async function createTenant(page: Page, { name, email }: NewTenant): Promise<void> {
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByLabel("First name").fill("Asha");
  await page.getByLabel("Last name").fill("Rao");
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByLabel("Name on the invoice").fill(`${name} Private Limited`);
  await choose(page, "Country", "India");
  await page.getByLabel("Address", { exact: false }).first().fill("12 Residency Road");
  await page.getByLabel("City").fill("Bengaluru");
  await choose(page, "State", "Karnataka");
  await page.getByLabel("Postal code").fill("560025");
  await page
    .getByRole("radio", { name: /Pro.*month/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Create tenant" }).click();
}

/** Opens a verb of the "More" menu, gives a reason and confirms. */
export async function doWithReason(page: Page, verb: string, reason: string): Promise<void> {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: verb }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: verb }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** Presses a verb's button and says yes. */
export async function doConfirmed(page: Page, verb: string): Promise<void> {
  await page.getByRole("button", { name: verb, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: verb, exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** The status beside the title of the page. */
export function statusOf(page: Page, status: string): Locator {
  return page
    .locator("header")
    .filter({ has: page.getByRole("heading", { level: 1 }) })
    .getByText(status, { exact: true });
}
