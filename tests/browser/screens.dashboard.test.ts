import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFailed, test } from "vitest";
import { launch } from "./chromium.ts";
import { typeCode } from "./pages/account.ts";
import { codeFromMail, mailsSoFar } from "./pages/inbox.ts";
import { keepPicture } from "./pages/picture.ts";
import { address, openWindow } from "./pages/portal.ts";
import { contact } from "./pages/scene.ts";
import { examine, visitScreens } from "./pages/screens.ts";

visitScreens("dashboard");

let browser: Browser;
let pat: Page;
beforeAll(async () => {
  browser = await launch(inject("world").chromium);
});
afterAll(() => browser?.close());

test("a contact without an account reads by link, and approves after the mailed code", async () => {
  const { token, title } = inject("world").scene.link;
  pat = await openWindow(browser);
  onTestFailed(() => keepPicture({ pat }));
  await pat.goto(address("dashboard", `/a/${token}`));
  await pat.getByRole("heading", { level: 1, name: title }).waitFor();
  expect(await pat.getByRole("button", { name: "Approve" }).count()).toBe(0);
  const before = await mailsSoFar(contact.contactEmail);
  await pat.getByRole("button", { name: /^Mail a code to/ }).click();
  await typeCode(pat, await codeFromMail(contact.contactEmail, before));
  await pat.getByRole("button", { name: "Approve" }).waitFor();
  expect(await examine(pat, "dashboard-a-token-verified")).toEqual([]);
  await pat.getByRole("button", { name: "Approve" }).click();
  const dialog = pat.getByRole("dialog", { name: "Approve?" });
  await dialog.getByRole("button", { name: "Approve" }).click();
  await pat.getByText("Approved. Thank you.").waitFor();
});
