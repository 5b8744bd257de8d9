import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFailed, test } from "vitest";
import type { MediaAsset } from "#schema/media.ts";
import type { SocialPost } from "#schema/social.ts";
import { launch, quit } from "./chromium.ts";
import { keepPicture } from "./pages/picture.ts";
import { address, enter, type PortalName } from "./pages/portal.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject("world").chromium);
});
afterAll(() => quit(browser));

async function open(portal: PortalName, email: string): Promise<Page> {
  const page = await enter(browser, portal, email);
  onTestFailed(() => keepPicture({ page }));
  return page;
}

const text = "Our beans are roasted on Tuesdays, and they are in the shop before the first cup on Wednesday.";

/** A social post that waits for the agency, as whoever saved last left it; edits are kept in `sent`. */
async function postUnderReview(page: Page) {
  const { places } = inject("world").scene;
  const id = places["[kind]/[id]"] ?? "";
  const state = { version: 1, theirs: text, sent: [] as Record<string, unknown>[] };
  await page.route(`**/api/tenant/v1/social-posts/${id}`, async (route) => {
    const answer = await route.fetch({ method: "GET" });
    const stored: SocialPost = await answer.json();
    const post = {
      ...{ ...stored, status: "dm_review", publish: null, platform: "linkedin", format: "text", hook: null },
      ...{ bodyText: state.theirs, hashtags: ["coffee"], version: state.version, contentHash: `hash-${state.version}` },
    };
    if (route.request().method() === "GET") return route.fulfill({ response: answer, json: post });
    const patch = route.request().postDataJSON() as Record<string, unknown>;
    state.sent.push(patch);
    const message = "Version 2 is the newest.";
    if (patch["version"] !== state.version || state.sent.length === 1) {
      Object.assign(state, { version: 2, theirs: `${text} Come by.` });
      const error = { code: "request.version_mismatch", message, requestId: "req_1" };
      return route.fulfill({ status: 409, json: { error } });
    }
    Object.assign(state, { version: 3, theirs: String(patch["bodyText"]) });
    return route.fulfill({ json: { ...post, bodyText: state.theirs, version: 3, contentHash: "hash-3" } });
  });
  const path = `content/social/${id}`;
  return {
    state,
    dm: address("dm", `/t/${places["[tenantId]"]}/${path}`),
    dashboard: address("dashboard", `/${path}`),
  };
}

test("a reviewer words a post within its bounds, is asked before leaving, and does not overwrite what somebody else saved", async () => {
  const page = await open("dm", "ines@northlight.test");
  const { state, dm } = await postUnderReview(page);
  await page.goto(dm);
  await page.getByRole("button", { name: "Edit" }).waitFor();
  await page.keyboard.press("e");
  const field = page.getByRole("textbox", { name: "Text", exact: true });
  const save = page.getByRole("button", { name: "Save" });
  await field.fill("Too short.");
  await page.getByText("At least 20 characters.").waitFor();
  expect(await save.isDisabled()).toBe(true);
  await field.fill(`${text} Mine.`);
  let asked = "";
  page.once("dialog", (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Social posts" }).click();
  await expect.poll(() => asked).toContain("unsaved changes");
  await save.click();
  const conflict = page.getByRole("alert", { name: "This text changed while you were editing" });
  await conflict.getByRole("button", { name: "Compare with mine" }).click();
  await conflict.getByRole("deletion").first().waitFor();
  expect(await save.isDisabled()).toBe(true);
  await conflict.getByRole("button", { name: "Go on with mine" }).click();
  expect(await field.inputValue()).toBe(`${text} Mine.`);
  await page.getByRole("textbox", { name: "What did you change?" }).fill("Said it again");
  await save.click();
  await field.waitFor({ state: "detached" });
  expect(state.sent.at(-1)).toEqual({ bodyText: `${text} Mine.`, version: 2, changeNote: "Said it again" });
  await page.getByText(`${text} Mine.`).waitFor();
});

test("who may not word texts is not offered to", async () => {
  const page = await open("dashboard", "clara@harborpine.test");
  const { dashboard } = await postUnderReview(page);
  await page.goto(dashboard);
  await page.getByText(text).first().waitFor();
  expect(await page.getByRole("button", { name: "Edit" }).count()).toBe(0);
  await page.keyboard.press("e");
  expect(await page.getByRole("textbox", { name: "Text", exact: true }).count()).toBe(0);
});

test("a wish for a social post keeps its words and pictures while something else is looked at, and sends the pictures in order", async () => {
  const page = await open("dashboard", "clara@harborpine.test");
  const pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
  const pictures = ["Roaster", "Window", "Beans"].map((title, at): MediaAsset => {
    const id = `med_0${at}`;
    return {
      ...{ id, title, kind: "image", mime: "image/gif", width: 1, height: 1, altText: null, source: "upload" },
      ...{ url: pixel, createdAt: "2026-01-01T08:00:00Z" },
    };
  });
  await page.route("**/api/media/v1/assets?**", (route) => {
    const ids = new URL(route.request().url()).searchParams.getAll("mediaIds");
    const items = pictures.filter(({ id }) => ids.length === 0 || ids.includes(id));
    return route.fulfill({ json: { items, nextCursor: null } });
  });
  let sent: Record<string, unknown> = {};
  await page.route("**/api/tenant/v1/social-requests", (route) => {
    sent = route.request().postDataJSON() as Record<string, unknown>;
    return route.fulfill({
      status: 400,
      json: { error: { code: "request.malformed", message: "Not now.", requestId: "r" } },
    });
  });
  await page.goto(address("dashboard", "/requests/new?kind=social"));
  const topic = page.getByRole("textbox", { name: "Topic" });
  await topic.fill("What happens on a roasting day");
  await page.getByRole("checkbox", { name: "LinkedIn" }).check();
  await page.getByRole("button", { name: "Choose pictures…" }).click();
  const library = page.getByRole("dialog", { name: "Pictures of the library" });
  for (const name of ["Beans", "Roaster"]) await library.getByRole("button", { name }).click();
  await library.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Picture 2 earlier" }).click();
  await page.getByText("Blog post", { exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Ask for a blog post" }).waitFor();
  await page.getByText("Social post", { exact: true }).click();
  await page.getByText("Restored what you typed before.").waitFor();
  expect(await topic.inputValue()).toBe("What happens on a roasting day");
  await page.getByRole("button", { name: "Send request" }).click();
  await expect.poll(() => sent["mediaIds"]).toEqual(["med_00", "med_02"]);
  await page.getByRole("button", { name: "Start over" }).click();
  await expect.poll(() => topic.inputValue()).toBe("");
});
