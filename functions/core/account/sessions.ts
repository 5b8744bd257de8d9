import { forgetTrust } from "#core/auth/device.ts";
import { ownAccount } from "#core/auth/scene.ts";
import * as Effect from "#core/effect/index.ts";
import * as Session from "#core/session/index.ts";
import { person } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { separately } from "#platform/db.ts";
import type { AccountSession } from "#schema/account.ts";
import { notFound } from "#schema/errors.ts";
import type { SessionApp } from "#schema/roles.ts";
import { owner } from "./guard.ts";

/** Devices the person is signed in on, the one last seen first. */
export async function sessions(): Promise<AccountSession[]> {
  const { userId, sessionId } = person();
  const rows = await separately(
    (tx) =>
      tx
        .selectFrom("authSessions")
        .select(["id", "app", "deviceName", "userAgent", "ip", "country", "createdAt", "lastSeenAt", "expiresAt"])
        .where("userId", "=", userId)
        .where("expiresAt", ">", new Date())
        .orderBy("lastSeenAt", "desc")
        .limit(200)
        .execute(),
    authRole,
  );
  return rows.map((row) => ({
    ...row,
    app: row.app as SessionApp,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.id === sessionId,
  }));
}

/** Ends one of the person's sessions; its next request is refused. @throws reauth_required for another than the present one */
export async function revoke(sessionId: string): Promise<void> {
  const user = await owner();
  if (sessionId !== person().sessionId) await Session.requireRecent();
  await ownAccount(async (tx) => {
    const row = await tx
      .deleteFrom("authSessions")
      .where("id", "=", sessionId)
      .where("userId", "=", user.id)
      .returning("id")
      .executeTakeFirst();
    if (!row) throw notFound("Session", sessionId);
    await revoked([row.id]);
  });
  await Session.drop(sessionId);
}

/** Ends every session but the present one; remembered devices ask for the second factor again. @throws reauth_required */
export async function revokeOthers(): Promise<void> {
  const user = await owner();
  await Session.requireRecent();
  const { sessionId } = person();
  const ended = await ownAccount(async (tx) => {
    await forgetTrust(tx, user.id);
    return endAll(tx, user.id, sessionId);
  });
  if (ended.length > 0) await Session.drop(...ended);
}

/** Every remembered device asks for the second factor again. */
export async function forgetDevices(): Promise<void> {
  const user = await owner();
  await ownAccount((tx) => forgetTrust(tx, user.id));
}

/** Ends all sessions of somebody but one. @returns their ids, to be dropped after the commit */
export async function endAll(tx: Tx, userId: string, except?: string): Promise<string[]> {
  const rows = await tx
    .deleteFrom("authSessions")
    .where("userId", "=", userId)
    .$if(except !== undefined, (query) => query.where("id", "!=", except ?? ""))
    .returning("id")
    .execute();
  const ids = rows.map((row) => row.id);
  await revoked(ids);
  return ids;
}

async function revoked(ids: readonly string[]): Promise<void> {
  for (const id of ids) await Effect.audit("session.revoked", { type: "session", id, label: "Session" });
}
