import type { Context, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { config } from "#platform/config.ts";
import { AppError } from "#schema/errors.ts";
import type { Portal } from "#schema/portals.ts";
import type { AppName } from "#schema/roles.ts";
import { type SurfaceName, surfaces } from "#schema/surfaces.ts";
import { authorizationOf } from "./authorization.ts";
import { portalOf, portalOfApp, portalUrl } from "./cookies.ts";
import { safeMethods } from "./gates.ts";
import type { Env } from "./router.ts";

const allApps: readonly AppName[] = ["dashboard", "dm-portal", "manage"];

/**
 * A cookie travels by itself, so a write that no header of its own authorises must come from the pages of the portal whose
 * cookies it carries: its `Origin` is there and is that portal's (or this API's reference page), and the browser does not call
 * it cross-site. Callers without cookies, which no browser sends by itself, need no origin.
 */
export const fromOwnPages: MiddlewareHandler<Env> = async (c, next) => {
  if (!safeMethods.includes(c.req.method) && !authorizationOf(c)) guard(c);
  await next();
};

/** Lets pages of the surface's portals call it from their own origin, with cookies; no other page may read an answer. */
export function crossOrigin(name: SurfaceName): MiddlewareHandler<Env> {
  const portals = portalsOf(name);
  const answered = cors({
    origin: (origin) => (portals.some((portal) => isSame(origin, portalUrl(portal))) ? origin : null),
    credentials: true,
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: [
      "Authorization",
      "Content-Type",
      "Idempotency-Key",
      "If-Match",
      "If-None-Match",
      "Last-Event-ID",
      "X-Portal",
      "X-Request-Id",
      "X-Tenant-Id",
    ],
    exposeHeaders: [
      "ETag",
      "Idempotent-Replayed",
      "RateLimit-Limit",
      "RateLimit-Remaining",
      "RateLimit-Reset",
      "Retry-After",
      "X-Request-Id",
    ],
    maxAge: 600,
  });
  // Only pages say where they come from; what no page sends asks for no leave.
  return (c, next) => (c.req.header("origin") === undefined ? next() : answered(c, next));
}

function guard(c: Context<Env>): void {
  const origin = c.req.header("origin");
  if (c.req.header("sec-fetch-site") === "cross-site") throw foreign();
  if (origin === undefined) {
    if (!c.req.header("cookie")) return;
    throw new AppError("auth.forbidden", "A write that carries cookies must carry the Origin of its page.");
  }
  if (![portalUrl(portalOf(c)), new URL(config("API_URL"))].some((url) => isSame(origin, url))) throw foreign();
}

function foreign(): AppError {
  return new AppError("auth.forbidden", "Writes are accepted only from the portals' own pages.");
}

// The portals whose people use a surface; signed links open in the Dashboard's site, keys and agents in no browser.
function portalsOf(name: SurfaceName): Portal[] {
  const { who, apps, credentials } = surfaces[name];
  if (who === "public") return allApps.map((app) => portalOfApp[app]);
  if ((credentials as readonly string[]).includes("link")) return ["dashboard"];
  return apps.map((app) => portalOfApp[app]);
}

// One machine has two names while it is developed on.
function isSame(origin: string, url: URL): boolean {
  if (origin === url.origin) return true;
  if (!URL.canParse(origin)) return false;
  const given = new URL(origin);
  const isLocal = ({ hostname }: URL) => hostname === "localhost" || hostname === "127.0.0.1";
  return given.protocol === url.protocol && given.port === url.port && isLocal(given) && isLocal(url);
}
