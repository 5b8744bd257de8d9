import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFailed, test } from "vitest";
import { totp } from "#localstack/totp.ts";
import type { ChainStatus } from "#schema/chain.ts";
import { launch } from "./chromium.ts";
import { linkFromMail } from "./pages/inbox.ts";
import { createTenant, doConfirmed, doWithReason, enterManage, statusOf } from "./pages/manage.ts";
import { keepPicture } from "./pages/picture.ts";
import { address, choose, goTo, openWindow } from "./pages/portal.ts";

const tag = Date.now().toString(36).slice(-5);
const company = { name: `Malabar Tea ${tag}`, email: `asha-${tag}@malabar.test` };
const harborPine = "Harbor & Pine Roasters";
const password = `quiet-lantern-${tag}-orchard`;

let browser: Browser;
/** The super admin. */
let maya: Page;
/** Maya's second tab, as somebody else. */
let played: Page | undefined;
let isBroken = false;

beforeAll(async () => {
  browser = await launch(inject("world").chromium);
});
afterAll(() => browser?.close());
beforeEach(() => {
  if (isBroken) throw new Error("An earlier step of the journey failed.");
  onTestFailed(async () => {
    isBroken = true;
    await keepPicture({ maya, played });
  });
});

describe("a super admin takes a client on, and looks after it", () => {
  test("password and a code of the authenticator app open Manage", async () => {
    maya = await enterManage(browser, totp(inject("world").superAdmin.secret, 1));
    await maya.getByRole("heading", { level: 1, name: "Tenants" }).waitFor();
    await maya.getByRole("link", { name: harborPine }).waitFor();
  });

  test("an incomplete form names each field, and the tax is shown before anything is saved", async () => {
    await maya.getByRole("link", { name: "Create tenant" }).click();
    await maya.getByRole("button", { name: "Create tenant" }).click();
    await maya.getByText("Enter the company's name, 2 to 120 characters.").waitFor();
    await maya.getByText("Choose the country; it decides prices and tax.").waitFor();
    await choose(maya, "Country", "United States");
    await maya.getByRole("region", { name: "Tax treatment" }).getByText("IGST").waitFor();
  });

  test("an address that somebody has already is asked about, and nothing is made", async () => {
    await createTenant(maya, { ...company, email: "dana@solvane.test" });
    const dialog = maya.getByRole("dialog", { name: "This person has an account already" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  test("a tenant is made, and its administrator is invited by mail", async () => {
    await maya.getByRole("textbox", { name: "E-mail" }).fill(company.email);
    await maya.getByRole("button", { name: "Create tenant" }).click();
    await maya.getByRole("heading", { level: 1, name: company.name }).waitFor();
    await statusOf(maya, "Onboarding").waitFor();
    const link = await linkFromMail(company.email, "/reset-password");
    const asha = await openWindow(browser);
    await asha.goto(link);
    await asha.getByLabel("New password", { exact: false }).first().fill(password);
    await asha
      .getByRole("button", { name: /Set|Save|password/ })
      .last()
      .click();
    await asha
      .getByText(/sign in/i)
      .first()
      .waitFor();
    await asha.context().close();
  });

  test("it is activated, suspended with a reason, and reinstated; a short reason is refused", async () => {
    await doConfirmed(maya, "Activate");
    await statusOf(maya, "Active").waitFor();
    await maya.getByRole("button", { name: "More", exact: true }).click();
    await maya.getByRole("menuitem", { name: "Suspend" }).click();
    const dialog = maya.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("short");
    await dialog.getByRole("button", { name: "Suspend" }).click();
    await dialog.getByText("Give a reason of at least 10 characters.").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await doWithReason(maya, "Suspend", "The first invoice was not paid in time.");
    await statusOf(maya, "Suspended").waitFor();
    await maya.getByText("The first invoice was not paid in time.").waitFor();
    await doConfirmed(maya, "Reinstate");
    await statusOf(maya, "Active").waitFor();
  });

  test("reviewers are assigned, and named", async () => {
    await maya.getByRole("tab", { name: "People" }).click();
    await maya.getByRole("button", { name: "Assign" }).click();
    const dialog = maya.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Who works for this client" }).fill("Ines");
    await maya.getByRole("option", { name: /Ines Duarte/ }).click();
    await maya.keyboard.press("Escape");
    await dialog.getByRole("button", { name: "Save" }).click();
    await maya.getByRole("region", { name: "Reviewers of the agency" }).getByRole("link", { name: /Ines/ }).waitFor();
  });
});

/** Answers how chains stand as the log has it before it hears of a verification, which it does after who asked for it. */
async function withoutVerification(route: Route): Promise<void> {
  const response = await route.fetch();
  const page = (await response.json()) as { items: ChainStatus[] };
  await route.fulfill({
    response,
    json: { ...page, items: page.items.map((one) => ({ ...one, verification: null })) },
  });
}

describe("acting as one of a client's people", () => {
  test("the Dashboard opens as that person, under a red banner", async () => {
    await goTo(maya, "Tenants");
    await maya.getByRole("link", { name: harborPine }).click();
    await maya.getByRole("tab", { name: "People" }).click();
    await maya.getByRole("button", { name: "Impersonate Clara Voss" }).click();
    const dialog = maya.getByRole("dialog", { name: "Act as Clara Voss?" });
    await dialog.getByLabel("Reason").fill("Clara asked why a post is missing.");
    const opening = maya.context().waitForEvent("page");
    await dialog.getByRole("button", { name: "Open their Dashboard" }).click();
    played = await opening;
    await played.getByRole("button", { name: "Menu of Clara Voss" }).waitFor();
    await played
      .getByRole("region", { name: "Notices" })
      .getByText(/Maya Lindqvist acts as Clara Voss/)
      .waitFor();
  });

  test("who only looks changes nothing", async () => {
    await played?.goto(address("dashboard", "/requests/new"));
    await played?.getByRole("textbox", { name: "Topic" }).fill("What an impersonator may not ask for");
    await played?.getByRole("button", { name: "Send request" }).click();
    await played
      ?.getByText(/may only look/)
      .first()
      .waitFor();
  });

  test("End closes it and leads back to Manage", async () => {
    await played?.getByRole("region", { name: "Notices" }).getByRole("button", { name: "End" }).click();
    await played?.waitForURL((url) => url.href.startsWith(address("manage")));
    await played?.goto(address("dashboard"));
    await played?.waitForURL(/\/login/);
  });

  test("the client's audit log names both, and the chain is verified", async () => {
    await maya.getByRole("tab", { name: "Audit" }).click();
    await choose(maya, "Action", "Impersonation acted");
    // The log is written a moment after what it tells of, and its screen shows what there was when it was opened.
    const entries = maya.getByRole("button", { name: "Impersonation acted" });
    const look = async (): Promise<number> => {
      await maya.reload();
      await entries
        .or(maya.getByText("No match", { exact: true }))
        .first()
        .waitFor();
      return entries.count();
    };
    await expect.poll(look, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
    await maya.getByText("impersonated").first().waitFor();
    await entries.first().click();
    const entry = maya.getByRole("dialog", { name: "Impersonation acted" });
    await entry.getByRole("row").filter({ hasText: "Impersonated by" }).waitFor();
    const ids = await entry
      .getByRole("row")
      .filter({ hasText: /Acted as|Impersonated by/ })
      .allInnerTexts();
    expect(ids).toHaveLength(2);
    expect(new Set(ids.map((row) => /usr_\S+/.exec(row)?.[0])).size).toBe(2);
    await maya.keyboard.press("Escape");
    const chain = maya.getByRole("region", { name: "Chain" });
    await maya.route(/\/audit-logs\/chains\?/, withoutVerification);
    await maya.getByRole("button", { name: "Verify now" }).click();
    await chain.getByText("Holds").waitFor();
    await maya.unrouteAll({ behavior: "wait" });
    const kept = async (): Promise<string | null> => {
      await maya.reload();
      return chain.getByText(/^(Holds|Never verified)$/).textContent();
    };
    await expect.poll(kept, { timeout: 60_000, interval: 500 }).toBe("Holds");
  });
});

describe("people of the platform", () => {
  test("a reviewer is made, and cannot sign in after being deactivated", async () => {
    await goTo(maya, "Users");
    await maya.getByRole("button", { name: "New user" }).click();
    const dialog = maya.getByRole("dialog", { name: "New user" });
    await dialog.getByLabel("First name").fill("Nora");
    await dialog.getByLabel("Last name").fill("Field");
    await dialog.getByRole("textbox", { name: "E-mail" }).fill(`nora-${tag}@northlight.test`);
    await dialog.getByRole("button", { name: "Create and invite" }).click();
    await maya.getByRole("heading", { level: 1, name: "Nora Field" }).waitFor();
    await statusOf(maya, "Invited").waitFor();
    await linkFromMail(`nora-${tag}@northlight.test`, "/reset-password");
    await maya.getByRole("button", { name: "Account" }).click();
    await maya.getByRole("menuitem", { name: "Deactivate" }).click();
    await maya.getByRole("dialog").getByLabel("Reason").fill("Left before the first day.");
    await maya.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
    await statusOf(maya, "Deactivated").waitFor();
  });

  test("what somebody else changed in between is not overwritten", async () => {
    await goTo(maya, "Tenants");
    await maya.getByRole("link", { name: company.name }).click();
    await maya.getByRole("button", { name: "Edit" }).click();
    await maya.clock.install();
    const other = await maya.context().newPage();
    await other.goto(maya.url());
    await other.getByRole("button", { name: "Edit" }).click();
    await other.getByLabel("Language").fill("hi-IN");
    await other.getByRole("button", { name: "Save" }).click();
    await other.getByRole("dialog").waitFor({ state: "hidden" });
    // Who comes back to a window after a while has what is stored now behind the form, and still the form as it was.
    await maya.clock.fastForward(60_000);
    const readAgain = maya.waitForResponse(
      (answer) => /\/admin\/v1\/tenants\/[^/?]+$/.test(answer.url()) && answer.request().method() === "GET",
    );
    await maya.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await (await readAgain).finished();
    await maya.getByLabel("Language").fill("en-GB");
    await maya.getByRole("button", { name: "Save" }).click();
    await maya.getByText("Somebody else changed this tenant").waitFor();
    await maya.getByRole("button", { name: "Load what is stored now" }).click();
    expect(await maya.getByLabel("Language").inputValue()).toBe("hi-IN");
    await other.close();
  });
});
