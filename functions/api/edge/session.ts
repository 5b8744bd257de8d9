import type { Context } from "hono";
import { Session, type Snapshot } from "#core/session/index.ts";
import type { Actor } from "#platform/actor.ts";
import { checkAccess } from "#platform/token.ts";
import { AppError } from "#schema/errors.ts";
import type { SessionApp } from "#schema/roles.ts";
import { surfaces } from "#schema/surfaces.ts";
import { portalOf, readCookie } from "./cookies.ts";

const closed = ["suspended", "cancelled"];

/** The access token of a request: the header's, else that of the portal's cookie. */
export function accessToken(c: Context): string | undefined {
  const header = c.req.header("authorization");
  if (header?.startsWith("Bearer ")) return header.slice(7).trim();
  return readCookie(c, portalOf(c), "access_token");
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
  if (apps && !apps.includes(claims.app))
    throw new AppError("auth.no_app_access", "This session belongs to another portal.");
  const who = { userId: snapshot.userId, name: snapshot.name, sessionId: snapshot.sessionId };
  if (claims.app === "manage") return superAdmin(snapshot, who);
  if (claims.app === "dm-portal")
    return { kind: "reviewer", ...who, tenants: agencySide(snapshot), active: activeTenant(c, snapshot) };
  const membership = snapshot.memberships.find((row) => row.tenantId === claims.tid && row.side === "client");
  // Their own account stays open to people whose workspace is not chosen yet, closed, or no longer theirs.
  const isIn = membership && !closed.includes(membership.tenantStatus);
  if (apps === null && !isIn) return { kind: "person", ...who };
  if (!claims.tid) return refuse();
  if (!membership)
    throw new AppError("auth.unauthenticated", "You do not belong to this workspace any more. Sign in again.");
  if (closed.includes(membership.tenantStatus))
    throw new AppError("tenant.tenant_suspended", "This workspace is suspended. Ask your agency.");
  return { kind: "user", ...who, tenantId: claims.tid, role: membership.role };
}

function refuse(): never {
  throw new AppError("tenant.tenant_required", "Choose a workspace first: POST /auth/v1/tenants/select.");
}

function superAdmin(snapshot: Snapshot, who: { userId: string; name: string; sessionId: string }): Actor {
  if (snapshot.role !== "super_admin") throw new AppError("auth.forbidden", "Manage is for super admins only.");
  return { kind: "admin", ...who, tenantId: null };
}

function agencySide(snapshot: Snapshot) {
  return snapshot.memberships
    .filter((row) => row.side === "agency")
    .map(({ tenantId, side, role }) => ({ tenantId, side, role }));
}

function activeTenant(c: Context, snapshot: Snapshot): string | null {
  const wanted =
    c.req.header("x-tenant-id") ?? (c.req.path.startsWith(surfaces.live.prefix) ? c.req.query("tenantId") : undefined);
  if (!wanted) return null;
  if (agencySide(snapshot).some((row) => row.tenantId === wanted)) return wanted;
  throw new AppError("request.not_found", `Client ${wanted} was not found.`);
}
