import { generateRandomString } from "better-auth/crypto";
import type { SessionApp } from "#schema/roles.ts";
import { type Caller, cookieOf, headersFor, refusalOf } from "./jar.ts";
import { idleSeconds, library, sessionDaysMax } from "./library.ts";

export interface LibrarySession {
  token: string;
  sessionId: string;
  userId: string;
  createdAt: Date;
}

/** What of a session is ours: its app, workspace and device, and when its owner last proved who they are. */
export interface SessionFacts {
  app: SessionApp;
  tenantId: string | null;
  deviceName: string | null;
  country: string | null;
  kept: boolean;
  provedAt: Date;
}

/** The password was right: either a session is open, or a second factor is due. `cookie` carries the waiting sign-in. */
export type SignIn =
  | { kind: "session"; session: LibrarySession; trust: string | undefined }
  | { kind: "factor"; cookie: string };

/**
 * Checks e-mail and password. `trust` is what the library left on a device that needs no second factor.
 * @returns null when e-mail and password do not belong together
 */
export async function signIn(
  input: { email: string; password: string; trust?: string | undefined },
  caller: Caller,
): Promise<SignIn | null> {
  try {
    const { headers, response } = await library().api.signInEmail({
      body: { email: input.email, password: input.password },
      headers: headersFor(caller, input.trust ? { cookies: [input.trust] } : {}),
      returnHeaders: true,
    });
    if ("twoFactorRedirect" in response) {
      const cookie = cookieOf(headers, "two_factor");
      if (!cookie) throw new Error("the library asks for a second factor without saying where to bring it");
      return { kind: "factor", cookie };
    }
    const session = await findSession(response.token);
    return session ? { kind: "session", session, trust: cookieOf(headers, "trust_device") } : null;
  } catch (error) {
    if (refusalOf(error) === "INVALID_EMAIL_OR_PASSWORD") return null;
    throw error;
  }
}

/** Opens a session for somebody who has proven who they are in another way: a mailed invitation, a finished sign-up. */
export async function openSession(userId: string, caller: Caller): Promise<LibrarySession> {
  const context = await library().$context;
  const override = { ipAddress: caller.ip, userAgent: caller.userAgent };
  const { token, id, createdAt } = await context.internalAdapter.createSession(userId, false, override);
  return { token, sessionId: id, userId, createdAt };
}

/** The live session of a token, or null. */
export async function findSession(token: string): Promise<LibrarySession | null> {
  const context = await library().$context;
  const found = await context.internalAdapter.findSession(token);
  if (!found || found.session.expiresAt.getTime() <= Date.now()) return null;
  const { id, userId, createdAt } = found.session;
  return { token: found.session.token, sessionId: id, userId, createdAt };
}

/** Writes what is ours of a session. */
export async function updateSession(token: string, values: Partial<SessionFacts>): Promise<void> {
  const context = await library().$context;
  await context.internalAdapter.updateSession(token, values);
}

/** Lets a session live on from now, as long as one of its kind may. @returns seconds it lasts without use */
export async function prolongSession(
  session: LibrarySession,
  { app, kept }: { app: SessionApp; kept: boolean },
): Promise<number> {
  const idle = app === "mobile" ? idleSeconds.mobile : kept ? idleSeconds.web : idleSeconds.passing;
  const end = session.createdAt.getTime() + sessionDaysMax * 24 * 3_600_000;
  const expiresAt = new Date(Math.min(Date.now() + idle * 1_000, end));
  const context = await library().$context;
  await context.internalAdapter.updateSession(session.token, { expiresAt, lastSeenAt: new Date() });
  return Math.max(0, Math.round((expiresAt.getTime() - Date.now()) / 1_000));
}

/** Gives a session a new secret; the old one opens nothing any more. */
export async function renewSession(session: LibrarySession): Promise<LibrarySession> {
  const context = await library().$context;
  const token = generateRandomString(32);
  await context.internalAdapter.updateSession(session.token, { token });
  return { ...session, token };
}

/** Ends a session at once. */
export async function endSession(token: string): Promise<void> {
  const context = await library().$context;
  await context.internalAdapter.deleteSession(token);
}

/** Writes the hash of a person's new password; somebody without one gets their first. */
export async function writePassword(userId: string, password: string): Promise<void> {
  const context = await library().$context;
  const hash = await context.password.hash(password);
  if (await context.internalAdapter.findCredentialAccount(userId))
    return context.internalAdapter.updatePassword(userId, hash);
  await context.internalAdapter.createAccount({ userId, providerId: "credential", accountId: userId, password: hash });
}

/** True when the password is the person's. */
export async function isPasswordOf(userId: string, password: string): Promise<boolean> {
  const context = await library().$context;
  const account = await context.internalAdapter.findCredentialAccount(userId);
  if (account?.password) return context.password.verify({ hash: account.password, password });
  await context.password.hash(password);
  return false;
}
