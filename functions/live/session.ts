import { loadSession, type MembershipFacts, type Snapshot } from "#core/session/index.ts";
import { checkAccess } from "#platform/token.ts";
import { AppError } from "#schema/errors.ts";
import type { Side } from "#schema/roles.ts";
import { isClosed } from "#schema/tenant.ts";

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
  if (session.everywhere) return "agency";
  const { impersonation: act } = session;
  if (act && (act.tenantId !== tenantId || new Date(act.expiresAt) <= new Date())) return null;
  const membership = session.memberships.find((row) => row.tenantId === tenantId);
  if (!membership || isBare(session, membership)) return null;
  const { side, tenantStatus } = membership;
  const isOpen = side === "agency" ? tenantStatus !== "cancelled" : !isClosed(tenantStatus);
  return isOpen ? side : null;
}

// Demanded since the session began, and not there: the next request of the person says so, and so does this door.
function isBare({ secondFactor, secondFactorRequired, impersonation }: Snapshot, membership: MembershipFacts): boolean {
  if (secondFactor || impersonation) return false;
  return secondFactorRequired || (membership.side === "client" && membership.secondFactorRequired);
}
