import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import ipaddr from "ipaddr.js";
import { Session, type Snapshot } from "#core/session/index.ts";
import { type Actor, type Origin, provide } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import { checkAccess } from "#platform/token.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type SurfaceName, surfaces } from "#schema/surfaces.ts";
import { portalOf, readCookie } from "./cookies.ts";
import type { Env } from "./router.ts";

/** Gives every request an id, taken over from the caller when it is a decent one. */
export const requestId: MiddlewareHandler<Env> = async (c, next) => {
  const given = c.req.header("x-request-id");
  const id = given && /^[\w-]{8,80}$/.test(given) ? given : newId("request");
  c.set("requestId", id);
  c.header("X-Request-Id", id);
  c.header("X-Content-Type-Options", "nosniff");
  c.header("Referrer-Policy", "no-referrer");
  await next();
};

/** Door 1: finds out who asks and runs everything behind it as that actor. */
export function door(name: SurfaceName): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set("surface", name);
    const actor = surfaces[name].who === "public" ? await optional(c) : await known(c, name);
    await provide(actor, originOf(c, name), next);
  };
}

/** The session secret a browser carries in its cookie, or a client in the body. */
export function sessionToken(c: Context): string | undefined {
  return readCookie(c, portalOf(c), "refresh_token");
}

/** Where the request came from, for audit and logs. */
export function originOf(c: Context<Env>, surface: string): Origin {
  const ip = addressOf(c);
  const userAgent = c.req.header("user-agent")?.slice(0, 300);
  return { surface, requestId: c.get("requestId"), ...(ip ? { ip } : {}), ...(userAgent ? { userAgent } : {}) };
}

async function optional(c: Context): Promise<Actor> {
  try {
    return await identify(c, null);
  } catch {
    return { kind: "public" };
  }
}

async function known(c: Context, name: SurfaceName): Promise<Actor> {
  const actor = await identify(c, surfaces[name].apps);
  if (actor.kind === "public") throw new AppError("auth.unauthenticated", "Sign in first.");
  return actor;
}

async function identify(c: Context, apps: readonly string[] | null): Promise<Actor> {
  const token = tokenOf(c);
  if (!token) return { kind: "public" };
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
  if (!claims.tid) return apps === null ? { kind: "public" } : refuse();
  const membership = snapshot.memberships.find((row) => row.tenantId === claims.tid && row.side === "client");
  if (!membership)
    throw new AppError("auth.unauthenticated", "You do not belong to this workspace any more. Sign in again.");
  if (["suspended", "cancelled"].includes(membership.tenantStatus))
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

function tokenOf(c: Context): string | undefined {
  const header = c.req.header("authorization");
  if (header?.startsWith("Bearer ")) return header.slice(7).trim();
  const cookie = readCookie(c, portalOf(c), "access_token");
  if (cookie) guardOrigin(c);
  return cookie;
}

// A cookie travels by itself: a write that carries one must come from a portal's own pages.
function guardOrigin(c: Context): void {
  if (["GET", "HEAD", "OPTIONS"].includes(c.req.method)) return;
  const origin = c.req.header("origin");
  if (!origin) return;
  const allowed = [config("DASHBOARD_URL"), config("DM_URL"), config("MANAGE_URL"), config("API_URL")].map(
    (url) => new URL(url),
  );
  const { hostname, port } = new URL(origin);
  const isLocal = (host: string) => host === "localhost" || host === "127.0.0.1";
  if (
    allowed.some(
      (url) => url.port === port && (url.hostname === hostname || (isLocal(url.hostname) && isLocal(hostname))),
    )
  )
    return;
  throw new AppError("auth.forbidden", "Writes are accepted only from the portals' own pages.");
}

// A forwarded address is believed only from a proxy on this machine or network (the portals'), or where no socket is visible (Lambda behind its router).
function addressOf(c: Context): string | undefined {
  const forwarded = c.req.header("x-forwarded-for")?.split(",")[0]?.trim().slice(0, 60);
  const peer = peerOf(c);
  if (!peer) return forwarded;
  const near = ["loopback", "private", "uniqueLocal"].includes(ipaddr.process(peer).range());
  return forwarded && near ? forwarded : peer;
}

function peerOf(c: Context): string | undefined {
  try {
    return getConnInfo(c).remote.address;
  } catch {
    return undefined;
  }
}
