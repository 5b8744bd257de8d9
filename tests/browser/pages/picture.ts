import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { dataRoot } from "#localstack/paths.ts";
import { line } from "#localstack/terminal.ts";

/** Where the pictures of screens go. */
export const pictures = join(dataRoot, "screenshots");

const refusals = new WeakMap<Page, string[]>();
const textMax = 2_500;

/** Remembers, from now on, what the window asked for and did not get. */
export function noteRefusals(page: Page): void {
  const noted: string[] = [];
  refusals.set(page, noted);
  page.on("response", (answer) => {
    if (answer.status() >= 400) noted.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
  });
  page.on("requestfailed", (request) => {
    noted.push(`${request.failure()?.errorText ?? "failed"} ${request.method()} ${request.url()}`);
  });
}

/** Keeps and tells what was on the screens when a test failed: a machine that runs tests for others keeps no pictures. */
export async function keepPicture(pages: Record<string, Page | undefined>): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const [name, page] of Object.entries(pages)) {
    if (!page || page.isClosed()) continue;
    await page.screenshot({ path: join(pictures, `failed-${name}.png`) }).catch(() => undefined);
    const text = await page
      .locator("body")
      .ariaSnapshot()
      .catch(() => "");
    line(`${name} is at ${page.url()} and shows:\n${text.slice(0, textMax)}`);
    for (const refusal of refusals.get(page)?.slice(-10) ?? []) line(`  ${refusal}`);
  }
}
