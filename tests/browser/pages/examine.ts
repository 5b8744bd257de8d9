import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = {
  all: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  /** What another colour scheme alone can break. */
  colours: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
};

/** Collects what a page complains about from now on: errors in its console and errors nobody caught. */
export function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

/**
 * From its next load on a page asks for no screens that somebody may want next: half of all requests, and each screen is opened
 * by itself anyway.
 */
export async function fetchingNothingAhead(page: Page): Promise<Page> {
  await page.addInitScript(() => {
    const real = window.fetch;
    window.fetch = (input, init) => {
      const isAhead = new Headers(init?.headers).has("next-router-prefetch");
      return isAhead ? new Promise<Response>(() => undefined) : real(input, init);
    };
  });
  return page;
}

/** Waits until a screen shows its data: a heading, no placeholder and no spinner, fonts loaded. */
export async function isSettled(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForFunction(() => {
    const waiting = ".mantine-Skeleton-root, .mantine-Loader-root, [aria-busy=true]";
    return document.querySelector(waiting) === null && document.fonts.status === "loaded";
  });
}

/** By how many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}

/** Violations of WCAG 2.2 AA: rule, what it wants, and the elements. */
export async function violations(page: Page, what: keyof typeof rules = "all"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(async (runOnly) => {
    const { axe: engine } = window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
    const results = await engine.run({ runOnly, resultTypes: ["violations"] });
    return results.violations.map(({ id, help, nodes }) => {
      return { id, help, nodes: nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`) };
    });
  }, rules[what]);
  return found.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.slice(0, 4).join("\n    ")}`);
}
