import { randomUUID } from "node:crypto";
import * as Link from "#core/link/index.ts";
import { asPlatform } from "#platform/db.ts";
import { unseal } from "#platform/secrets.ts";
import type { LinkView } from "#schema/approval-link.ts";
import { type Answer, call } from "./api.ts";
import { furnish, type Things } from "./furnish.ts";
import { as, freshTenant, type TestPerson, type TestTenant } from "./tenant.ts";

/** A contact of a client with a signed link, in a browser of their own. */
export interface TestContact {
  id: string;
  token: string;
  email: string;
  /** Calls the link's routes; the browser keeps the cookies it gets. */
  send<T = Record<string, unknown>>(method: string, verb?: string, body?: unknown): Promise<Answer<T>>;
  open(): Promise<LinkView>;
  /** Has a code mailed and confirms it. */
  prove(): Promise<void>;
}

/** A tenant whose post waits for its client, and the address of a contact who was sent nothing yet. */
export async function awaitingClient(): Promise<{ tenant: TestTenant; things: Things; email: string }> {
  const tenant = await freshTenant();
  const things = await furnish(tenant);
  await asPlatform((tx) =>
    tx.updateTable("blogPosts").set({ status: "client_review" }).where("id", "=", things.blogPost).execute(),
  );
  return { tenant, things, email: `pat-${randomUUID()}@client.test` };
}

/** Sends somebody a signed link and opens their browser. */
export async function contactOf(
  tenant: TestTenant,
  approvalIds: [string, ...string[]],
  { email = "pat@client.test", canDecide = true, by = tenant.people.TA as TestPerson } = {},
): Promise<TestContact> {
  const [approvalId, ...alsoApprovalIds] = approvalIds;
  const made = await as(by, () =>
    Link.create(approvalId, { contactName: "Pat Client", contactEmail: email, canDecide, alsoApprovalIds }),
  );
  return contactWith(made.id, made.url.split("/a/")[1] ?? "", email);
}

/** The browser of whoever holds a token. */
export function contactWith(id: string, token: string, email: string): TestContact {
  const cookies = new Map<string, string>();
  const send: TestContact["send"] = async <T>(method: string, verb?: string, body?: unknown) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await call<T>(undefined, method, `/client/v1/links/${token}${verb ? `/${verb}` : ""}`, {
      ...(body === undefined ? {} : { body }),
      headers: { origin: new URL(process.env["DASHBOARD_URL"] ?? "").origin, ...(cookie ? { cookie } : {}) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  return {
    id,
    token,
    email,
    send,
    open: async () => (await send<LinkView>("GET")).body,
    prove: async () => {
      await send("POST", "code");
      const answer = await send("POST", "verify", { code: await codeFor(email) });
      if (answer.status !== 200) throw new Error(`The code was refused: ${answer.code}`);
    },
  };
}

/** The newest code that was ordered for an address. */
export async function codeFor(email: string): Promise<string> {
  return (await wordsFor(email, "sign-in-code"))["code"] ?? "";
}

/** The words of the newest mail that was ordered for an address, as only the sender can read them. */
export async function wordsFor(email: string, template: string): Promise<Record<string, string>> {
  const row = await asPlatform((tx) =>
    tx
      .selectFrom("accountMails")
      .select(["id", "wordsCipher"])
      .where("address", "=", email)
      .where("templateSlug", "=", template)
      .orderBy("id", "desc")
      .executeTakeFirst(),
  );
  return row?.wordsCipher ? (JSON.parse(unseal(row.wordsCipher, row.id)) as Record<string, string>) : {};
}
