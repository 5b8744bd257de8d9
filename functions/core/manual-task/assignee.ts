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

export interface Member {
  userId: string;
  role: TaskRole | null;
}

/** The person who does a task: the one who is named and still there, else the only one of the role; null while nobody is certain. */
export function assigneeFor(people: readonly Member[], { assigneeUserId, assigneeRole }: Wanted): string | null {
  if (assigneeUserId && people.some(({ userId }) => userId === assigneeUserId)) return assigneeUserId;
  const having = people.filter(({ role }) => role !== null && role === assigneeRole);
  return having.length === 1 ? (having[0]?.userId ?? null) : null;
}

/** @throws request.not_found for somebody who does not belong to the client or its agency */
export function demandMember(people: readonly Member[], userId: string): void {
  if (!people.some((one) => one.userId === userId)) throw notFound("Person", userId);
}

/** Whoever can be given a task of the tenant at work. */
export async function members(tx: Tx): Promise<Member[]> {
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
