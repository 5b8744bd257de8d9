import { randomUUID } from "node:crypto";
import { newId } from "#schema/ids.ts";
import { termsVersion } from "#schema/signup.ts";
import { password } from "./account.ts";
import type { Answer } from "./api.ts";
import { type Browser, browser } from "./browser.ts";

export interface SignupRun {
  tab: Browser;
  email: string;
  id: string;
  /** Headers that prove the sign-up. */
  proof: Record<string, string>;
}

/** Facts of somebody who signs up from the United States. */
export function applicant(email = `${newId("user").toLowerCase()}@signup.test`) {
  return { country: "US", firstName: "Ada", lastName: "Vance", email, phone: "+14155550123", password };
}

export const billing = {
  ...{ name: "Vance Bakery LLC", address: "1 Long Street", city: "Austin", state: "Texas", postalCode: "73301" },
  country: "US",
};

/** Takes the first step. */
export async function begin(facts: Partial<ReturnType<typeof applicant>> = {}): Promise<SignupRun> {
  const tab = browser();
  const input = { ...applicant(), ...facts };
  const answer = await tab.call<{ id: string; resumeToken: string }>("POST", "/auth/v1/signup", input);
  if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const { id, resumeToken } = answer.body;
  return { tab, email: input.email, id, proof: { "x-signup-token": resumeToken } };
}

/** Takes step 2 with a company of its own name. */
export function company({ tab, id, proof }: SignupRun, facts: object = {}): Promise<Answer> {
  const input = { name: `Bakery ${id.slice(-8)}`, website: "https://bakery.example/", industry: "food", ...facts };
  return tab.call("PATCH", `/auth/v1/signup/${id}/company`, input, proof);
}

/** Takes the last step. */
export function complete({ tab, id, proof }: SignupRun, facts: object = {}): Promise<Answer> {
  const input = { planPriceId: "world-free-monthly", password, billing, termsVersion, ...facts };
  return tab.call("POST", `/auth/v1/signup/${id}/complete`, input, { ...proof, "idempotency-key": randomUUID() });
}

/** A finished sign-up: the workspace's id and the owner's headers. */
export async function signedUp(
  facts: object = {},
): Promise<SignupRun & { tenantId: string; headers: Record<string, string> }> {
  const run = await begin();
  await company(run);
  const answer = await complete(run, facts);
  if (answer.status !== 201) throw new Error(`completing answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const { tenantId, tokens } = answer.body as { tenantId: string; tokens: { accessToken: string } };
  return { ...run, tenantId, headers: { authorization: `Bearer ${tokens.accessToken}` } };
}
