import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFailed, test } from "vitest";
import type { PublishAttempt } from "#schema/blog.ts";
import type { SocialPost } from "#schema/social.ts";
import { Client } from "#tests/demo/client.ts";
import { launch, quit } from "./chromium.ts";
import { isSettled } from "./pages/examine.ts";
import { keepPicture } from "./pages/picture.ts";
import { address, enter, type PortalName } from "./pages/portal.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject("world").chromium);
});
afterAll(() => quit(browser));

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
  const filled = () =>
    days.evaluateAll((all) =>
      all.filter((day) => getComputedStyle(day).backgroundColor !== "rgba(0, 0, 0, 0)").map((day) => day.ariaCurrent),
    );
  await expect.poll(filled).toEqual(["date"]);
});

test("whether a social post arrived, where nobody could find out, is decided beside the post", async () => {
  const { places } = inject("world").scene;
  const id = places["[kind]/[id]"] ?? "";
  const page = await enter(browser, "dm", "ines@northlight.test");
  onTestFailed(() => keepPicture({ page }));
  const lost: PublishAttempt = {
    ...{ id: "pub_lost", subjectType: "social_post", subjectId: id, title: "A post", version: 1, channelId: null },
    ...{ channelName: "LinkedIn", mode: "publish", status: "unknown", tries: 1, externalUrl: null, editUrl: null },
    ...{ errorCode: null, errorMessage: null, publishAt: "2026-01-01T08:00:00Z", lookAt: null, confirmedAt: null },
    ...{ createdAt: "2026-01-01T08:00:00Z", steps: [] },
  };
  let attempt = lost;
  let said: unknown;
  await page.route(`**/api/tenant/v1/social-posts/${id}`, async (route) => {
    const answer = await route.fetch();
    const post: SocialPost = await answer.json();
    await route.fulfill({ response: answer, json: { ...post, status: "publish_unknown", publish: attempt } });
  });
  await page.route(`**/api/tenant/v1/publish-attempts/${lost.id}/decide`, async (route) => {
    said = route.request().postDataJSON();
    attempt = { ...lost, status: "failed" };
    await route.fulfill({ json: attempt });
  });
  await page.goto(address("dm", `/t/${places["[tenantId]"]}/content/social/${id}`));
  const question = page.getByRole("alert", { name: "Nobody knows whether the post arrived" });
  await question.getByRole("button", { name: "It is not there" }).click();
  await page
    .getByRole("dialog", { name: "The post is not there?" })
    .getByRole("button", { name: "Yes, it is not there" })
    .click();
  await question.waitFor({ state: "detached" });
  expect(said).toEqual({ outcome: "not_there" });
});

test("a refresh leaves alone what was typed for a new request", async () => {
  const page = await open("dashboard", "clara@harborpine.test", "/requests/new");
  const topic = page.getByRole("textbox", { name: "Topic" });
  const kept = () => page.evaluate(() => JSON.stringify(localStorage));
  await topic.fill("How to store beans at home");
  await expect.poll(kept).toContain("How to store beans at home");
  await page.clock.install();
  await page.goto(address("dashboard", `/requests/new?refresh=${inject("world").scene.publishedId}`));
  await page.getByRole("heading", { level: 1, name: "Refresh a post" }).waitFor();
  await expect.poll(() => topic.inputValue()).not.toBe("");
  await page.getByRole("textbox", { name: "Notes for the writer" }).fill("Say what is new.");
  await page.clock.fastForward(60_000);
  expect(await kept()).toContain("How to store beans at home");
  await page.getByRole("button", { name: "Keep as draft" }).click();
  await page.waitForURL(/\/requests\/(?!new)/);
  await page.goto(address("dashboard", "/requests/new"));
  await page.getByText("Restored what you typed before.").waitFor();
  expect(await topic.inputValue()).toBe("How to store beans at home");
});

/** The button that orders an audit of the published post. */
const auditOf = (page: Page) => page.getByRole("button", { name: /^(Look again|Audit this post)$/ });
const healthPath = () => `/content/blog/${inject("world").scene.publishedId}?tab=health`;

test("an audit of a post is offered only to those who may order one", async () => {
  const page = await open("dashboard", "clara@harborpine.test", healthPath());
  await auditOf(page).waitFor();
  const member = await open("dashboard", "rosa@harborpine.test", healthPath());
  await member.getByRole("tabpanel", { name: "Health" }).waitFor();
  expect(await auditOf(member).count()).toBe(0);
});

test("an audit whose order got no answer is ordered under the same key when they press again", async () => {
  const page = await open("dashboard", "clara@harborpine.test", healthPath());
  const keys: (string | undefined)[] = [];
  await page.route("**/audit", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    await route.abort();
  });
  for (const time of [1, 2]) {
    await auditOf(page).click();
    await expect.poll(() => keys.length).toBe(time);
    await expect.poll(() => auditOf(page).isEnabled()).toBe(true);
  }
  expect(keys[1]).toBe(keys[0]);
});

test("a budget in a currency without cents is changed in the amounts in which it is shown", async () => {
  const { apiUrl, password } = inject("world");
  const clara = await Client.signIn(apiUrl, { email: "clara@harborpine.test", password, app: "dashboard" });
  const { id } = await clara.post<{ id: string }>("/tenant/v1/campaigns", {
    ...{ type: "paid_ads", name: "Beans for Osaka", goal: "leads", channels: ["google_ads"] },
    budget: { amountMinor: 50_000, currency: "JPY" },
  });
  const page = await open("dashboard", "clara@harborpine.test", `/campaigns/${id}`);
  await page.getByText("¥50,000").waitFor();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Change the campaign" });
  const budget = dialog.getByRole("textbox", { name: "Budget" });
  expect(await budget.inputValue()).toBe("50,000");
  await budget.fill("60000");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("¥60,000").waitFor();
});

test("a brief is written by hand, its shares are the whole of the budget, and it stands on the campaign's page", async () => {
  const { apiUrl, password } = inject("world");
  const clara = await Client.signIn(apiUrl, { email: "clara@harborpine.test", password, app: "dashboard" });
  const { id } = await clara.post<{ id: string }>("/tenant/v1/campaigns", {
    ...{ type: "paid_ads", name: "Beans by hand", goal: "leads", channels: ["google_ads", "meta_ads"] },
    budget: { amountMinor: 50_000, currency: "USD" },
  });
  const page = await open("dashboard", "clara@harborpine.test", `/campaigns/${id}`);
  await page.getByRole("button", { name: "Write it by hand" }).click();
  const dialog = page.getByRole("dialog", { name: "The brief in your own words" });
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Write three to six lines.").waitFor();
  await dialog.getByLabel("What it is to do").fill("Forty orders of beans before the end of April.");
  await dialog.getByLabel("For whom").fill("People nearby who grind their own beans.");
  await dialog.getByLabel("What it says").fill("Roasted on Tuesdays\nSold by the pound\nGround while you wait");
  for (const place of await dialog.getByRole("group").all()) {
    await place.getByLabel("What it is for").fill("Shows the beans to those who look for some.");
    await place.getByLabel("Measured by").fill("orders");
  }
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Forty orders of beans before the end of April.").waitFor();
  await page.getByRole("cell", { name: "50 %" }).first().waitFor();
});
