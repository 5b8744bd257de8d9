import type { Locator, Page } from "playwright-core";

/** Patience with agents, which write slowly here. */
export const whileWriting = { timeout: 60_000 };

/** Title of the post that is open. */
export async function titleOf(page: Page): Promise<string> {
  await page.getByRole("region", { name: "Decision" }).waitFor();
  return (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
}

function header(page: Page): Locator {
  return page.locator("header").filter({ has: page.getByRole("heading", { level: 1 }) });
}

/** Waits until the open post is in a state, in the words people read. */
export async function expectState(page: Page, state: string, patience = {}): Promise<void> {
  await header(page).getByText(state, { exact: true }).waitFor(patience);
}

/** Waits until the open post is at a version. */
export async function expectVersion(page: Page, version: number, patience = {}): Promise<void> {
  await header(page).getByText(`Version ${version}`, { exact: true }).waitFor(patience);
}

/** Opens the source of the first supported sentence. @returns the passage it rests on */
export async function openCitation(page: Page): Promise<{ passage: string; file: Locator }> {
  await page
    .getByRole("button", { name: /^Sentence \d+: supported/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: /^Sources of sentence/ });
  const passage = (await dialog.locator("blockquote").first().textContent()) ?? "";
  return { passage, file: dialog.getByRole("link").first() };
}

/** Opens a tab of the evidence beside the post. @returns its panel */
export async function openEvidence(page: Page, tab: string): Promise<Locator> {
  const evidence = page.getByRole("complementary", { name: "Evidence" });
  await evidence.getByRole("tab", { name: tab }).click();
  return evidence.getByRole("tabpanel");
}

/** Sends the open version back with a note. */
export async function askForChanges(page: Page, note: string): Promise<void> {
  await page.getByRole("button", { name: "Ask for changes" }).click();
  const dialog = page.getByRole("dialog", { name: "Ask for changes" });
  await dialog.getByRole("textbox", { name: "What should change?" }).fill(note);
  await dialog.getByRole("button", { name: "Ask for changes" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** The button that approves the open version. */
export function approveButton(page: Page): Locator {
  return page.getByRole("region", { name: "Decision" }).getByRole("button", { name: "Approve" });
}

/** Approves the open version. */
export async function approve(page: Page): Promise<void> {
  await approveButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Approve?" });
  await dialog.getByRole("button", { name: "Approve" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** Takes up the newest version of a post that changed while it was open. @returns the comparison with the one seen before */
export async function reviewNewVersion(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Show the new version" }).click();
  return page.getByRole("complementary", { name: "Evidence" }).getByRole("tabpanel", { name: "Changes" });
}

/** Edits title and text in the editor and saves. */
export async function edit(page: Page, { title, ending }: { title: string; ending: string }): Promise<void> {
  await page.getByRole("radiogroup", { name: "Read or edit" }).getByText("Edit", { exact: true }).click();
  await page.getByRole("textbox", { name: "Title", exact: true }).fill(title);
  await page.locator(".ProseMirror").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type(ending);
  await page.getByRole("textbox", { name: "What did you change?" }).fill("Title made specific, closing line added");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("textbox", { name: "Title", exact: true }).waitFor({ state: "detached" });
}

/** Notes, from now on, the words of an agent that appear on the page of the post. */
export async function watchWriting(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { written: seen });
    new MutationObserver(() => {
      const words = document.querySelector('section[aria-label^="Run of"] [role="log"]')?.textContent ?? "";
      if (words.length > (seen.at(-1)?.length ?? 0)) seen.push(words);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

/** The words that appeared, each time they had grown. */
export function writtenSoFar(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { written: string[] }).written);
}
