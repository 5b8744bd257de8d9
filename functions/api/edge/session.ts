import type { Context } from "hono";
import type { MembershipFacts, Snapshot } from "#core/session/index.ts";
import * as Session from "#core/session/index.ts";
import type { Actor, Impersonation, Membership } from "#platform/actor.ts";
import { checkAccess } from "#platform/token.ts";
import { AppError } from "#schema/errors.ts";
import type { SessionApp } from "#schema/roles.ts";
import { surfaces } from "#schema/surfaces.ts";
import { isClosed } from "#schema/tenant.ts";
import { bearerOf } from "./authorization.ts";
import { portalOf, readCookie } from "./cookies.ts";
import { demandContract, demandOpen } from "./gates.ts";

/** The access token of a request: the header's, else that of the portal's cookie. */
export function accessToken(c: Context): string | undefined {
  return bearerOf(c) ?? readCookie(c, portalOf(c), "access_token");
}

/** The session secret a browser carries in its cookie, or a client in the body. */
export function sessionToken(c: Context): string | undefined {
  return readCookie(c, portalOf(c), "refresh_token");
}

/** The person behind an access token, as the session's snapshot has them now; `apps` null takes a session of any app. */
export async function personOf(c: Context, token: string, apps: readonly SessionApp[] | null): Promise<Actor> {
  const claims = await checkAccess(token);
  const snapshot = await Session.loadSession(claims.sid);
  if (!snapshot || snapshot.userId !== claims.sub)
    throw new AppError("auth.unauthenticated", "Your session has ended. Sign in again.");
  // Whoever proved again who they are got new tokens; older ones are over.
  if (snapshot.provedAt && claims.iat < Math.floor(Date.parse(snapshot.provedAt) / 1_000))
    throw new AppError("auth.token_expired", "Your access has expired; refresh it.");
  if (apps && !apps.includes(claims.app))
    throw new AppError("auth.no_app_access", "This session belongs to another portal.");
  const who = { userId: snapshot.userId, name: snapshot.name, sessionId: snapshot.sessionId };
  if (claims.app === "manage") return superAdmin(snapshot, who);
  if (apps !== null && !snapshot.impersonation) demandFactor(snapshot, snapshot.secondFactorRequired);
  if (claims.app === "dm-portal") return { kind: "reviewer", ...who, ...(await assignmentsOf(c, snapshot)) };
  const membership = snapshot.memberships.find((row) => row.tenantId === claims.tid && row.side === "client");
  const act = snapshot.impersonation;
  if (act) demandLive(act, membership);
  // Their own account stays open to people whose workspace is not chosen yet, closed, or no longer theirs.
  const isIn = membership && !isClosed(membership.tenantStatus);
  if (apps === null && !isIn) return { kind: "person", ...who };
  if (!claims.tid) return refuse();
  if (!membership)
    throw new AppError("auth.unauthenticated", "You do not belong to this workspace any more. Sign in again.");
  if (isClosed(membership.tenantStatus))
    throw new AppError("tenant.tenant_suspended", "This workspace is suspended. Ask your agency.");
  if (apps !== null && !act) demandFactor(snapshot, membership.secondFactorRequired);
  if (apps !== null) demandOpen(c, membership);
  const { role } = membership;
  return { kind: "user", ...who, tenantId: claims.tid, role, ...(act ? { impersonation: actFor(act) } : {}) };
}

function refuse(): never {
  throw new AppError("tenant.tenant_required", "Choose a workspace first: POST /auth/v1/tenants/select.");
}

function superAdmin(snapshot: Snapshot, who: { userId: string; name: string; sessionId: string }): Actor {
  if (snapshot.role !== "super_admin") throw new AppError("auth.forbidden", "Manage is for super admins only.");
  demandFactor(snapshot, true);
  return { kind: "admin", ...who, tenantId: null };
}

// A demand that came after the sign-in holds from the next request on: the person signs in anew and sets a factor up.
function demandFactor({ secondFactor }: Snapshot, isDemanded: boolean): void {
  if (isDemanded && !secondFactor)
    throw new AppError("auth.totp_required", "A second factor is demanded here. Sign in again to set one up.");
}

// An act in another's name holds in its one tenant and to the second; the snapshot may be a minute old.
function demandLive(act: NonNullable<Snapshot["impersonation"]>, membership: MembershipFacts | undefined): void {
  const isLive = new Date(act.expiresAt).getTime() > Date.now();
  if (isLive && membership?.tenantId === act.tenantId) return;
  throw new AppError("auth.unauthenticated", "Acting as somebody else has ended. Go back to Manage.");
}

function actFor({ tenantId: _, ...act }: NonNullable<Snapshot["impersonation"]>): Impersonation {
  return act;
}

/** The clients somebody of the agency works for, and the one they work for now. */
async function assignmentsOf(
  c: Context,
  snapshot: Snapshot,
): Promise<{ tenants: Membership[]; active: string | null }> {
  const wanted =
    c.req.header("x-tenant-id") ?? (c.req.path.startsWith(surfaces.live.prefix) ? c.req.query("tenantId") : undefined);
  const own = snapshot.memberships.filter((row) => row.side === "agency");
  if (!wanted) {
    const all = snapshot.everywhere ? await Session.everyTenant() : [];
    return { tenants: [...own.map(placeOf), ...all.map(anywhere)], active: null };
  }
  const chosen = snapshot.everywhere ? await Session.factsOf(wanted) : own.find((row) => row.tenantId === wanted);
  if (!chosen) throw new AppError("request.not_found", `Client ${wanted} was not found.`);
  demandContract(c, chosen);
  return { tenants: snapshot.everywhere ? [placeOf(chosen)] : own.map(placeOf), active: wanted };
}

function placeOf({ tenantId, side, role }: Membership): Membership {
  return { tenantId, side, role };
}

function anywhere(tenantId: string): Membership {
  return { tenantId, side: "agency", role: "admin" };
}
