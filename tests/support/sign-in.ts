import type { SignInResult } from "#schema/connect.ts";
import { ok } from "./api.ts";
import type { TestPerson } from "./tenant.ts";

/** What a provider sends a person back with. */
export interface Returned {
  state: string;
  code?: string;
  error?: string;
}

/** Where a person is sent to let us in. */
export async function doorOf(who: TestPerson, type: string, channelId?: string): Promise<string> {
  const body = channelId ? { channelId } : {};
  return (await ok<{ url: string }>(who, "POST", `/tenant/v1/channel-connect/${type}/connect`, { body })).url;
}

/** A person at a simulated consent page, who may withhold some of what is asked, or all. */
export async function letIn(
  address: string,
  { account, withhold = [], decision = "allow" }: { account?: string; withhold?: string[]; decision?: string } = {},
): Promise<Returned> {
  const url = new URL(address);
  const form = new URLSearchParams([...url.searchParams, ["decision", decision]]);
  if (account) form.append("account", account);
  for (const scope of (url.searchParams.get("scope") ?? "").split(/[ ,]+/))
    if (!withhold.includes(scope)) form.append("granted", scope);
  const answer = await fetch(url.origin + url.pathname, { method: "POST", body: form, redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "").searchParams;
  const [code, error] = [back.get("code"), back.get("error")];
  return { state: back.get("state") ?? "", ...(code ? { code } : {}), ...(error ? { error } : {}) };
}

/** Brings back what the provider gave. */
export function comeBack(who: TestPerson, body: Returned): Promise<SignInResult> {
  return ok<SignInResult>(who, "POST", "/tenant/v1/channel-connect/callback", { body });
}
