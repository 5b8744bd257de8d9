import type { Membership } from "#platform/actor.ts";
import { separately } from "#platform/db.ts";
import { redis } from "#platform/redis.ts";
import { mayEnter, type SessionApp, type Side, type TenantRole } from "#schema/roles.ts";

export * as Session from "./index.ts";

/** What every request needs to know of a session, kept for a minute and dropped on any change of rights. */
export interface Snapshot {
  sessionId: string;
  userId: string;
  name: string;
  app: SessionApp;
  role: string;
  memberships: (Membership & { tenantStatus: string })[];
}

const seconds = 60;
const keyOf = (sessionId: string) => `auth:session:${sessionId}`;

/** The snapshot of a live session, or null when it ended or its user may not enter any more. */
export async function loadSession(sessionId: string): Promise<Snapshot | null> {
  const cached = await redis().get(keyOf(sessionId));
  if (cached) return JSON.parse(cached) as Snapshot | null;
  const fresh = await read(sessionId);
  await redis().set(keyOf(sessionId), JSON.stringify(fresh), "EX", seconds);
  return fresh;
}

/** Forgets a session's snapshot, so that a change acts with the next request. */
export async function drop(sessionId: string): Promise<void> {
  await redis().del(keyOf(sessionId));
}

async function read(sessionId: string): Promise<Snapshot | null> {
  return separately(async (tx) => {
    const row = await tx
      .selectFrom("authSessions as s")
      .innerJoin("users as u", "u.id", "s.userId")
      .select(["s.id", "s.userId", "s.app", "u.firstName", "u.lastName", "u.role", "u.status", "u.appAccess"])
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
      memberships: memberships.map((membership) => ({
        ...membership,
        side: membership.side as Side,
        role: membership.role as TenantRole,
      })),
    };
  }, "auth");
}
