import type { Page } from "playwright-core";
import { address, goTo } from "./portal.ts";

export interface Wish {
  topic: string;
  brief: string;
  audience: string;
  targetKeyword: string;
  wordCount: number;
}

/** Opens the request form of the Dashboard from the start page. */
export async function openRequestForm(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Ask for a post" }).click();
  await page.waitForURL(address("dashboard", "/requests/new"));
}

/** Fills in the form. */
export async function fillRequest(page: Page, wish: Wish): Promise<void> {
  await page.getByRole("textbox", { name: "Topic" }).fill(wish.topic);
  await page.getByRole("textbox", { name: "Notes for the writer" }).fill(wish.brief);
  await page.getByRole("textbox", { name: "Audience" }).fill(wish.audience);
  await page.getByRole("textbox", { name: "Keyword" }).fill(wish.targetKeyword);
  await page.getByRole("textbox", { name: "Length in words" }).fill(String(wish.wordCount));
}

export async function sendRequest(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Send request" }).click();
}

/** Waits for the page of the request and its state in words. */
export async function expectRequestState(page: Page, topic: string, state: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: topic }).waitFor();
  await page.locator("header").filter({ hasText: topic }).getByText(state, { exact: true }).waitFor();
}

/** Finds the request in the list. @returns the words of its row */
export async function findInList(page: Page, topic: string): Promise<string> {
  await goTo(page, "Requests");
  const row = page.getByRole("row").filter({ hasText: topic });
  await row.waitFor();
  return (await row.textContent()) ?? "";
}

/** Waits until something stands in the open approval queue of the DM portal, and opens it. */
export async function openFromQueue(page: Page, kind: "Blog post" | "Content request", title: string): Promise<void> {
  await page.getByRole("row").filter({ hasText: title }).filter({ hasText: kind }).getByRole("link").first().click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

/** Approves the request that is open in the DM portal. */
export async function approveRequest(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Approve" }).click();
  const dialog = page.getByRole("dialog", { name: "Approve?" });
  await dialog.getByRole("button", { name: "Approve" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Decline" }).waitFor({ state: "detached" });
}
