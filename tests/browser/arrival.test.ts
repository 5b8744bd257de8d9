import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFailed, test } from "vitest";
import { launch } from "./chromium.ts";
import { isInside, tryToSignIn } from "./pages/account.ts";
import { linkFromMail } from "./pages/inbox.ts";
import { keepPicture } from "./pages/picture.ts";
import { address, choose, enter, openWindow } from "./pages/portal.ts";
import { examine } from "./pages/screens.ts";
import * as signup from "./pages/signup.ts";

const tag = Date.now().toString(36).slice(-6);
const password = `a door that opens ${tag} gladly`;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launch(inject("world").chromium);
});
afterAll(() => browser?.close());
beforeEach(() => {
  onTestFailed(() => keepPicture({ arrival: page }));
});

describe("somebody signs up by themselves", () => {
  const wanda = { firstName: "Wanda", lastName: "Holt", email: `wanda-${tag}@holt.test`, phone: "+91 98200 12345" };

  beforeAll(async () => {
    page = await openWindow(browser);
    return () => page.context().close();
  });

  test("the first page names what is missing and keeps what was typed when one comes back", async () => {
    await page.goto(address("dashboard", "/signup"));
    await signup.go(page);
    await page.getByText("Enter your first name.").waitFor();
    await signup.fillPerson(page, wanda, password);
    await signup.go(page);
    await page.getByRole("heading", { name: "Your company" }).waitFor();
    await page.getByRole("link", { name: "Back" }).click();
    await expect.poll(() => page.getByLabel("E-mail").inputValue()).toBe(wanda.email);
    await signup.go(page);
    await page.getByRole("heading", { name: "Your company" }).waitFor();
  });

  test("company, tax details, plan and address lead to a workspace whose contract waits; the terms were there to read", async () => {
    expect(await examine(page, "dashboard-signup-company")).toEqual([]);
    await signup.fillCompany(page, `Holt Bicycles ${tag}`);
    await signup.go(page);
    await page.getByRole("heading", { name: "Tax details" }).waitFor();
    expect(await examine(page, "dashboard-signup-location")).toEqual([]);
    await choose(page, "State or union territory", "Karnataka");
    await signup.go(page);
    await page.getByRole("radio", { name: /Free/ }).waitFor();
    expect(await examine(page, "dashboard-signup-plan")).toEqual([]);
    await page.getByRole("button", { name: "Read the terms" }).click();
    const terms = page.getByRole("dialog", { name: "Terms of service" });
    await terms.getByRole("heading", { name: /The service/ }).waitFor();
    await page.keyboard.press("Escape");
    await signup.fillPlan(page, /Free/);
    await page.getByRole("button", { name: "Create the workspace" }).click();
    await page.getByRole("heading", { level: 1, name: "Contract" }).waitFor();
  });

  test("with the contract accepted the wizard of the setup opens, and home leads there", async () => {
    await page.getByLabel("Your full name").fill("Wanda Holt");
    await page.getByRole("checkbox", { name: /I have read the terms/ }).check();
    await page.getByRole("button", { name: "Accept the contract" }).click();
    await page.waitForURL((url) => url.pathname === "/onboarding");
    await page.getByRole("heading", { level: 1, name: "Set up your workspace" }).waitFor();
    await page.goto(address("dashboard", "/"));
    await page.waitForURL((url) => url.pathname === "/onboarding");
  });

  test("the mailed link confirms the address, and the reminder goes", async () => {
    const reminder = page.getByRole("region", { name: "Notices" }).getByText(/confirm/i);
    await reminder.waitFor();
    await page.goto(await linkFromMail(wanda.email, "/verify-email"));
    await page.getByRole("heading", { name: "Your e-mail is confirmed" }).waitFor();
    await page.getByRole("link", { name: "Continue" }).click();
    await isInside(page);
    await reminder.waitFor({ state: "detached" });
  });

  test("each step of the wizard is accessible, keeps what was filled in, and may be left out; launched, the chain shows", async () => {
    const step = (name: string) => page.getByRole("form", { name });
    const open = (name: RegExp) =>
      page.getByRole("navigation", { name: "Steps of the setup" }).getByRole("button", { name }).click();
    await page.goto(address("dashboard", "/onboarding"));
    await step("Channels").getByRole("button", { name: "Skip" }).click();
    await step("Brand voice").getByText("Warm", { exact: true }).click();
    await page.getByRole("textbox", { name: "Style rules" }).fill("Short sentences.");
    expect(await examine(page, "dashboard-onboarding-voice")).toEqual([]);
    await page.keyboard.press("Tab");
    await step("Brand voice").getByRole("button", { name: "Save and continue" }).press("Enter");
    for (const name of ["Brand assets", "Documents", "Baseline", "Budget"]) {
      await step(name).waitFor();
      expect(await examine(page, `dashboard-onboarding-${name.toLowerCase().replace(" ", "-")}`)).toEqual([]);
      await step(name).getByRole("button", { name: "Skip" }).click();
    }
    await step("Launch").waitFor();
    expect(await examine(page, "dashboard-onboarding-launch")).toEqual([]);
    await open(/^Brand voice/);
    await expect.poll(() => page.getByRole("textbox", { name: "Style rules" }).inputValue()).toBe("Short sentences.");
    await open(/^Launch/);
    await step("Launch").getByRole("button", { name: "Launch" }).click();
    await page.getByRole("list", { name: "Steps of the setup" }).waitFor();
    expect(await examine(page, "dashboard-onboarding-chain")).toEqual([]);
  });
});

test("an invitation by mail brings a new person into the workspace, in the role it names, once", async () => {
  const email = `rae-${tag}@solvane.test`;
  const dana = await enter(browser, "dashboard", "dana@solvane.test");
  await dana.goto(address("dashboard", "/settings/team"));
  await dana.getByRole("button", { name: "Invite somebody" }).first().click();
  const dialog = dana.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("radio", { name: "Approver" }).check();
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await dialog.waitFor({ state: "hidden" });
  const link = await linkFromMail(email, "/accept-invite");

  page = await openWindow(browser);
  await page.goto(link);
  await page.getByText("as approver").waitFor();
  await page.getByLabel("First name").fill("Rae");
  await page.getByLabel("Last name").fill("Moss");
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Create account and join" }).click();
  await isInside(page);
  await page.getByRole("button", { name: "Menu of Rae Moss" }).waitFor();
  await dana.reload();
  const role = dana.getByRole("combobox", { name: "Role of Rae Moss" });
  await expect.poll(() => role.inputValue(), { timeout: 15_000 }).toBe("Approver");

  const late = await openWindow(browser);
  await late.goto(link);
  await late.getByRole("heading", { name: "This invitation is over" }).waitFor();
  for (const window of [dana, page, late]) await window.context().close();
});

test("who belongs to several workspaces chooses one, and changes to another from the profile menu", async () => {
  page = await openWindow(browser);
  await tryToSignIn(page, "dashboard", "nora@brandt.test", inject("world").password);
  await page.getByRole("heading", { name: "Choose a workspace" }).waitFor();
  await page.getByRole("button", { name: /Solvane/ }).click();
  await isInside(page);
  await expect.poll(() => page.title()).toContain("Solvane");
  await page.getByRole("button", { name: "Menu of Nora Brandt" }).click();
  await page.getByRole("menuitem", { name: "Change workspace" }).click();
  await page.getByRole("button", { name: /Quillbrook/ }).click();
  await expect.poll(() => page.title(), { timeout: 15_000 }).toContain("Quillbrook");
  await page.context().close();
});
