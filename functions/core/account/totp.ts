import type * as z from "zod";
import * as AccountMail from "#core/account-mail/index.ts";
import { forgetTrust } from "#core/auth/device.ts";
import { type Entry, living, tokensFor } from "#core/auth/enter.ts";
import { badCode, confirm, enabled, freshRecovery } from "#core/auth/factor.ts";
import { mustHaveFactor } from "#core/auth/login.ts";
import { fullName, type UserRow } from "#core/auth/people.ts";
import { ownAccount, sceneWords } from "#core/auth/scene.ts";
import { ownSession, rowOf } from "#core/auth/session.ts";
import * as Effect from "#core/effect/index.ts";
import * as Session from "#core/session/index.ts";
import { beginFactor, removeFactor } from "#platform/login/factor.ts";
import { prolongSession, updateSession } from "#platform/login/session.ts";
import type { RecoveryCodes, TotpConfirmed, TotpSetup } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { owner, tryProof } from "./guard.ts";
import { isCode } from "./reauth.ts";

/** Makes a secret for an authenticator app; it guards nothing until a code of it is confirmed. @throws reauth_required, already_exists */
export async function setupTotp(): Promise<TotpSetup> {
  const user = await owner();
  await Session.requireRecent();
  if (user.totpEnabled) throw there();
  return beginFactor(user.id, user.email);
}

/**
 * Confirms the app with its first code: from now on signing in asks for one. The session goes on under a new secret.
 * @throws bad_code, already_exists, locked
 */
export async function confirmTotp({ code }: { code: string }): Promise<Entry<z.infer<typeof TotpConfirmed>>> {
  const user = await owner();
  if (user.totpEnabled) throw there();
  const old = await ownSession();
  const row = await rowOf(old.sessionId);
  if (!row) throw badCode();
  const { token, recoveryCodes } = await tryProof(user.id, () => confirm(user, old.token, code), badCode);
  const session = await living(token);
  const { app, tenantId, deviceName, kept } = row;
  await updateSession(session.token, { app, tenantId, deviceName, kept, provedAt: new Date() });
  const seconds = await prolongSession(session, row);
  await Session.drop(old.sessionId);
  await enabled(user, session.sessionId, app);
  const tokens = await tokensFor(session, user, row);
  return {
    answer: { ...tokens, recoveryCodes },
    app,
    device: null,
    sessionSeconds: kept ? seconds : null,
  };
}

/** Switches the second factor off, with a code of it. @throws reauth_required, bad_code, totp_required where it must stay */
export async function disableTotp({ code }: { code: string }): Promise<void> {
  const user = await owner();
  await Session.requireRecent();
  if (mustHaveFactor(user))
    throw new AppError("auth.totp_required", "Your account must have a second factor; it cannot be switched off.");
  if (!user.totpEnabled) throw missing();
  const session = await ownSession();
  await tryProof(user.id, () => isCode(user.id, code, session), badCode);
  await removeFactor(user.id);
  await ownAccount(async (tx) => {
    await forgetTrust(tx, user.id);
    await Effect.audit("totp.disabled", subjectOf(user), { after: { totpEnabled: false } });
    await AccountMail.order({
      template: "second-factor-changed",
      address: user.email,
      userId: user.id,
      words: sceneWords(),
    });
  });
}

/** Makes ten new recovery codes; the old ones open nothing any more. @throws reauth_required */
export async function renewRecoveryCodes(): Promise<RecoveryCodes> {
  const user = await owner();
  await Session.requireRecent();
  if (!user.totpEnabled) throw missing();
  const recoveryCodes = await freshRecovery(user.id);
  await ownAccount(() => Effect.audit("recovery_codes.regenerated", subjectOf(user)));
  return { recoveryCodes };
}

function subjectOf(user: UserRow) {
  return { type: "user", id: user.id, label: fullName(user) };
}

function there(): AppError {
  return new AppError("request.already_exists", "A second factor guards your account already. Switch it off first.");
}

function missing(): AppError {
  return new AppError("request.illegal_transition", "Your account has no second factor. Set one up first.");
}
