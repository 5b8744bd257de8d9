import { randomInt } from "node:crypto";
import type * as z from "zod";
import * as AccountMail from "#core/account-mail/index.ts";
import * as Effect from "#core/effect/index.ts";
import { authRole } from "#platform/auth-role.ts";
import { separately } from "#platform/db.ts";
import { beginFactor, recoverySalt, type Tried, tryCode, tryRecovery, writeRecovery } from "#platform/login/factor.ts";
import { endSession, openSession } from "#platform/login/session.ts";
import { hashUnder, newSalt } from "#platform/password.ts";
import { sha256 } from "#platform/secrets.ts";
import type { LoginConfirm, LoginConfirmed, LoginRecovery, LoginTotp, TotpSetup } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import type { SessionApp } from "#schema/roles.ts";
import { forgiven, locked, note } from "./attempts.ts";
import { end, over, resume, type Waiting } from "./challenge.ts";
import { type Device, readDevice } from "./device.ts";
import { type Entry, enter, living } from "./enter.ts";
import { byId, fullName, type UserRow } from "./people.ts";
import { asSelf, caller, sceneWords } from "./scene.ts";

const usedMs = 2 * 60_000;
const recoveryCount = 10;
/** Without the signs people confuse. */
const recoveryAlphabet = "23456789abcdefghjkmnpqrstuvwxyz";

/** Finishes a sign-in with a code of the authenticator app. @throws bad_code, link_expired, locked */
export async function loginTotp(input: z.output<typeof LoginTotp>, mark?: string): Promise<Entry> {
  const { waiting, user, device } = await waitingFor(input.challengeId, "factor", mark);
  const result = await once(user.id, input.code, () =>
    tryCode(input.code, caller(), { cookies: [waiting.cookie ?? ""] }, input.trustDevice),
  );
  return finish(input.challengeId, waiting, { user, device, method: "totp" }, result);
}

/** Finishes a sign-in with one of the ten recovery codes, which is used up by it. @throws bad_code, link_expired, locked */
export async function loginRecovery(input: z.output<typeof LoginRecovery>, mark?: string): Promise<Entry> {
  const { waiting, user, device } = await waitingFor(input.challengeId, "factor", mark);
  const salt = (await recoverySalt(user.id)) ?? newSalt();
  const result = await tryRecovery(await hashUnder(salt, typed(input.code)), caller(), waiting.cookie ?? "");
  return finish(input.challengeId, waiting, { user, device, method: "recovery" }, result);
}

/** Begins to enrol the second factor that an account must have before it is entered. @throws link_expired */
export async function loginSetup(input: { challengeId: string }, mark?: string): Promise<TotpSetup> {
  const { user } = await waitingFor(input.challengeId, "setup", mark);
  return beginFactor(user.id, user.email);
}

/** Confirms that factor with its first code, and enters. The recovery codes are shown this once. @throws bad_code, link_expired */
export async function loginConfirm(
  input: z.output<typeof LoginConfirm>,
  mark?: string,
): Promise<Entry<z.infer<typeof LoginConfirmed>>> {
  const { waiting, user, device } = await waitingFor(input.challengeId, "setup", mark);
  const opened = await openSession(user.id, caller());
  const confirmed = await confirm(user, opened.token, input.code);
  if (!confirmed) {
    await endSession(opened.token);
    throw badCode();
  }
  await end(input.challengeId);
  await forgiven(user.email.toLowerCase());
  const fresh = (await byId(user.id)) ?? user;
  const entry = await enter(await living(confirmed.token), fresh, { ...waiting, method: "totp" }, device);
  await enabled(fresh, entry.answer.session.id, waiting.app);
  return { ...entry, answer: { ...entry.answer, recoveryCodes: confirmed.recoveryCodes } };
}

/**
 * Confirms a new factor from within a session. The library ends that session and opens one under a new secret.
 * @returns the new session's secret and the recovery codes, or null when the code is wrong
 */
