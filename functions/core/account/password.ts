import type * as z from "zod";
import * as AccountMail from "#core/account-mail/index.ts";
import { peek, redeem, withdraw } from "#core/account-mail/token.ts";
import { forgiven } from "#core/auth/attempts.ts";
import { forgetTrust } from "#core/auth/device.ts";
import { byId, fullName, type UserRow } from "#core/auth/people.ts";
import { asNobody, asSelf, ownAccount, sceneWords } from "#core/auth/scene.ts";
import { linkOver } from "#core/auth/unlock.ts";
import * as Effect from "#core/effect/index.ts";
import * as Limit from "#core/limit/index.ts";
import * as Password from "#core/password/index.ts";
import { advice } from "#core/password/rules.ts";
import * as Session from "#core/session/index.ts";
import { person } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { isPasswordOf, writePassword } from "#platform/login/session.ts";
import { sha256 } from "#platform/secrets.ts";
import type {
  AuthTokenPurpose,
  PasswordChange,
  PasswordCheck,
  PasswordForgot,
  PasswordReset,
  PasswordVerdict,
} from "#schema/account.ts";
import { owner, tryProof } from "./guard.ts";
import { wrongPassword } from "./reauth.ts";
import { endAll } from "./sessions.ts";

const purposes: readonly AuthTokenPurpose[] = ["reset_password", "set_password"];

/** Whether a password may be used, for the form that asks for one. Nothing is kept. */
export async function checkPassword(input: z.output<typeof PasswordCheck>): Promise<z.infer<typeof PasswordVerdict>> {
  const { password, email = "", firstName = "", lastName = "" } = input;
  const fault = await Password.check(password, [email, firstName, lastName]);
  return { fault, message: fault && advice[fault] };
}

/** Mails a link to set a new password, three times an hour at most. The steps and the answer are the same for every address. */
export async function forgot({ email, app }: z.output<typeof PasswordForgot>): Promise<void> {
  await Limit.spend({ "reset.email": email });
  const about = { address: email, purpose: "reset_password", ...(app ? { app } : {}) } as const;
  await asNobody(async () => {
    await Effect.audit("password.reset_requested", { type: "login", id: sha256(email), label: "Forgotten password" });
    await AccountMail.order({ template: "password-reset", ...about });
  });
}

/**
 * Sets a new password with the mailed link. Nobody is signed in by it, and all sessions end: whoever has a second factor needs
 * it as before. @throws link_expired, weak_password
 */
export async function reset({ token, password }: z.output<typeof PasswordReset>): Promise<void> {
  const grant = await peek(token, purposes);
  const user = grant ? await byId(grant.userId) : undefined;
  if (!grant || !user || user.status === "deactivated") throw linkOver();
  await Password.require(password, wordsOf(user));
  if (!(await redeem(token, purposes))) throw linkOver();
  await writePassword(user.id, password);
  const isTheirs = grant.email.toLowerCase() === user.email.toLowerCase();
  const ended = await asSelf({ userId: user.id, name: fullName(user), sessionId: "none" }, async (tx) => {
    await tx
      .updateTable("users")
      .set({
        ...(isTheirs ? { emailVerified: true } : {}),
        ...(user.status === "invited" ? { status: "active" } : {}),
      })
      .where("id", "=", user.id)
      .execute();
    await Effect.audit("password.reset", { type: "user", id: user.id, label: fullName(user) });
    return afterwards(tx, user);
  });
  await forgiven(user.email.toLowerCase());
  if (ended.length > 0) await Session.drop(...ended);
}

/** Changes one's password; every other session ends, every remembered device is forgotten. @throws reauth_required, bad_credentials, weak_password */
export async function change({ current, password }: z.output<typeof PasswordChange>): Promise<void> {
  const user = await owner();
  await Session.requireRecent();
  await tryProof(user.id, () => isPasswordOf(user.id, current), wrongPassword);
  await Password.require(password, wordsOf(user));
  if (password === current) throw Password.weak("same");
  await writePassword(user.id, password);
  const { sessionId } = person();
  const ended = await ownAccount(async (tx) => {
    await Effect.audit("password.changed", { type: "user", id: user.id, label: fullName(user) });
    return afterwards(tx, user, sessionId);
  });
  if (ended.length > 0) await Session.drop(...ended);
}

async function afterwards(tx: Tx, user: UserRow, except?: string): Promise<string[]> {
  await tx.updateTable("users").set({ passwordChangedAt: new Date() }).where("id", "=", user.id).execute();
  await withdraw(tx, user.id, purposes);
  await forgetTrust(tx, user.id);
  await AccountMail.order({
    template: "password-changed",
    address: user.email,
    userId: user.id,
    words: sceneWords(),
  });
  return endAll(tx, user.id, except);
}

function wordsOf({ email, firstName, lastName }: UserRow): string[] {
  return [email, firstName, lastName];
}
