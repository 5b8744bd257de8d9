import * as AccountMail from "#core/account-mail/index.ts";
import { stepNow, totp } from "#localstack/totp.ts";
import { provide } from "#platform/actor.ts";
import { asPlatform } from "#platform/db.ts";
import { hashPassword } from "#platform/password.ts";
import { newId } from "#schema/ids.ts";
import type { AppName, SessionApp, UserRole } from "#schema/roles.ts";
import { type Browser, browser } from "./browser.ts";

export const password = "correct horse battery staple";
const hashed = hashPassword(password);

/** A person with the password of all test people, in no workspace. */
export async function freshPerson(
  facts: { role?: UserRole; appAccess?: AppName[]; emailVerified?: boolean; status?: string } = {},
): Promise<{ id: string; email: string }> {
  const id = newId("user");
  const email = `${id.toLowerCase()}@people.test`;
  await asPlatform((tx) =>
    tx
      .insertInto("users")
      .values({ id, email, firstName: "Pia", lastName: "Quist", appAccess: ["dm-portal"], role: "reviewer", ...facts })
      .execute(),
  );
  await givePassword(id);
  return { id, email };
}

/** Gives a person the password of all test people. */
export async function givePassword(userId: string): Promise<void> {
  const account = { id: newId("authAccount"), userId, accountId: userId, providerId: "credential" };
  const hash = await hashed;
  await asPlatform((tx) =>
    tx
      .insertInto("authAccounts")
      .values({ ...account, password: hash })
      .execute(),
  );
}

/** A mail as it arrived. */
export interface Letter {
  subject: string;
  text: string;
  /** Token of the link in it. */
  token: string | undefined;
  code: string | undefined;
}

/** Sends what is ordered for an address, and answers all mails that arrived there, the oldest first. */
export async function lettersTo(address: string): Promise<Letter[]> {
  const orders = await asPlatform((tx) =>
    tx
      .selectFrom("accountMails")
      .select("id")
      .where("address", "=", address)
      .where("status", "=", "queued")
      .orderBy("id")
      .execute(),
  );
  const worker = { kind: "system", tenantId: null, name: "notifications__account" } as const;
  for (const { id } of orders) await provide(worker, { door: "worker", requestId: "test" }, () => AccountMail.send(id));
  const inbox = `${process.env["INBOX_URL"]}/api/mails`;
  const list = (await (await fetch(`${inbox}?to=${encodeURIComponent(address)}`)).json()) as { id: string }[];
  const letters = await Promise.all(
    list.map(async ({ id }) => (await (await fetch(`${inbox}/${id}`)).json()) as { subject: string; text: string }),
  );
  return letters.toReversed().map(({ subject, text }) => ({
    subject,
    text,
    token: /[?&]token=([\w.-]+)/.exec(text)?.[1],
    code: /^\s*(\d{6})\s*$/m.exec(text)?.[1],
  }));
}

/** Signs a person in with password alone. */
export async function signedIn(
  person: { email: string },
  tab: Browser = browser("dm"),
  app: SessionApp = "dm-portal",
): Promise<Browser> {
  const answer = await tab.call("POST", "/auth/v1/login", { email: person.email, password, app });
  if (answer.status !== 200 || "challenge" in answer.body) throw new Error(JSON.stringify(answer.body));
  return tab;
}

/** Does something with the code of the step before, which is taken no more once the step turns: then once more. */
export async function inStep<T extends { status: number }>(call: () => Promise<T>): Promise<T> {
  const step = stepNow();
  const answer = await call();
  return answer.status < 400 || stepNow() === step ? answer : inStep(call);
}

/** A person with a second factor: the secret of their authenticator app, and a browser they are signed in with. */
export async function guardedPerson(): Promise<{
  person: { id: string; email: string };
  secret: string;
  recoveryCodes: string[];
  tab: Browser;
}> {
  const person = await freshPerson();
  const tab = await signedIn(person);
  const { body } = await tab.call<{ secret: string }>("POST", "/auth/v1/totp/setup");
  const confirmed = await inStep(() =>
    tab.call<{ recoveryCodes: string[] }>("POST", "/auth/v1/totp/confirm", { code: totp(body.secret, -1) }),
  );
  if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
  return { person, secret: body.secret, recoveryCodes: confirmed.body.recoveryCodes, tab };
}

/** Gives the right password of somebody with a second factor. @returns the challenge's id */
export async function challenged(person: { email: string }, tab: Browser): Promise<string> {
  const login = { email: person.email, password, app: "dm-portal" };
  const { body } = await tab.call<{ challenge?: { id: string } }>("POST", "/auth/v1/login", login);
  if (!body.challenge) throw new Error(`no challenge: ${JSON.stringify(body)}`);
  return body.challenge.id;
}
