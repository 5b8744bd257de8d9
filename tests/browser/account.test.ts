import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFailed, test } from "vitest";
import { totp } from "#localstack/totp.ts";
import { launch } from "./chromium.ts";
import {
  giveRecoveryCode,
  isInside,
  letProofAge,
  openSecurity,
  prove,
  setUpFactor,
  tryToSignIn,
  typeCode,
} from "./pages/account.ts";
import { linkFromMail, mailsSoFar } from "./pages/inbox.ts";
import { keepPicture } from "./pages/picture.ts";
import { address, openWindow, signIn } from "./pages/portal.ts";

const lily = "lily@solvane.test";
const omar = "omar@solvane.test";
const paul = "paul@quillbrook.test";
const fresh = `a new one for ${Date.now().toString(36)}, with words`;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launch(inject("world").chromium);
});
afterAll(() => browser?.close());
beforeEach(async () => {
  // A failed test's window stays open until its picture is taken.
  await page?.context().close();
  page = await openWindow(browser);
  onTestFailed(() => keepPicture({ account: page }));
});

describe("a forgotten password", () => {
  test("the answer is the same for an address nobody has", async () => {
    await page.goto(address("dashboard", "/forgot-password"));
    await page.getByLabel("E-mail").fill("nobody@nowhere.test");
    await page.getByRole("button", { name: "Mail me a link" }).click();
    await page.getByRole("heading", { name: "Look into your inbox" }).waitFor();
  });

  test("the link of the mail sets a new one, which opens the portal; the old one does not, nor the link again", async () => {
    const before = await mailsSoFar(lily);
    await page.goto(address("dashboard", "/forgot-password"));
    await page.getByLabel("E-mail").fill(lily);
    await page.getByRole("button", { name: "Mail me a link" }).click();
    await page.getByRole("heading", { name: "Look into your inbox" }).waitFor();
    const link = await linkFromMail(lily, "/reset-password", before);

    await page.goto(link);
    const field = page.getByRole("textbox", { name: "New password" });
    await field.fill("password123");
    await page
      .getByText(/known|common/i, { exact: false })
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Set the password" }).click();
    await expect.poll(() => field.getAttribute("aria-invalid"), { timeout: 15_000 }).toBe("true");
    await field.fill(fresh);
    await page.getByRole("button", { name: "Set the password" }).click();
    await page.getByRole("heading", { name: "Your password is changed" }).waitFor();

    await tryToSignIn(page, "dashboard", lily, inject("world").password);
    await page.getByText("E-mail or password is wrong.").waitFor();
    await tryToSignIn(page, "dashboard", lily, fresh);
    await isInside(page);

    const other = await openWindow(browser);
    await other.goto(link);
    await other.getByRole("textbox", { name: "New password" }).fill(`${fresh} again`);
    await other.getByRole("button", { name: "Set the password" }).click();
    await other.getByRole("heading", { name: "This link does not work any more" }).waitFor();
    await other.getByRole("link", { name: "Mail me a new link" }).click();
    await other.getByRole("heading", { name: "Forgot your password?" }).waitFor();
    await other.context().close();
  });

  test("a password is changed on the security page after a fresh proof and the present one", async () => {
    await tryToSignIn(page, "dashboard", lily, fresh);
    await isInside(page);
    await openSecurity(page, "dashboard");
    await letProofAge(page, "/auth/v1/password/change");
    await page.getByRole("textbox", { name: "Present password" }).fill("not this one");
    await page.getByRole("textbox", { name: "New password" }).fill(inject("world").password);
    await page.getByRole("button", { name: "Change password" }).click();
    await prove(page, fresh);
    await page.getByText("This is not your present password.").waitFor();
    await page.getByRole("textbox", { name: "Present password" }).fill(fresh);
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Your password is changed").waitFor();
  });
});

describe("the second factor", () => {
  let secret = "";
  let codes: string[] = [];

  test("is set up, and asked for at the next sign-in", async () => {
    await signIn(page, "dashboard", omar);
    await openSecurity(page, "dashboard");
    ({ secret, codes } = await setUpFactor(page));
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);

    const other = await openWindow(browser);
    await tryToSignIn(other, "dashboard", omar, inject("world").password);
    await other.getByRole("heading", { name: "Enter your code" }).waitFor();
    await typeCode(other, "000000");
    await other
      .getByText(/wrong|not right|does not/i)
      .first()
      .waitFor();
    await typeCode(other, totp(secret, 1));
    await isInside(other);
    await other.context().close();
  });

  test("a recovery code stands in for the app, once", async () => {
    const code = codes[0] ?? "";
    const enterWith = async (): Promise<void> => {
      await tryToSignIn(page, "dashboard", omar, inject("world").password);
      await giveRecoveryCode(page, code);
    };
    await enterWith();
    await isInside(page);
    await openSecurity(page, "dashboard");
    await page.getByText("9 of 10 recovery codes are left").waitFor();
    await page.context().clearCookies();
    await enterWith();
    await page.getByText(/code is wrong or was used/).waitFor();
    expect(page.url()).toContain("/login");
  });
});

test("a session elsewhere ends from the list, and its next click leads to the sign-in", async () => {
  const other = await openWindow(browser, { userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140.0" });
  await signIn(other, "dashboard", paul);
  await signIn(page, "dashboard", paul);
  await openSecurity(page, "dashboard");
  await page.getByRole("button", { name: "End the session on Firefox on Windows" }).first().click();
  await page.getByText("That session has ended").waitFor();
  await other.reload();
  await other.waitForURL(/\/login/);
  await other.context().close();
});

test("a passkey made on the security page signs in without a password", async () => {
  const authenticator = await page.context().newCDPSession(page);
  await authenticator.send("WebAuthn.enable");
  await authenticator.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await signIn(page, "dashboard", paul);
  await openSecurity(page, "dashboard");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("The passkey is added").waitFor();

  const row = page.getByRole("list", { name: "Passkeys" }).getByRole("listitem");
  await row.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await row.getByRole("textbox", { name: "Name of the passkey" }).fill("Desk key");
  await row.getByRole("button", { name: "Save" }).click();
  await row.getByText("Desk key").waitFor();

  await page.context().clearCookies();
  await page.goto(address("dashboard", "/login"));
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await isInside(page);
  await openSecurity(page, "dashboard");
  await row.getByRole("button", { name: "Actions for Desk key" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("The passkey is removed").waitFor();
});

test("five failures lock an address for a while, and the mailed link opens it again", async () => {
  const before = await mailsSoFar(paul);
  for (let attempt = 0; attempt < 5; attempt++) {
    await tryToSignIn(page, "dashboard", paul, `wrong ${attempt}`);
    await page
      .getByText(/E-mail or password is wrong|Too many failed attempts/)
      .first()
      .waitFor();
  }
  await tryToSignIn(page, "dashboard", paul, inject("world").password);
  await page.getByText("Too many failed attempts").waitFor();
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await page.getByText("the link is on its way").waitFor();
  await page.goto(await linkFromMail(paul, "/unlock", before));
  await page.getByRole("button", { name: "Unlock" }).click();
  await page.getByRole("heading", { name: "Your account is open again" }).waitFor();
  await tryToSignIn(page, "dashboard", paul, inject("world").password);
  await isInside(page);
});
