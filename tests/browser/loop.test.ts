import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFailed, test } from "vitest";
import { tenants } from "#localstack/demo/tenants.ts";
import { launch } from "./chromium.ts";
import * as blog from "./pages/blog.ts";
import { citedPassage } from "./pages/knowledge.ts";
import { keepPicture } from "./pages/picture.ts";
import {
  address,
  awaitingYou,
  enter,
  expectNoReload,
  findInBell,
  findWithKeys,
  goTo,
  openWindow,
  signIn,
  signOut,
  unread,
} from "./pages/portal.ts";
import * as requests from "./pages/requests.ts";

const tag = Date.now().toString(36).slice(-5);
const sample = tenants.find(({ slug }) => slug === "harbor-pine")?.sampleRequests[0] as requests.Wish;
const wish = { ...sample, topic: `${sample.topic} (${tag})` };
const note = "Say earlier what the reader gets out of it, and keep every figure that is in our documents.";
const ending = "Do you have a question that is not answered here? Write to us.";

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject("world").chromium);
});
afterAll(() => browser?.close());

describe("one post from the wish to the public page, four people at their own screens", () => {
  /** Dashboard: asks, and watches. */
  let rosa: Page;
  /** Dashboard: approves for the client. */
  let ben: Page;
  /** DM portal: reviews and edits. */
  let ines: Page;
  /** DM portal: approves for the agency. */
  let tom: Page;
  let title = "";
  let publicUrl = "";
  let isBroken = false;

  beforeAll(async () => {
    [rosa, ben, ines, tom] = await Promise.all([
      enter(browser, "dashboard", "rosa@harborpine.test"),
      enter(browser, "dashboard", "ben@harborpine.test"),
      enter(browser, "dm", "ines@northlight.test"),
      enter(browser, "dm", "tom@northlight.test"),
    ]);
  });

  beforeEach(() => {
    if (isBroken) throw new Error("An earlier step of the journey failed.");
    onTestFailed(async () => {
      if (isBroken) return;
      isBroken = true;
      await keepPicture({ rosa, ben, ines, tom });
    });
  });

  test("a topic that is too short is refused with words, a good one is sent and listed", async () => {
    await goTo(ines, "Approvals");
    await requests.openRequestForm(rosa);
    await rosa.getByRole("textbox", { name: "Topic" }).fill("Tea");
    await requests.sendRequest(rosa);
    await rosa.getByText("Say in 5 to 200 characters what the post is about.").waitFor();
    await requests.fillRequest(rosa, wish);
    await requests.sendRequest(rosa);
    await requests.expectRequestState(rosa, wish.topic, "Submitted");
    expect(await requests.findInList(rosa, wish.topic)).toContain("Rosa Keller");
    await rosa.getByRole("link", { name: wish.topic }).click();
    await requests.expectRequestState(rosa, wish.topic, "Submitted");
  });

  test("the request arrives in the open queue of the agency, which approves it", async () => {
    await requests.openFromQueue(ines, "Content request", wish.topic);
    await requests.approveRequest(ines);
    await expectNoReload(ines);
  });

  test("the client's page follows the agents until there is a draft", async () => {
    await requests.expectRequestState(rosa, wish.topic, "In production");
    // There is a post when it is written.
    await rosa.getByRole("link", { name: "Open the post" }).click(blog.whileWriting);
    await blog.expectState(rosa, "Agency review", blog.whileWriting);
    title = await blog.titleOf(rosa);
    await blog.expectVersion(rosa, 1);
    await expectNoReload(rosa);
  });

  test("a factual sentence opens the passage it rests on", async () => {
    await goTo(ines, "Approvals");
    await requests.openFromQueue(ines, "Blog post", title);
    const { passage, file } = await blog.openCitation(ines);
    expect(passage.length).toBeGreaterThan(20);
    await file.click();
    expect(await citedPassage(ines).textContent()).toContain(passage.slice(0, 40));
    await ines.goBack();
    await blog.expectState(ines, "Agency review");
    await expectNoReload(ines);
  });

  test("after a note the agent writes anew, and the client sees the words as they come", async () => {
    await blog.watchWriting(rosa);
    await blog.askForChanges(ines, note);
    await Promise.all([blog.expectVersion(ines, 2, blog.whileWriting), blog.expectVersion(rosa, 2, blog.whileWriting)]);
    await blog.expectState(rosa, "Agency review");
    const written = await blog.writtenSoFar(rosa);
    expect(written.length).toBeGreaterThan(1);
    expect(written.at(-1)).toContain(sample.topic);
    await expectNoReload(rosa);
  });

  test("before deciding again, the new version is compared with the old one word by word", async () => {
    const changes = await blog.reviewNewVersion(ines);
    await changes.locator("ins").first().waitFor();
    await changes.locator("del").first().waitFor();
    await expectNoReload(ines);
  });

  test("the reviewer's edit is a new version, which that reviewer may not approve", async () => {
    const fresh = await blog.titleOf(ines);
    title = `A better cup: ${fresh.slice(0, 90)}`;
    await blog.edit(ines, { title, ending });
    await blog.expectVersion(ines, 3);
    await ines.getByRole("article").getByText(ending).waitFor();
    expect(await blog.approveButton(ines).getAttribute("aria-disabled")).toBe("true");
    await ines
      .getByRole("region", { name: "Decision" })
      .getByText(/own|edit/i)
      .first()
      .waitFor();
  });

  test("another reviewer approves, and the client's approver is told at once", async () => {
    const before = await unread(ben);
    await goTo(tom, "Approvals");
    await requests.openFromQueue(tom, "Blog post", title);
    await blog.approve(tom);
    await blog.expectState(tom, "Client review");
    await awaitingYou(ben, title).waitFor();
    await expect.poll(() => unread(ben)).toBeGreaterThan(before);
    await findInBell(ben, title);
  });

  test("the client's approval publishes, which everybody sees without loading anew", async () => {
    await awaitingYou(ben, title).click();
    await blog.openEvidence(ben, "Publish");
    await blog.approve(ben);
    await Promise.all([blog.expectState(ben, "Published"), blog.expectState(rosa, "Published")]);
    const link = ben.getByRole("alert").filter({ hasText: "The post is live" }).getByRole("link");
    publicUrl = (await link.getAttribute("href")) ?? "";
    await Promise.all([ben, rosa, ines, tom].map(expectNoReload));
  });

  test("the public page shows the title", async () => {
    const reader = await openWindow(browser);
    await reader.goto(publicUrl);
    await reader.getByRole("heading", { name: title }).waitFor();
    await reader.context().close();
  });

  test("Ctrl+K finds the post in both portals", async () => {
    await findWithKeys(rosa, title, "Published");
    await findWithKeys(tom, title, "Published");
  });

  test("after signing out the portal is closed", async () => {
    await signOut(rosa);
    await rosa.goto(address("dashboard", "/requests"));
    await rosa.waitForURL(/\/login\?next=/);
  });
});

describe("two portals on one host", () => {
  test("signing in to one leaves the other signed out", async () => {
    const page = await openWindow(browser);
    await signIn(page, "dashboard", "clara@harborpine.test");
    await page.goto(address("dm"));
    await page.waitForURL(/\/login/);
    await page.context().clearCookies();
    await signIn(page, "dm", "ines@northlight.test");
    await page.goto(address("dashboard"));
    await page.waitForURL(/\/login/);
    await page.context().close();
  });

  test("both can be open in one browser, each as its own person", async () => {
    const page = await openWindow(browser);
    await signIn(page, "dashboard", "clara@harborpine.test");
    const second = await page.context().newPage();
    await signIn(second, "dm", "ines@northlight.test");
    await page.reload();
    await page.getByRole("button", { name: "Menu of Clara Voss" }).waitFor();
    await second.getByRole("button", { name: "Menu of Ines Duarte" }).waitFor();
    await page.context().close();
  });
});
