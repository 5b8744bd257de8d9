import { type Actor, origin, provide, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Side, TenantRole } from "#schema/roles.ts";

/**
 * Does what a conversation asks for as the person who talks, so that an agent sees what they see and no more. Their rights are
 * read anew: who has left the workspace since is shown nothing.
 */
export async function asCaller<T>(runId: string, work: () => Promise<T>): Promise<T> {
  return provide(await callerOf(runId), origin(), work);
}

/** The person behind a run that answers in a conversation. */
export async function callerOf(runId: string): Promise<Actor> {
  const tenantId = tenant();
  const row = await transaction((tx) =>
    tx
      .selectFrom("agentRuns as r")
      .innerJoin("chatMessages as c", (join) =>
        join.onRef("c.tenantId", "=", "r.tenantId").onRef("c.id", "=", "r.subjectId"),
      )
      .innerJoin("chatThreads as t", (join) =>
        join.onRef("t.tenantId", "=", "c.tenantId").onRef("t.id", "=", "c.chatThreadId"),
      )
      .innerJoin("users as u", "u.id", "t.userId")
      .leftJoin("tenantMembers as m", (join) =>
        join.onRef("m.tenantId", "=", "t.tenantId").onRef("m.userId", "=", "t.userId"),
      )
      .select(["u.id as userId", "u.firstName", "u.lastName", "u.role as userRole", "m.side", "m.role"])
      .where("r.tenantId", "=", tenantId)
      .where("r.id", "=", runId)
      .where("r.subjectType", "=", "chat_message")
      .where("u.status", "in", ["active", "locked"])
      .executeTakeFirst(),
  );
  if (!row) throw notFound("Conversation of run", runId);
  const who = { userId: row.userId, name: `${row.firstName} ${row.lastName}`.trim(), sessionId: "" };
  if (row.side === null || row.role === null) {
    if (row.userRole === "super_admin") return { kind: "admin", tenantId, ...who };
    throw notFound("Conversation of run", runId);
  }
  const [side, role] = [row.side as Side, row.role as TenantRole];
  return side === "client"
    ? { kind: "user", tenantId, role, ...who }
    : { kind: "reviewer", tenants: [{ tenantId, side, role }], active: tenantId, ...who };
}
