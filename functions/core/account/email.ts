import type * as z from "zod";
import * as AccountMail from "#core/account-mail/index.ts";
import { type Grant, redeem, redeemCode, withdraw } from "#core/account-mail/token.ts";
import { byEmail, byId, fullName, type UserRow } from "#core/auth/people.ts";
import { asSelf, ownAccount, sceneWords } from "#core/auth/scene.ts";
import { linkOver } from "#core/auth/unlock.ts";
import * as Effect from "#core/effect/index.ts";
import * as Limit from "#core/limit/index.ts";
import * as Session from "#core/session/index.ts";
import { current, person } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { transaction } from "#platform/db.ts";
import type { EmailChange, EmailVerify } from "#schema/account.ts";
import { AppError } from "#schema/errors.ts";
import { owner } from "./guard.ts";

/**
 * Confirms an address: with the link of the mail from anywhere, or with its code when signed in. The link of a change of
 * address makes the new one the person's. @throws link_expired, bad_code, already_exists
 */
export async function verify(input: z.output<typeof EmailVerify>): Promise<void> {
  const grant =
    "token" in input
      ? await redeem(input.token, ["verify_email", "change_email"])
      : await redeemCode(person().userId, input.code, "verify_email");
  if (!grant) throw "token" in input ? linkOver() : wrongCode();
  const user = await byId(grant.userId);
  if (!user) throw linkOver();
  if (grant.purpose === "change_email") return adopt(user, grant);
  if (grant.email.toLowerCase() !== user.email.toLowerCase()) throw linkOver();
  if (user.emailVerified) return;
  await by(user, async () => {
    await transaction(
      (tx) => tx.updateTable("users").set({ emailVerified: true }).where("id", "=", user.id).execute(),
      authRole,
    );
    await Effect.audit("user.email_verified", subjectOf(user), { after: { emailVerified: true } });
  });
}

/** Mails link and code once more, three times an hour at most. Somebody whose address is confirmed gets nothing. */
export async function resend(): Promise<void> {
  const user = await owner();
  await Limit.spend({ "verification.user": user.id });
  if (user.emailVerified) return;
  const about = { address: user.email, userId: user.id, purpose: "verify_email" } as const;
  await ownAccount(() => AccountMail.order({ template: "email-verification", ...about }));
}

/** Begins to change one's address: it changes when the link sent to the new one is opened; the old one is told. @throws reauth_required, already_exists */
export async function changeEmail({ email }: z.output<typeof EmailChange>): Promise<void> {
  const user = await owner();
  await Session.requireRecent();
  await Limit.spend({ "verification.user": user.id });
  if (await byEmail(email)) throw taken();
  await ownAccount(async (tx) => {
    await withdraw(tx, user.id, ["change_email"]);
    const about = { userId: user.id, words: { email } } as const;
    await AccountMail.order({ template: "email-change", address: email, purpose: "change_email", ...about });
    await AccountMail.order({
      template: "email-changing",
      address: user.email,
      userId: user.id,
      words: { email, ...sceneWords() },
    });
  });
}

async function adopt(user: UserRow, { email }: Grant): Promise<void> {
  const holder = await byEmail(email);
  if (holder && holder.id !== user.id) throw taken();
  await by(user, async () => {
    await transaction(async (tx) => {
      await tx.updateTable("users").set({ email, emailVerified: true }).where("id", "=", user.id).execute();
      // Links that went to the old mailbox open nothing any more.
      await withdraw(tx, user.id, ["verify_email", "reset_password", "set_password", "change_email", "unlock"]);
      const words = { email };
      await AccountMail.order({ template: "email-changed", address: user.email, userId: user.id, words });
    }, authRole);
    await Effect.audit("user.email_changed", subjectOf(user), { before: { email: user.email }, after: { email } });
  });
}

// A link may be opened where nobody is signed in, or somebody else: what it does is done by its owner.
function by<T>(user: UserRow, work: () => Promise<T>): Promise<T> {
  const actor = current();
  if ("userId" in actor && actor.userId === user.id) return ownAccount(work);
  return asSelf({ userId: user.id, name: fullName(user), sessionId: "none" }, work);
}

function subjectOf(user: UserRow) {
  return { type: "user", id: user.id, label: fullName(user) };
}

function wrongCode(): AppError {
  return new AppError("auth.bad_code", "This code is wrong or too old. Ask for a new mail.");
}

function taken(): AppError {
  const message = "Another account has this address. Use another.";
  return new AppError("request.already_exists", message, { fields: [{ path: "email", rule: "unique", message }] });
}
