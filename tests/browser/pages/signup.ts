import type { Page } from "playwright-core";

export interface Newcomer {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
}

/** Leads to the next page of the wizard. */
export async function go(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Who signs up, from the United States. */
export async function fillPerson(page: Page, person: Newcomer, password: string): Promise<void> {
  await choose(page, "Country", "United States");
  await page.getByLabel("First name").fill(person.firstName);
  await page.getByLabel("Last name").fill(person.lastName);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Mobile").fill(person.phone);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
}

/** The business that the workspace is for. */
export async function fillCompany(page: Page, name: string): Promise<void> {
  await page.getByLabel("Company name").fill(name);
  await page.getByLabel("Website").fill("www.holt-bicycles.test");
  await page.getByRole("combobox", { name: "Industry" }).click();
  await page.getByRole("option").first().click();
}

/** Plan, address of the invoices and the word that the terms were read. */
export async function fillPlan(page: Page, plan: RegExp): Promise<void> {
  await page.getByRole("radio", { name: plan }).check();
  await page.getByLabel("Street and number").fill("12 Cannery Row");
  await page.getByLabel("City").fill("Monterey");
  await page.getByLabel("State or region").fill("California");
  await page.getByLabel("Postal code").fill("93940");
  await page.getByRole("checkbox", { name: /I have read the terms/ }).check();
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).fill(option);
  await page.getByRole("option", { name: option, exact: true }).click();
}
