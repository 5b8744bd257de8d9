import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { origin } from "#platform/actor.ts";
import {
  endSession,
  findSession,
  type LibrarySession,
  prolongSession,
  type SessionFacts,
  updateSession,
} from "#platform/login/session.ts";
import { accessSeconds, signAccess } from "#platform/token.ts";
import type { LoginResult, RefreshResult, TenantChoice } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { mayEnter, type SessionApp, type UserRole } from "#schema/roles.ts";
import { keep } from "./attempts.ts";
import { type Device, meet, writeDevice } from "./device.ts";
import { choicesOf, fullName, openOf, shape, type UserRow } from "./people.ts";
import { asSelf } from "./scene.ts";
import { noteSeen } from "./seen.ts";

/** Somebody who is in: the answer, and what their browser is to keep. */
export interface Entry<T = LoginResult> {
  answer: T;
  app: SessionApp;
  /** Mark of the browser; null for apps. */
  device: string | null;
  /** Seconds the session lasts without use; null: as long as the browser is open. */
  sessionSeconds: number | null;
}

/** How somebody wants to enter. */
export interface Wish {
  app: SessionApp;
  deviceName: string | null;
  kept: boolean;
  /** What proved who they are. */
  method: "password" | "totp" | "recovery" | "passkey";
}

/** Workspaces somebody may enter with an app. @throws no_app_access, tenant_suspended when none is left to enter */
export async function admitted(user: UserRow, app: SessionApp): Promise<TenantChoice[]> {
  if (!mayEnter(user.appAccess, app) || (app === "manage" && user.role !== "super_admin"))
    throw new AppError("auth.no_app_access", "Your account has no access to this portal.");
  const choices = await choicesOf(user.id, app);
  const open = openOf(choices);
  if (app !== "dashboard" || open.length > 0) return open;
  if (choices.length > 0)
    throw new AppError("tenant.tenant_suspended", "This workspace is suspended. Ask your agency.");
  throw new AppError("auth.no_app_access", "Your account belongs to no workspace. Ask for an invitation.");
}

/** Makes a session of the library one of ours and lets its owner in: noted, audited, and told when the place is new. */
export async function enter(session: LibrarySession, user: UserRow, wish: Wish, device: Device | null): Promise<Entry> {
  const choices = await admitted(user, wish.app).catch(async (error: unknown) => {
    await endSession(session.token);
    throw error;
  });
  const [only] = choices;
  const at = only && choices.length === 1 && wish.app !== "dm-portal" ? only : undefined;
  const tenantId = at?.side === "client" ? at.id : null;
  const facts: SessionFacts = {
    app: wish.app,
    tenantId,
    deviceName: wish.deviceName,
    country: origin().country ?? null,
    kept: wish.kept,
    provedAt: new Date(),
  };
  await updateSession(session.token, facts);
  const seconds = await prolongSession(session, wish);
  const name = fullName(user);
  const self = { userId: user.id, name, sessionId: session.sessionId };
  const role = at?.role ?? "member";
  await asSelf({ ...self, at: tenantId ? { tenantId, role } : undefined }, async (tx) => {
    await keep(tx, { email: user.email, app: wish.app }, "ok");
    await tx.updateTable("users").set({ lastLoginAt: new Date() }).where("id", "=", user.id).execute();
    if (device) await meet(tx, user, device, wish.app);
    const subject = { type: "session", id: session.sessionId, label: name };
    await Effect.audit("login.succeeded", subject, {
      after: { sessionId: session.sessionId, app: wish.app, method: wish.method },
    });
  });
  await noteSeen(session, user, { app: wish.app, tenantId });
  return {
    answer: await answerFor(session, user, choices, { app: wish.app, tenantId }),
    app: wish.app,
    device: device ? writeDevice(device) : null,
    sessionSeconds: wish.kept ? seconds : null,
  };
}

/** The tokens of a session, with everything a client needs to begin. */
export async function answerFor(
  session: LibrarySession,
  user: UserRow,
  tenants: TenantChoice[],
  { app, tenantId }: { app: SessionApp; tenantId: string | null },
): Promise<LoginResult> {
  const tokens = await tokensFor(session, user, { app, tenantId });
  return { ...tokens, user: shape(user), tenants, tenantId, session: { id: session.sessionId } };
}

/** Access token and session secret. */
export async function tokensFor(
  session: LibrarySession,
  user: UserRow,
  { app, tenantId }: { app: SessionApp; tenantId: string | null },
): Promise<z.infer<typeof RefreshResult>> {
  const claims = { sub: session.userId, sid: session.sessionId, app, ...(tenantId ? { tid: tenantId } : {}) };
  const accessToken = await signAccess({ ...claims, role: user.role as UserRole });
  return { accessToken, expiresIn: accessSeconds, refreshToken: session.token };
}

/** A session that is there, or the error of one that has ended. */
export async function living(token: string | undefined): Promise<LibrarySession> {
  const session = token ? await findSession(token) : null;
  if (!session) throw new AppError("auth.unauthenticated", "Your session has ended. Sign in again.");
  return session;
}
