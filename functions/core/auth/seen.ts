import { origin, provide } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { transaction } from "#platform/db.ts";
import type { LibrarySession } from "#platform/login/session.ts";
import type { SessionApp } from "#schema/roles.ts";
import { choicesOf, fullName, type UserRow } from "./people.ts";

/**
 * Notes that somebody is at work in the workspace their session names; reviewers are in all of theirs at once. It happens with
 * each new access token, so it is true to a quarter of an hour. Whoever acts in another's name is not that person.
 */
export async function noteSeen(
  { sessionId }: LibrarySession,
  user: UserRow,
  { app, tenantId }: { app: SessionApp; tenantId: string | null },
): Promise<void> {
  const choices = await choicesOf(user.id, app);
  const tenants = choices
    .filter(({ id }) => app === "dm-portal" || id === tenantId)
    .map(({ id, side, role }) => ({ tenantId: id, side, role }));
  if (tenants.length === 0) return;
  const self = { kind: "reviewer", userId: user.id, name: fullName(user), sessionId, tenants, active: null } as const;
  await provide(self, origin(), () =>
    transaction(
      (tx) =>
        tx
          .updateTable("tenantMembers")
          .set({ lastSeenAt: new Date() })
          .where("userId", "=", user.id)
          .where(
            "tenantId",
            "in",
            tenants.map((one) => one.tenantId),
          )
          .execute(),
      authRole,
    ),
  );
}
