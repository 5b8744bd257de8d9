import type * as z from "zod";
import { begin, end, resume } from "#core/auth/challenge.ts";
import { type Entry, tokensFor } from "#core/auth/enter.ts";
import { badCode, once } from "#core/auth/factor.ts";
import { notProven, used } from "#core/auth/passkey.ts";
import { caller } from "#core/auth/scene.ts";
import { ownSession, rowOf } from "#core/auth/session.ts";
import * as Session from "#core/session/index.ts";
import { person } from "#platform/actor.ts";
import { tryCode } from "#platform/login/factor.ts";
import { beginAuthentication, finishAuthentication } from "#platform/login/passkey.ts";
import {
  endSession,
  isPasswordOf,
  type LibrarySession,
  prolongSession,
  renewSession,
  updateSession,
} from "#platform/login/session.ts";
import type { PasskeyOptions, PasskeyProof, Reauth, ReauthResult } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { owner, tryProof } from "./guard.ts";

/**
 * Says again who one is, by password, code or passkey; for ten minutes the session may do what needs that. It goes on under a
 * new secret, and access tokens from before open nothing any more. @throws bad_credentials, bad_code, locked
 */
export async function reauth(proof: z.output<typeof Reauth>): Promise<Entry<z.infer<typeof ReauthResult>>> {
  const user = await owner();
  const session = await ownSession();
  if ("password" in proof) await tryProof(user.id, () => isPasswordOf(user.id, proof.password), wrongPassword);
  else if ("code" in proof) await tryProof(user.id, () => isCode(user.id, proof.code, session), badCode);
  else await tryProof(user.id, () => isPasskey(user.id, proof.passkey), notProven);
  const row = await rowOf(session.sessionId);
  if (!row) throw wrongPassword();
  const provedAt = new Date();
  const renewed = await renewSession(session);
  await updateSession(renewed.token, { provedAt });
  const seconds = await prolongSession(renewed, row);
  await Session.drop(session.sessionId);
  const tokens = await tokensFor(renewed, user, row);
  const until = Session.recentUntil(provedAt).toISOString();
  return { answer: { until, ...tokens }, app: row.app, device: null, sessionSeconds: row.kept ? seconds : null };
}

/** Begins to prove who one is with a passkey of one's own. */
export async function reauthOptions(): Promise<PasskeyOptions> {
  const user = await owner();
  const session = await ownSession();
  const row = await rowOf(session.sessionId);
  const { options, cookie } = await beginAuthentication(caller(), session.token);
  const app = row?.app ?? "dashboard";
  const waiting = { step: "reauth", userId: user.id, app, deviceName: null, kept: true, cookie } as const;
  return { challengeId: await begin(waiting, session.sessionId), options };
}

/** True when the code is the next of the person's authenticator app. */
export async function isCode(userId: string, code: string, session: LibrarySession): Promise<boolean> {
  const result = await once(userId, code, () => tryCode(code, caller(), { session: session.token }));
  return result.kind === "ok";
}

/** The error of a password that is not the person's. */
export function wrongPassword(): AppError {
  return new AppError("auth.bad_credentials", "This is not your password.", {
    fields: [{ path: "current", rule: "wrong", message: "This is not your password." }],
  });
}

async function isPasskey(userId: string, { challengeId, response }: z.output<typeof PasskeyProof>): Promise<boolean> {
  const waiting = await resume(challengeId, ["reauth"], person().sessionId);
  const proven = await finishAuthentication({ cookie: waiting.cookie ?? "", response }, caller());
  if (!proven) return false;
  await end(challengeId);
  await endSession(proven.token);
  await used(response);
  return proven.userId === userId && waiting.userId === userId;
}
