import type * as z from "zod";
import * as Limit from "#core/limit/index.ts";
import { origin } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { transaction } from "#platform/db.ts";
import { beginAuthentication, finishAuthentication } from "#platform/login/passkey.ts";
import { endSession } from "#platform/login/session.ts";
import type { LoginPasskey, LoginPasskeyOptions, PasskeyOptions, PasskeyResponse } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { begin, end, resume } from "./challenge.ts";
import { readDevice, writeDevice } from "./device.ts";
import { type Entry, enter, living } from "./enter.ts";
import { byId } from "./people.ts";
import { caller } from "./scene.ts";

/** Begins to sign in with a passkey: nobody says who they are, the passkey tells. */
export async function passkeyOptions(
  { app }: z.output<typeof LoginPasskeyOptions>,
  mark?: string,
): Promise<Entry<PasskeyOptions>> {
  await Limit.spend({ "login.address": origin().ip ?? "unknown" });
  const device = app === "mobile" ? null : readDevice(mark);
  const { options, cookie } = await beginAuthentication(caller());
  const waiting = { step: "passkey", userId: null, app, deviceName: null, kept: true, cookie } as const;
  const challengeId = await begin(waiting, device?.key ?? null);
  return { answer: { challengeId, options }, app, device: device ? writeDevice(device) : null, sessionSeconds: null };
}

/**
 * Signs in with a passkey. The device has asked its owner for a PIN, a finger or a face, so it counts as both factors.
 * @throws bad_code when it proves nothing, link_expired, no_app_access, tenant_suspended
 */
export async function loginPasskey(input: z.output<typeof LoginPasskey>, mark?: string): Promise<Entry> {
  const known = readDevice(mark);
  const waiting = await resume(input.challengeId, ["passkey"], known.isReturning ? known.key : null);
  const proven = await finishAuthentication({ cookie: waiting.cookie ?? "", response: input.response }, caller());
  if (!proven) throw notProven();
  await end(input.challengeId);
  const user = await byId(proven.userId);
  if (user?.status !== "active") {
    await endSession(proven.token);
    throw notProven();
  }
  await used(input.response);
  const wish = {
    app: waiting.app,
    deviceName: input.deviceName ?? null,
    kept: input.keepSignedIn,
    method: "passkey" as const,
  };
  return enter(await living(proven.token), user, wish, waiting.app === "mobile" ? null : known);
}

/** Notes when a passkey was used. */
export async function used(response: z.output<typeof PasskeyResponse>): Promise<void> {
  await transaction(
    (tx) =>
      tx.updateTable("passkeys").set({ lastUsedAt: new Date() }).where("credentialId", "=", response.id).execute(),
    authRole,
  );
}

/** The error of a passkey that proves nothing here. */
export function notProven(): AppError {
  return new AppError("auth.bad_code", "This passkey was not accepted. Try again, or sign in with your password.");
}
