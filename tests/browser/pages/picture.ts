import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { dataRoot } from "#localstack/paths.ts";

/** Where the pictures of screens go. */
export const pictures = join(dataRoot, "screenshots");

/** Keeps what was on the screens when a test failed. */
export async function keepPicture(pages: Record<string, Page | undefined>): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const [name, page] of Object.entries(pages)) {
    await page?.screenshot({ path: join(pictures, `failed-${name}.png`) }).catch(() => undefined);
  }
}
