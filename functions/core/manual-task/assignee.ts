import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type TaskRole, TaskRole as TaskRoles } from "#schema/activity.ts";
import { notFound } from "#schema/errors.ts";
import { markOf, type Side, type TenantRole } from "#schema/roles.ts";

/** Whose task it is: a person, or whoever has a role. */
export interface Wanted {
  assigneeUserId: string | null;
  assigneeRole: TaskRole | null;
}

/** The person who does a task: the one who is named and still there, else the only one of the role; null while nobody is certain. */
export async function assigneeFor(tx: Tx, { assigneeUserId, assigneeRole }: Wanted): Promise<string | null> {
  const people = await members(tx);
  if (assigneeUserId && people.some(({ userId }) => userId === assigneeUserId)) return assigneeUserId;
  const having = people.filter(({ role }) => role !== null && role === assigneeRole);
  return having.length === 1 ? (having[0]?.userId ?? null) : null;
}

/** @throws request.not_found for somebody who does not belong to the client or its agency */
export async function demandMember(tx: Tx, userId: string): Promise<void> {
  const found = (await members(tx)).some((one) => one.userId === userId);
  if (!found) throw notFound("Person", userId);
}

async function members(tx: Tx): Promise<{ userId: string; role: TaskRole | null }[]> {
  const rows = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("users as u", "u.id", "m.userId")
    .select(["m.userId", "m.side", "m.role"])
    .where("m.tenantId", "=", tenant())
    .where("u.status", "=", "active")
    .where("u.deletedAt", "is", null)
    .orderBy("m.id")
    .execute();
  return rows.map(({ userId, side, role }) => ({
    userId,
    role: TaskRoles.safeParse(markOf(side as Side, role as TenantRole)).data ?? null,
  }));
}
