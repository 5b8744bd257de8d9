import * as AccountMail from "#core/account-mail/index.ts";
import * as Effect from "#core/effect/index.ts";
import { origin } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { countFailure, failures, forgive } from "#platform/limit.ts";
import { sha256 } from "#platform/secrets.ts";
import type { LoginOutcome } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { SessionApp } from "#schema/roles.ts";
import { asNobody } from "./scene.ts";

const failuresMax = 5;
const addressFailuresMax = 30;
const windowSeconds = 15 * 60;

/** A try to enter: by whom they say they are, into which app. */
export interface Try {
  email: string;
  app: SessionApp;
}

const mailKey = (email: string) => `auth:fail:${sha256(email)}`;
const ipKey = () => `auth:fail-ip:${origin().ip ?? "unknown"}`;

/** Refuses a try while its e-mail address (five failures) or network address (thirty) is locked. @throws auth.locked with the minutes left */
export async function refuseLocked(attempt: Try): Promise<void> {
  const [byMail, byIp] = await Promise.all([failures(mailKey(attempt.email)), failures(ipKey())]);
  if (byMail.count < failuresMax && byIp.count < addressFailuresMax) return;
  await note(attempt, "locked");
  throw locked(Math.max(byMail.seconds, byIp.seconds));
}

/** The error of somebody who must wait. */
export function locked(seconds: number): AppError {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return new AppError("auth.locked", `Too many failed attempts. Try again in ${minutes} minutes.`, {
    details: { retryAfterSeconds: Math.max(1, seconds) },
  });
}

/**
 * Counts a failed try. The fifth locks the address for a quarter of an hour, whether anybody has it or not, and its owner,
 * if there is one, gets a mail with a link that lifts the lock.
 */
export async function failed(attempt: Try): Promise<void> {
  const [count] = await Promise.all([
    countFailure(mailKey(attempt.email), windowSeconds),
    countFailure(ipKey(), windowSeconds),
  ]);
  const isLast = count === failuresMax;
  await note(attempt, "bad_credentials", isLast ? ["login.failed", "login.locked"] : ["login.failed"], async () => {
    if (isLast) await orderUnlock(attempt);
  });
}

/** Orders the mail that lifts a lock; it reaches somebody only if the address has an owner. */
export function orderUnlock({ email, app }: { email: string; app?: SessionApp | undefined }): Promise<void> {
  const about = { address: email, purpose: "unlock", ...(app ? { app } : {}) } as const;
  return AccountMail.order({ template: "sign-in-locked", ...about });
}

/** Forgets the failures of an e-mail address: its owner has come in, or has lifted the lock. */
export async function forgiven(email: string): Promise<void> {
  await forgive(mailKey(email));
}

/**
 * Keeps a try as evidence, in the same steps whoever it was: the address only as its hash, and an audit entry of the platform
 * for each action, since who failed to prove who they are is nobody.
 */
export async function note(
  { email, app }: Try,
  outcome: LoginOutcome,
  actions: readonly ("login.failed" | "login.locked")[] = [],
  also: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const subject = { type: "login", id: sha256(email), label: `Sign-in to ${app}` };
  await asNobody(async (tx) => {
    await keep(tx, { email, app }, outcome);
    for (const action of actions) await Effect.audit(action, subject, { after: { app } });
    await also();
  });
}

/** One line of evidence. */
export async function keep(tx: Tx, { email, app }: Try, outcome: LoginOutcome): Promise<void> {
  const ip = origin().ip ?? "unknown";
  await tx
    .insertInto("loginAttempts")
    .values({ id: newId("loginAttempt"), emailHash: sha256(email.toLowerCase()), ip, app, outcome })
    .execute();
}
