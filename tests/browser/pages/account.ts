import type { Page } from "playwright-core";
import { totp } from "#localstack/totp.ts";
import { address, isLive, type PortalName } from "./portal.ts";

/** Types address and password into the sign-in page, without waiting for what comes of it. */
export async function tryToSignIn(page: Page, portal: PortalName, email: string, password: string): Promise<void> {
  await page.goto(address(portal, "/login"));
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Waits for the first screen behind the sign-in. */
export async function isInside(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Breadcrumb" }).waitFor();
  await isLive(page);
}

/** Types a one-time code into its six fields. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Digit 1 of 6").pressSequentially(code);
}

/** Answers the question for a code with one of the recovery codes. */
export async function giveRecoveryCode(page: Page, code: string): Promise<void> {
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByRole("textbox", { name: "Recovery code" }).fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Opens the account's security page. */
export async function openSecurity(page: Page, portal: PortalName): Promise<void> {
  await page.goto(address(portal, "/profile/security"));
  await page.getByRole("region", { name: "Where you are signed in" }).getByText("This device").waitFor();
}

/** Has the service want a fresh proof before the next call of `path`, as it does ten minutes after the last one. */
export async function letProofAge(page: Page, path: string): Promise<void> {
  const error = { code: "auth.reauth_required", message: "Prove who you are first.", requestId: "req_aged" };
  await page.route(`**/api${path}`, (route) => route.fulfill({ status: 401, json: { error } }), { times: 1 });
}

/** Answers the question who one is, which stands before a guarded change. */
export async function prove(page: Page, password: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByRole("textbox", { name: "Password" }).fill(password);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** Couples an authenticator app on the security page. @returns its secret and the recovery codes */
export async function setUpFactor(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
  const secret = ((await page.getByText(/^([A-Z2-7]{4} ?){4,}/).textContent()) ?? "").replaceAll(/\s/g, "");
  await typeCode(page, totp(secret));
  await page.getByRole("region", { name: "Second factor" }).getByRole("button", { name: "Confirm" }).click();
  const codes = await recoveryCodes(page);
  await page.getByRole("button", { name: "I have kept them" }).click();
  return { secret, codes };
}

/** The recovery codes on the screen. */
export async function recoveryCodes(page: Page): Promise<string[]> {
  const list = page.getByRole("list", { name: "Recovery codes" });
  await list.waitFor();
  return list.getByRole("listitem").allInnerTexts();
}
