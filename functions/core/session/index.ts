import type { Impersonation, Membership } from "#platform/actor.ts";
import { person, tenant } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { afterCommit, separately } from "#platform/db.ts";
import { redis, whileItAnswers } from "#platform/redis.ts";
import { AppError } from "#schema/errors.ts";
import { mayEnter, type SessionApp, type Side, type TenantRole } from "#schema/roles.ts";

/** What every request needs to know of a session, kept for a minute and dropped on any change of rights. */
export interface Snapshot {
  sessionId: string;
  userId: string;
  name: string;
  app: SessionApp;
  role: string;
  /** When its owner last proved who they are. */
  provedAt: string | null;
  /** The person has an authenticator app or a passkey, so that no session of theirs was opened by a password alone. */
  secondFactor: boolean;
  /** An admin demands one of this person. */
  secondFactorRequired: boolean;
  /** A super admin at work in the DM portal: every client is theirs, and `memberships` is empty. */
  everywhere: boolean;
  memberships: MembershipFacts[];
  /** The session is a super admin's, who acts as the person in one tenant. */
  impersonation: (Impersonation & { tenantId: string }) | null;
}

/** A membership with what stands between its people and the workspace. */
export interface MembershipFacts extends Membership {
  tenantStatus: string;
  contractAccepted: boolean;
  paymentPending: boolean;
  /** The tenant lets nobody in without a second factor. */
  secondFactorRequired: boolean;
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
      authRole,
    );
    await drop(...rows.map((row) => row.id));
  });
}

/** Forgets snapshots of sessions once the open transaction is committed. */
export function dropAfterCommit(sessionIds: readonly string[]): void {
  if (sessionIds.length > 0) afterCommit(() => drop(...sessionIds));
}

/** The same for everybody who belongs to the tenant at work. */
export async function dropOfTenant(tx: Tx): Promise<void> {
  const members = await tx.selectFrom("tenantMembers").select("userId").where("tenantId", "=", tenant()).execute();
  dropOf(members.map((row) => row.userId));
}

/** The clients a super admin works for: all that were not erased. */
export async function everyTenant(): Promise<string[]> {
  const rows = await separately(
    (tx) => tx.selectFrom("tenants").select("id").where("purgedAt", "is", null).orderBy("id").execute(),
    authRole,
  );
  return rows.map((row) => row.id);
}

/** Facts of one client for a super admin, who belongs to none of them; null when there is no such client. */
export async function factsOf(tenantId: string): Promise<MembershipFacts | null> {
  return separately(async (tx) => {
    const row = await tx
      .selectFrom("tenants as t")
      .select(["t.id as tenantId", "t.status as tenantStatus", "t.contractAcceptedAt"])
      .where("t.id", "=", tenantId)
      .where("t.purgedAt", "is", null)
      .executeTakeFirst();
    if (!row) return null;
    const { contractAcceptedAt, ...facts } = row;
    const standing = { paymentPending: false, secondFactorRequired: false };
    const contractAccepted = contractAcceptedAt !== null;
    return { ...facts, side: "agency" as const, role: "admin" as const, contractAccepted, ...standing };
  }, authRole);
}

async function read(sessionId: string): Promise<Snapshot | null> {
  return separately(async (tx) => {
    const row = await tx
      .selectFrom("authSessions as s")
      .innerJoin("users as u", "u.id", "s.userId")
      .select(["s.id", "s.userId", "s.app", "s.impersonationId", "u.firstName", "u.lastName", "u.role", "u.status"])
      .select((eb) => [
        "u.appAccess",
        "u.totpEnabled",
        "u.totpRequired",
        "s.provedAt",
        eb.exists(eb.selectFrom("passkeys as p").select("p.id").whereRef("p.userId", "=", "u.id")).as("hasPasskey"),
      ])
      .where("s.id", "=", sessionId)
      .where("s.expiresAt", ">", new Date())
      .executeTakeFirst();
    const app = row?.app as SessionApp;
    if (row?.status !== "active" || !mayEnter(row.appAccess, app)) return null;
    const impersonation = row.impersonationId ? await actOf(tx, row.impersonationId) : null;
    if (row.impersonationId && !impersonation) return null;
    const everywhere = row.role === "super_admin" && app === "dm-portal";
    return {
      sessionId: row.id,
      userId: row.userId,
      name: `${row.firstName} ${row.lastName}`.trim(),
      app,
      role: row.role,
      provedAt: row.provedAt?.toISOString() ?? null,
      secondFactor: row.totpEnabled || Boolean(row.hasPasskey),
      secondFactorRequired: row.totpRequired,
      everywhere,
      memberships: everywhere ? [] : await membershipsOf(tx, row.userId),
      impersonation,
    };
  }, authRole);
}

async function membershipsOf(tx: Tx, userId: string): Promise<MembershipFacts[]> {
  const rows = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("tenants as t", "t.id", "m.tenantId")
    .select(["m.tenantId", "m.side", "m.role", "t.status as tenantStatus", "t.contractAcceptedAt"])
    .select("t.secondFactorRequired")
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("signupSessions as s")
            .select("s.id")
            .whereRef("s.tenantId", "=", "m.tenantId")
            .where("s.state", "=", "payment_pending"),
        )
        .as("paymentPending"),
    )
    .where("m.userId", "=", userId)
    .execute();
  return rows.map(({ contractAcceptedAt, paymentPending, ...membership }) => ({
    ...membership,
    side: membership.side as Side,
    role: membership.role as TenantRole,
    contractAccepted: contractAcceptedAt !== null,
    paymentPending: Boolean(paymentPending),
  }));
}

// It ends with its time, when it is ended, and when the super admin is one no more.
async function actOf(tx: Tx, id: string): Promise<Snapshot["impersonation"]> {
  const row = await tx
    .selectFrom("impersonations as i")
    .innerJoin("users as u", "u.id", "i.staffUserId")
    .select(["i.id", "i.tenantId", "i.staffUserId", "i.readOnly", "i.expiresAt", "u.firstName", "u.lastName"])
    .where("i.id", "=", id)
    .where("i.endedAt", "is", null)
    .where("i.expiresAt", ">", new Date())
    .where("u.role", "=", "super_admin")
    .where("u.status", "=", "active")
    .executeTakeFirst();
  if (!row) return null;
  const { firstName, lastName, expiresAt, ...act } = row;
  return { ...act, staffName: `${firstName} ${lastName}`.trim(), expiresAt: expiresAt.toISOString() };
}
