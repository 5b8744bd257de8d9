import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Actor } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { signAccess } from "#platform/token.ts";
import { newId } from "#schema/ids.ts";
import type { SessionApp, Side, TenantRole } from "#schema/roles.ts";
import type { TestPerson } from "./tenant.ts";

const roles = {
  TA: ["client", "admin"],
  CA: ["client", "reviewer"],
  TM: ["client", "member"],
  DL: ["agency", "admin"],
  DM: ["agency", "reviewer"],
  secondReviewer: ["agency", "reviewer"],
} as const satisfies Record<string, [Side, TenantRole]>;

/** Everybody who works in a test tenant. */
export function staff(): Member[] {
  return Object.entries(roles).map(([key, [side, role]]) => newcomer(key, side, role));
}

const known = { emailVerified: true, lastName: "Person", totpEnabled: false };

type Member = ReturnType<typeof newcomer>;
type Admin = ReturnType<typeof newSuperAdmin>;

function newcomer(key: string, side: Side, role: TenantRole) {
  const userId = newId("user");
  const app: SessionApp = side === "client" ? "dashboard" : "dm-portal";
  const email = `${key}-${userId}@people.test`.toLowerCase();
  return { key, side, role, userId, sessionId: newId("session"), app, email, name: `${key} Person` };
}

/** Somebody who is to be a super admin with a second factor. */
export function newSuperAdmin() {
  const userId = newId("user");
  return { userId, sessionId: newId("session"), email: `sa-${userId}@people.test`.toLowerCase(), name: "SA Person" };
}

export function superUser({ userId: id, email }: Admin) {
  const rights = { role: "super_admin", appAccess: ["manage", "dm-portal"], totpEnabled: true };
  return { ...known, id, email, firstName: "SA", ...rights };
}

export function superSession({ userId, sessionId: id }: Admin): NewSession {
  return { id, userId, app: "manage", provedAt: new Date() };
}

/** Users, memberships and sessions of everybody of a tenant, each kind in one statement. */
export async function enlist(tx: Tx, tenantId: string, members: readonly Member[], admin: Admin): Promise<void> {
  const users = members.map(({ userId: id, key: firstName, side, email, app }) => {
    const role = side === "agency" ? "reviewer" : "member";
    return { ...known, id, email, firstName, role, appAccess: [app] };
  });
  await tx
    .insertInto("users")
    .values(inTurn([...users, superUser(admin)]))
    .execute();
  const memberships = members.map(({ userId, side, role }) => ({ tenantId, id: newId("member"), userId, side, role }));
  await tx.insertInto("tenantMembers").values(inTurn(memberships)).execute();
  const sessions = members.map(({ userId, sessionId: id, app, side }) => {
    return { id, userId, app, ...(side === "client" ? { tenantId } : {}) };
  });
  await openSession(tx, ...sessions, superSession(admin));
}

/** Rows of one statement that came to be one after the other. */
function inTurn<Row>(rows: readonly Row[]): (Row & { createdAt: Date })[] {
  const first = Date.now() - rows.length;
  return rows.map((row, index) => ({ ...row, createdAt: new Date(first + index) }));
}

/** A member as tests know them. */
export async function memberOf(tenantId: string, member: Member): Promise<TestPerson> {
  const { side, role, userId, sessionId, app, email, name } = member;
  const token = await signAccess({ sub: userId, sid: sessionId, app, ...(side === "client" ? { tid: tenantId } : {}) });
  const headers = { authorization: `Bearer ${token}`, ...(side === "agency" ? { "x-tenant-id": tenantId } : {}) };
  const who = { userId, name, sessionId };
  const actor: Actor =
    side === "client"
      ? { kind: "user", tenantId, role, ...who }
      : { kind: "reviewer", tenants: [{ tenantId, side, role }], active: tenantId, ...who };
  return { userId, name, email, actor, headers };
}

/** A super admin as tests know them. */
export async function signedIn({ userId, sessionId, email, name }: Admin): Promise<TestPerson> {
  const token = await signAccess({ sub: userId, sid: sessionId, app: "manage", role: "super_admin" });
  const actor: Actor = { kind: "admin", tenantId: null, role: platformRole, userId, name, sessionId };
  return { userId, name, email, actor, headers: { authorization: `Bearer ${token}` } };
}

export interface NewSession {
  id: string;
  userId: string;
  app: SessionApp;
  tenantId?: string;
  provedAt?: Date;
}

/** Opens sessions of an hour, all in one statement. */
export async function openSession(tx: Tx, ...sessions: NewSession[]): Promise<void> {
  const rows = sessions.map((session) => ({
    ...{ token: randomBytes(24).toString("hex"), expiresAt: inAnHour(), tenantId: null, provedAt: null },
    ...session,
  }));
  await tx.insertInto("authSessions").values(rows).execute();
}

function inAnHour() {
  return sql<Date>`now() + interval '1 hour'`;
}
