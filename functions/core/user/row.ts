import * as Effect from "#core/effect/index.ts";
import * as Session from "#core/session/index.ts";
import { within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AuditAction } from "#schema/audit.ts";
import type { AppName, UserRole } from "#schema/roles.ts";

export type UserRecord = NonNullable<Awaited<ReturnType<typeof locked>>>;
export type UserChange = Partial<Omit<UserRecord, "id" | "rowVersion">>;

/** A person's row as those who manage people see it, locked. The role must see people. */
export async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("users")
    .select(["id", "email", "firstName", "lastName", "phone", "jobTitle", "role", "appAccess", "status"])
    .select(["emailVerified", "totpRequired", "rowVersion"])
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, role: row.role as UserRole, appAccess: row.appAccess as AppName[] };
}

/** What of a wanted change differs from the row. */
export function differing(
  user: UserRecord,
  wanted: { [F in keyof UserChange]?: UserChange[F] | undefined },
): UserChange {
  const fields = (Object.keys(wanted) as (keyof UserChange)[]).filter(
    (field) => wanted[field] !== undefined && JSON.stringify(wanted[field]) !== JSON.stringify(user[field]),
  );
  return Object.fromEntries(fields.map((field) => [field, wanted[field]]));
}

/** Which entry of the audit log a changed field belongs to. */
const actions: Partial<Record<keyof UserChange, AuditAction>> = {
  role: "user.role_changed",
  appAccess: "user.app_access_changed",
};

/** One entry per kind of change of a person's row. */
export async function record(user: UserRecord, change: UserChange): Promise<void> {
  const fields = Object.keys(change) as (keyof UserChange)[];
  for (const [action, names] of Map.groupBy(fields, (field) => actions[field] ?? "user.updated")) {
    const pick = (side: UserChange) => Object.fromEntries(names.map((name) => [name, side[name]]));
    await Effect.audit(action, subjectOf(user), { before: pick(user), after: pick(change) });
  }
}

/** Ends every session of a person and keeps them from coming back until they are reactivated. */
export async function shutOut(tx: Tx, user: UserRecord, reason?: string): Promise<void> {
  await tx.updateTable("users").set({ status: "deactivated" }).where("id", "=", user.id).execute();
  await endSessions(tx, user.id);
  const change = { before: { status: user.status }, after: { status: "deactivated" } };
  await Effect.audit("user.deactivated", subjectOf(user), change, reason);
}

/** Ends every session of a person at once, and those in which they act as somebody else. @returns how many */
export async function endSessions(tx: Tx, userId: string): Promise<number> {
  const acting = await tx
    .selectFrom("impersonations")
    .select("id")
    .where("staffUserId", "=", userId)
    .where("endedAt", "is", null)
    .execute();
  const ended = await tx
    .deleteFrom("authSessions")
    .where((eb) => eb.or([eb("userId", "=", userId), ...acting.map(({ id }) => eb("impersonationId", "=", id))]))
    .returning("id")
    .execute();
  await tx
    .updateTable("impersonations")
    .set({ endedAt: new Date() })
    .where("staffUserId", "=", userId)
    .where("endedAt", "is", null)
    .execute();
  Session.dropAfterCommit(ended.map(({ id }) => id));
  return ended.length;
}

/** What the audit log calls a person. */
export function subjectOf({ id, firstName, lastName }: { id: string; firstName: string; lastName: string }) {
  return { type: "user", id, label: `${firstName} ${lastName}`.trim() };
}

/** Runs work in the audit chain a person belongs to: of their one tenant, else of the platform. */
export async function inChainOf<T>(tx: Tx, userId: string, work: () => Promise<T>): Promise<T> {
  const rows = await tx.selectFrom("tenantMembers").select("tenantId").where("userId", "=", userId).limit(2).execute();
  const [only] = rows;
  return only && rows.length === 1 ? within(only.tenantId, work) : work();
}