export async function confirm(
  user: UserRow,
  session: string,
  code: string,
): Promise<{ token: string; recoveryCodes: string[] } | null> {
  const result = await once(user.id, code, () => tryCode(code, caller(), { session }));
  if (result.kind !== "ok") return null;
  const recoveryCodes = await freshRecovery(user.id);
  return { token: result.token, recoveryCodes };
}

/** Makes ten recovery codes and keeps their hashes in the place of the old ones. */
export async function freshRecovery(userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCount }, () => {
    const signs = Array.from({ length: 12 }, () => recoveryAlphabet[randomInt(recoveryAlphabet.length)]).join("");
    return `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`;
  });
  const salt = newSalt();
  await writeRecovery(userId, await Promise.all(codes.map((code) => hashUnder(salt, typed(code)))));
  return codes;
}

/** Notes that a factor guards an account from now on, and tells its owner. */
export async function enabled(user: UserRow, sessionId: string, app: SessionApp): Promise<void> {
  await asSelf({ userId: user.id, name: fullName(user), sessionId }, async () => {
    const subject = { type: "user", id: user.id, label: fullName(user) };
    await Effect.audit("totp.enabled", subject, { after: { totpEnabled: true } });
    await AccountMail.order({
      template: "second-factor-changed",
      address: user.email,
      userId: user.id,
      app,
      words: { ...sceneWords(), enabled: "yes" },
    });
  });
}

/**
 * Takes a code at most once: one that was taken in the last two minutes is refused before the library sees it, and a wrong
 * one is not remembered.
 */
export async function once(userId: string, code: string, attempt: () => Promise<Tried>): Promise<Tried> {
  const codeHash = sha256(`${userId}:${code}`);
  const isFresh = await separately(async (tx) => {
    const old = new Date(Date.now() - usedMs);
    await tx.deleteFrom("totpUses").where("userId", "=", userId).where("usedAt", "<", old).execute();
    const made = await tx
      .insertInto("totpUses")
      .values({ userId, codeHash })
      .onConflict((conflict) => conflict.doNothing())
      .returning("codeHash")
      .executeTakeFirst();
    return made !== undefined;
  }, authRole);
  if (!isFresh) return { kind: "wrong" };
  const result = await attempt();
  if (result.kind !== "ok")
    await separately(
      (tx) => tx.deleteFrom("totpUses").where("userId", "=", userId).where("codeHash", "=", codeHash).execute(),
      authRole,
    );
  return result;
}

/** The error of a code that opens nothing. */
export function badCode(): AppError {
  return new AppError("auth.bad_code", "This code is wrong or was used before. Take the next one your app shows.");
}

async function waitingFor(
  challengeId: string,
  step: "factor" | "setup",
  mark: string | undefined,
): Promise<{ waiting: Waiting; user: UserRow; device: Device | null }> {
  const known = readDevice(mark);
  const waiting = await resume(challengeId, [step], known.isReturning ? known.key : null);
  const user = waiting.userId ? await byId(waiting.userId) : undefined;
  if (user?.status !== "active") throw over();
  return { waiting, user, device: waiting.app === "mobile" ? null : known };
}

async function finish(
  challengeId: string,
  waiting: Waiting,
  { user, device, method }: { user: UserRow; device: Device | null; method: "totp" | "recovery" },
  result: Tried,
): Promise<Entry> {
  if (result.kind === "ok") {
    await end(challengeId);
    await forgiven(user.email.toLowerCase());
    return enter(
      await living(result.token),
      user,
      { ...waiting, method },
      device && { ...device, trust: result.trust },
    );
  }
  await note({ email: user.email.toLowerCase(), app: waiting.app }, "totp_failed", ["login.failed"]);
  if (result.kind === "over") throw over();
  throw result.kind === "locked" ? locked(15 * 60) : badCode();
}

// What people type of a code: any case, with or without its hyphens.
function typed(code: string): string {
  return code.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
