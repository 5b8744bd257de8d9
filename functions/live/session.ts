import { loadSession, type Snapshot } from "#core/session/index.ts";
import { checkAccess } from "#platform/token.ts";
import { AppError } from "#schema/errors.ts";
import type { Side } from "#schema/roles.ts";

/** The session behind an access token and the tenant the token is for, if it is for one; or `auth.unauthenticated` / `auth.token_expired`. */
export async function admit(token: string | undefined): Promise<{ session: Snapshot; tenantId: string | undefined }> {
  if (!token) throw new AppError("auth.unauthenticated", "Connect with an access token in auth.token.");
  const claims = await checkAccess(token);
  const session = await loadSession(claims.sid);
  if (!session) throw new AppError("auth.unauthenticated", "The session has ended. Sign in again.");
  return { session, tenantId: claims.tid };
}

/** The side on which a session's person belongs to a tenant, or null when they do not (any more). */
export function sideIn(session: Snapshot, tenantId: string): Side | null {
  return (
    session.memberships.find(
      (membership) => membership.tenantId === tenantId && membership.tenantStatus !== "cancelled",
    )?.side ?? null
  );
}
