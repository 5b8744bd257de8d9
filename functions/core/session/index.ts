import type { Membership } from "#platform/actor.ts";
import { person } from "#platform/actor.ts";
import { afterCommit, separately } from "#platform/db.ts";
import { redis, whileItAnswers } from "#platform/redis.ts";
import { AppError } from "#schema/errors.ts";
import { mayEnter, type SessionApp, type Side, type TenantRole } from "#schema/roles.ts";

export * as Session from "./index.ts";

/** What every request needs to know of a session, kept for a minute and dropped on any change of rights. */
export interface Snapshot {
  sessionId: string;
  userId: string;
  name: string;
  app: SessionApp;
  role: string;
  /** When its owner last proved who they are. */
  provedAt: string | null;
  memberships: (Membership & { tenantStatus: string })[];
}

const seconds = 60;
const keyOf = (sessionId: string) => `auth:session:${sessionId}`;
/** Counts the changes of rights: what was read before one of them is not kept after it. */
const changesKey = "auth:session-changes";
const keep = `
if (redis.call('get', KEYS[1]) or '0') ~= ARGV[1] then return 0 end
redis.call('set', KEYS[2], ARGV[2], 'EX', ARGV[3])
return 1`;

/** The snapshot of a live session, or null when it ended or its user may not enter any more. */
export async function loadSession(sessionId: string): Promise<Snapshot | null> {
  const cached = await whileItAnswers((store) => store.get(keyOf(sessionId)));
  if (cached) return JSON.parse(cached) as Snapshot | null;
  const changes = await whileItAnswers(async (store) => (await store.get(changesKey)) ?? "0");
  const fresh = await read(sessionId);
  if (changes !== undefined)
    await whileItAnswers((store) =>
      store.eval(keep, 2, changesKey, keyOf(sessionId), changes, JSON.stringify(fresh), seconds),
    );
  return fresh;
}

const recentMs = 10 * 60_000;

/** Until when a proof of identity counts. */
export function recentUntil(provedAt: Date | string): Date {
  return new Date(new Date(provedAt).getTime() + recentMs);
}

/** Refuses what needs a proof of identity within the last ten minutes. @throws auth.reauth_required */
export async function requireRecent(): Promise<void> {
  const snapshot = await loadSession(person().sessionId);
  if (snapshot?.provedAt && recentUntil(snapshot.provedAt) > new Date()) return;
  throw new AppError(
    "auth.reauth_required",
    "Prove who you are first, with your password, a code or a passkey: POST /auth/v1/reauth.",
  );
}

/** Forgets snapshots of sessions, so that a change acts with the next request. */
export async function drop(...sessionIds: string[]): Promise<void> {
  const forget = redis().multi().incr(changesKey);
  for (const sessionId of sessionIds) forget.del(keyOf(sessionId));
  await forget.exec();
}

/** Forgets, once the open transaction is committed, the snapshots of all sessions of these people. */
export function dropOf(userIds: readonly string[]): void {
  if (userIds.length === 0) return;
  afterCommit(async () => {
    const rows = await separately(
      (tx) =>
        tx
          .selectFrom("authSessions")
          .select("id")
          .where("userId", "in", [...userIds])
          .execute(),
      "auth",
    );
    await drop(...rows.map((row) => row.id));
  });
}

async function read(sessionId: string): Promise<Snapshot | null> {
  return separately(async (tx) => {
    const row = await tx
      .selectFrom("authSessions as s")
      .innerJoin("users as u", "u.id", "s.userId")
      .select(["s.id", "s.userId", "s.app", "u.firstName", "u.lastName", "u.role", "u.status", "u.appAccess"])
      .select("s.provedAt")
      .where("s.id", "=", sessionId)
      .where("s.expiresAt", ">", new Date())
      .executeTakeFirst();
    const app = row?.app as SessionApp;
    if (row?.status !== "active" || !mayEnter(row.appAccess, app)) return null;
    const memberships = await tx
      .selectFrom("tenantMembers as m")
      .innerJoin("tenants as t", "t.id", "m.tenantId")
      .select(["m.tenantId", "m.side", "m.role", "t.status as tenantStatus"])
      .where("m.userId", "=", row.userId)
      .execute();
    return {
      sessionId: row.id,
      userId: row.userId,
      name: `${row.firstName} ${row.lastName}`.trim(),
      app,
      role: row.role,
      provedAt: row.provedAt?.toISOString() ?? null,
      memberships: memberships.map((membership) => ({
        ...membership,
        side: membership.side as Side,
        role: membership.role as TenantRole,
      })),
    };
  }, "auth");
}
