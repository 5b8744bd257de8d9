import type { Locator, Page } from "playwright-core";
import { goTo } from "./portal.ts";

/** Opens the client's own documents in the Dashboard. */
export async function openDocuments(page: Page): Promise<void> {
  await goTo(page, "Knowledge base");
  await page.getByRole("link", { name: /client documents/i }).click();
  await page.getByRole("tab", { name: "Files" }).waitFor();
}

/** Gives files to the upload, as if chosen in the file dialog. */
export async function upload(page: Page, files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles(files);
}

/** The line of a file among those on their way. */
export function uploadLine(page: Page, fileName: string): Locator {
  return page.getByRole("list", { name: "Uploads" }).getByRole("listitem").filter({ hasText: fileName });
}

/** The row of a file in the table. */
export function fileRow(page: Page, title: string): Locator {
  return page.getByRole("row").filter({ hasText: title });
}

/** Notes, from now on, which uploads show how far they are. */
export async function watchProgress(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { progress: seen });
    new MutationObserver(() => {
      for (const bar of document.querySelectorAll('[role="progressbar"]')) {
        seen.add(bar.getAttribute("aria-label") ?? "");
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
}

/** Names of the progress bars that were shown. */
export function progressSeen(page: Page): Promise<string[]> {
  return page.evaluate(() => [...(window as unknown as { progress: Set<string> }).progress]);
}

/** The passage that a citation points to, once it is marked. */
export function citedPassage(page: Page): Locator {
  return page.getByRole("listitem", { name: "The cited passage" });
}
