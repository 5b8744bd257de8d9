import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { close } from "#core/impersonation/close.ts";
import * as Session from "#core/session/index.ts";
import { person } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { separately } from "#platform/db.ts";
import {
  endSession,
  findSession,
  type LibrarySession,
  prolongSession,
  updateSession,
} from "#platform/login/session.ts";
import type { LoginResult, RefreshResult, TenantChoice } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import type { SessionApp } from "#schema/roles.ts";
import { answerFor, type Entry, living, tokensFor } from "./enter.ts";
import { byId, choicesOf, fullName, openOf, type UserRow } from "./people.ts";
import { asSelf } from "./scene.ts";
import { noteSeen } from "./seen.ts";

/** A new access token for a live session; the session slides on, to its ninetieth day at the latest. */
export async function refresh(token: string | undefined): Promise<Entry<z.infer<typeof RefreshResult>>> {
  const session = await living(token);
  const row = await rowOf(session.sessionId);
  const user = await byId(session.userId);
  if (!row || user?.status !== "active") throw ended();
  const answer = await tokensFor(session, user, row);
  if (row.impersonationId)
    return { answer, app: row.app, device: null, sessionSeconds: await actSeconds(session, row) };
  const seconds = await prolongSession(session, row);
  await noteSeen(session, user, row);
  return { answer, app: row.app, device: null, sessionSeconds: row.kept ? seconds : null };
}

// A session in another's name has its hour and no more.
async function actSeconds({ sessionId }: LibrarySession, { expiresAt }: { expiresAt: Date }): Promise<number> {
  if (!(await Session.loadSession(sessionId))) throw ended();
  return Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1_000));
}

/** Ends the session of a token. Unknown tokens are as good as ended. */
export async function logout(token: string | undefined): Promise<void> {
  const session = token ? await findSession(token) : null;
  if (!session) return;
  const row = await rowOf(session.sessionId);
  if (row?.impersonationId) return close(row.impersonationId, session.sessionId);
  await endSession(session.token);
  await Session.drop(session.sessionId);
  const user = await byId(session.userId);
  if (user) await noted(session, user, row?.tenantId ?? null, "session.ended");
}

/** Workspaces the person may enter with the app of the session. */
export async function tenants(): Promise<TenantChoice[]> {
  const { userId, sessionId } = person();
  const row = await rowOf(sessionId);
  return row ? openOf(await choicesOf(userId, row.app)) : [];
}

/** Enters one of several workspaces: the session and its next tokens name it. A workspace that is not one's own is not found. */
export async function select(tenantId: string): Promise<Entry> {
  const session = await ownSession();
  const row = await rowOf(session.sessionId);
  const user = await byId(session.userId);
  if (!row || !user) throw ended();
  const open = openOf(await choicesOf(session.userId, row.app));
  const chosen = open.find((choice) => choice.id === tenantId);
  if (!chosen) throw new AppError("request.not_found", `Workspace ${tenantId} was not found.`);
  await updateSession(session.token, { tenantId });
  await Session.drop(session.sessionId);
  await noted(session, user, tenantId, "session.tenant_selected", chosen);
  const seconds = await prolongSession(session, row);
  await noteSeen(session, user, { app: row.app, tenantId });
  const answer: LoginResult = await answerFor(session, user, open, { app: row.app, tenantId });
  return { answer, app: row.app, device: null, sessionSeconds: row.kept ? seconds : null };
}

/** The session of the person at work, with its secret. */
export async function ownSession(): Promise<LibrarySession> {
  const { sessionId } = person();
  const row = await rowOf(sessionId);
  return living(row?.token);
}

/** What is ours of a session. */
export async function rowOf(sessionId: string) {
  const row = await separately(
    (tx) =>
      tx
        .selectFrom("authSessions")
        .select(["token", "app", "tenantId", "kept", "deviceName", "impersonationId", "expiresAt"])
        .where("id", "=", sessionId)
        .where("expiresAt", ">", new Date())
        .executeTakeFirst(),
    authRole,
  );
  return row && { ...row, app: row.app as SessionApp };
}

async function noted(
  session: LibrarySession,
  user: UserRow,
  tenantId: string | null,
  action: "session.ended" | "session.tenant_selected",
  chosen?: TenantChoice,
): Promise<void> {
  const name = fullName(user);
  const self = { userId: user.id, name, sessionId: session.sessionId };
  const isIn = chosen?.side === "client" || (tenantId !== null && chosen === undefined);
  const role = chosen?.role ?? "member";
  const subject = { type: "session", id: session.sessionId, label: name };
  await asSelf({ ...self, at: isIn && tenantId ? { tenantId, role } : undefined }, () =>
    Effect.audit(action, subject, { after: { sessionId: session.sessionId } }),
  );
}

function ended(): AppError {
  return new AppError("auth.unauthenticated", "Your session has ended. Sign in again.");
}
