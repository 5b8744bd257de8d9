import type * as z from "zod";
import * as Limit from "#core/limit/index.ts";
import { origin } from "#platform/actor.ts";
import { endSession, type SignIn, signIn } from "#platform/login/session.ts";
import { verifyNothing } from "#platform/password.ts";
import type { ChallengeMethod, LoginAnswer, LoginChallenge } from "#schema/auth.ts";
import { Login } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { failed, forgiven, note, refuseLocked, type Try } from "./attempts.ts";
import { begin, challengeSeconds } from "./challenge.ts";
import { type Device, readDevice, writeDevice } from "./device.ts";
import { admitted, type Entry, enter, type Wish } from "./enter.ts";
import { byEmail, type UserRow } from "./people.ts";
import { caller } from "./scene.ts";

/**
 * Signs a person in to one app. Unknown address, wrong password and deactivated user answer the same, after one derivation of
 * a password each. Where a second factor is due, or must be enrolled first, the answer is a challenge. `mark` is what the
 * browser keeps. @throws bad_credentials, locked, rate_limited, no_app_access, tenant_suspended
 */
export async function login(given: z.input<typeof Login>, mark?: string): Promise<Entry<LoginAnswer>> {
  const input = Login.parse(given);
  const { app, keepSignedIn: kept } = input;
  const wish: Wish = { app, deviceName: input.deviceName ?? null, kept, method: "password" };
  // Apps have no cookies: there is no browser to know again, and nothing to bind a challenge to.
  const device = input.app === "mobile" ? null : readDevice(mark);
  const { user, done } = await prove(input, device?.trust);
  await admitted(user, input.app).catch(async (error: unknown) => {
    if (done.kind === "session") await endSession(done.session.token);
    if (error instanceof AppError && (error.code === "auth.no_app_access" || error.code === "tenant.tenant_suspended"))
      await note(input, error.code === "auth.no_app_access" ? "no_app_access" : "tenant_suspended");
    throw error;
  });
  if (done.kind === "factor") {
    const waiting = { step: "factor", userId: user.id, cookie: done.cookie, ...wish } as const;
    return challenge(input, await begin(waiting, device?.key ?? null), ["totp", "recovery"], device);
  }
  if (!user.totpEnabled && mustHaveFactor(user)) {
    await endSession(done.session.token);
    const waiting = { step: "setup", userId: user.id, cookie: null, ...wish } as const;
    return challenge(input, await begin(waiting, device?.key ?? null), ["setup"], device);
  }
  await forgiven(input.email);
  return enter(done.session, user, wish, device && { ...device, trust: done.trust });
}

/** Somebody's password, tried under the rules of signing in, without entering. @throws bad_credentials, locked, rate_limited */
export async function provePassword(email: string, password: string): Promise<void> {
  const { done } = await prove({ email: email.toLowerCase(), password, app: "dashboard" });
  if (done.kind === "session") await endSession(done.session.token);
}

/**
 * True when the account may not be entered without a second factor: of super admins always, of others on demand of an admin of
 * the agency or of one of their workspaces.
 */
export function mustHaveFactor(user: Pick<UserRow, "role" | "totpRequired" | "factorDemanded">): boolean {
  return user.role === "super_admin" || user.totpRequired || Boolean(user.factorDemanded);
}

async function prove(
  input: Try & { password: string },
  trust?: string | undefined,
): Promise<{ user: UserRow; done: SignIn }> {
  await refuseLocked(input);
  await Limit.spend({ "login.address": origin().ip ?? "unknown", "login.email": input.email });
  const user = await byEmail(input.email);
  const done =
    user?.status === "active"
      ? await signIn({ email: input.email, password: input.password, trust }, caller())
      : (await verifyNothing(input.password)) || null;
  if (user && done) return { user, done };
  await failed(input);
  throw new AppError("auth.bad_credentials", "E-mail or password is wrong.");
}

async function challenge(
  attempt: Try,
  id: string,
  methods: ChallengeMethod[],
  device: Device | null,
): Promise<Entry<LoginChallenge>> {
  await note(attempt, "challenged");
  return {
    answer: { challenge: { id, methods, expiresIn: challengeSeconds } },
    app: attempt.app,
    device: device ? writeDevice(device) : null,
    sessionSeconds: null,
  };
}
