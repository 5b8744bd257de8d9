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

/** Notes, from now on, every state in words that the row of a file goes through. */
export async function watchStates(page: Page, titles: readonly string[]): Promise<void> {
  await page.evaluate((wanted) => {
    const seen: Record<string, string[]> = Object.fromEntries(wanted.map((title) => [title, []]));
    Object.assign(window, { states: seen });
    const look = (): void => {
      for (const row of document.querySelectorAll("tbody tr")) {
        const title = wanted.find((one) => row.textContent?.includes(one));
        const state = row.querySelector("td:nth-child(2)")?.textContent ?? "";
        if (title && seen[title]?.at(-1) !== state) seen[title]?.push(state);
      }
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  }, titles);
}

/** The states that a file went through. */
export function statesOf(page: Page, title: string): Promise<string[]> {
  return page.evaluate(
    (wanted) => (window as unknown as { states: Record<string, string[]> }).states[wanted] ?? [],
    title,
  );
}

/** The passage that a citation points to, once it is marked. */
export function citedPassage(page: Page): Locator {
  return page.getByRole("listitem", { name: "The cited passage" });
}
