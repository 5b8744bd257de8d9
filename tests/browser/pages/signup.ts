import type { Page } from "playwright-core";
import { choose } from "./portal.ts";

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

/** Who signs up, from India, the one country that asks for tax details. */
export async function fillPerson(page: Page, person: Newcomer, password: string): Promise<void> {
  await choose(page, "Country", "India");
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
  await page.getByLabel("Street and number").fill("12 Residency Road");
  await page.getByLabel("City").fill("Bengaluru");
  await page.getByLabel("Postal code").fill("560025");
  await page.getByRole("checkbox", { name: /I have read the terms/ }).check();
}
