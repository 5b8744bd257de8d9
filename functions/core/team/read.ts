import * as Paging from "#core/page/index.ts";
import type { Tx } from "#platform/db.ts";
import type { TeamMember } from "#schema/member.ts";
import type { UserRole } from "#schema/roles.ts";
import type { Lead } from "./lead.ts";

/** The agency's people with those of their assignments that lie within the lead's clients. */
export async function teamOf(tx: Tx, lead: Lead, userId?: string): Promise<TeamMember[]> {
  const people = await tx
    .selectFrom("users")
    .select(["id", "email", "firstName", "lastName", "jobTitle", "role", "status", "lastLoginAt", "createdAt"])
    .select(["totpEnabled", "totpRequired", "rowVersion"])
    .where("role", "in", ["super_admin", "admin", "reviewer"] satisfies UserRole[])
    .where((eb) => eb("appAccess", "@>", eb.val(["dm-portal"])))
    .where("deletedAt", "is", null)
    .$if(userId !== undefined, (query) => query.where("id", "=", userId ?? ""))
    .orderBy("firstName")
    .orderBy("id")
    .execute();
  const ids = people.map(({ id }) => id);
  const assignments =
    ids.length === 0
      ? []
      : await tx
          .selectFrom("tenantMembers as m")
          .innerJoin("tenants as t", "t.id", "m.tenantId")
          .select(["m.userId", "m.tenantId", "t.name as tenantName"])
          .where("m.userId", "in", ids)
          .where("m.side", "=", "agency")
          .where("m.tenantId", "in", [...lead.tenantIds])
          .orderBy("t.name")
          .execute();
  const byUser = Map.groupBy(assignments, (row) => row.userId);
  return people.map(({ totpEnabled, totpRequired, lastLoginAt, createdAt, ...row }) => ({
    ...row,
    role: row.role as TeamMember["role"],
    status: row.status as TeamMember["status"],
    secondFactor: totpEnabled,
    secondFactorRequired: totpRequired || row.role === "super_admin",
    lastLoginAt: Paging.iso(lastLoginAt),
    createdAt: Paging.iso(createdAt),
    assignments: (byUser.get(row.id) ?? []).map(({ tenantId, tenantName }) => ({ tenantId, tenantName })),
  }));
}
