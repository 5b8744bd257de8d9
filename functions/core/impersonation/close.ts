import * as Effect from "#core/effect/index.ts";
import * as Session from "#core/session/index.ts";
import { origin, provide } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { separately } from "#platform/db.ts";

/** Ends an act in another's name, with the session it happened in: noted as the super admin's own deed. */
export async function close(id: string, sessionId: string): Promise<void> {
  const row = await separately(
    (tx) =>
      tx
        .selectFrom("impersonations as i")
        .innerJoin("users as u", "u.id", "i.staffUserId")
        .innerJoin("users as o", "o.id", "i.userId")
        .select(["i.tenantId", "i.userId", "i.staffUserId", "u.firstName", "u.lastName"])
        .select(["o.firstName as ownFirst", "o.lastName as ownLast"])
        .where("i.id", "=", id)
        .executeTakeFirstOrThrow(),
    authRole,
  );
  const name = `${row.firstName} ${row.lastName}`.trim();
  const staff = { kind: "admin", tenantId: row.tenantId, userId: row.staffUserId, name, sessionId } as const;
  await provide(staff, origin(), () =>
    separately(async (tx) => {
      await tx.deleteFrom("authSessions").where("id", "=", sessionId).execute();
      const ended = await tx
        .updateTable("impersonations")
        .set({ endedAt: new Date() })
        .where("id", "=", id)
        .where("endedAt", "is", null)
        .executeTakeFirst();
      Session.dropAfterCommit([sessionId]);
      if (Number(ended.numUpdatedRows) === 0) return;
      const label = `${row.ownFirst} ${row.ownLast}`.trim();
      await Effect.audit(
        "impersonation.ended",
        { type: "impersonation", id, label },
        { after: { userId: row.userId } },
      );
    }, authRole),
  );
}
