import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { config } from "#platform/config.ts";
import { accessSeconds } from "#platform/token.ts";
import type { Portal } from "#schema/portals.ts";
import type { AppName } from "#schema/roles.ts";
import { surfaces } from "#schema/surfaces.ts";

/** What a portal keeps in the browser: the two tokens of a session, the mark of a remembered device, the proof for one signed link. */
export type CookieKind = "access_token" | "refresh_token" | "device_token" | `link_${string}`;

/** The portal of an app: a session opens exactly one. */
export const portalOfApp = { dashboard: "dashboard", "dm-portal": "dm", manage: "manage" } as const satisfies Record<
  AppName,
  Portal
>;

const urlOf = { dashboard: "DASHBOARD_URL", manage: "MANAGE_URL", dm: "DM_URL" } as const;

/** The public address of a portal. */
export function portalUrl(portal: Portal): URL {
  return new URL(config(urlOf[portal]));
}

/** Which portal's cookies a request means: three portals on one host do not share a sign-in. */
export function portalOf(c: Context): Portal {
  const named = c.req.header("x-portal");
  if (named === "dashboard" || named === "dm" || named === "manage") return named;
  if (c.req.path.startsWith(surfaces.admin.prefix)) return "manage";
  return c.req.path.startsWith(surfaces.dm.prefix) ? "dm" : "dashboard";
}

/**
 * Name and attributes of a cookie. Over https it is a `__Host-` cookie: the browser takes it only from this very host,
 * over TLS, for the whole site, so that no neighbouring sub-domain can plant one.
 */
function cookie(portal: Portal, name: string) {
  const secure = portalUrl(portal).protocol === "https:";
  return {
    name: `${secure ? "__Host-" : ""}${portal}_${name}`,
    options: { httpOnly: true, sameSite: "Lax", path: "/", secure } as const,
  };
}

/** The value of a portal's cookie that came with the request. */
export function readCookie(c: Context, portal: Portal, name: CookieKind): string | undefined {
  return getCookie(c, cookie(portal, name).name);
}

/** Sets one cookie of a portal for some seconds; null: until the browser is closed. */
export function writeCookie(c: Context, portal: Portal, name: CookieKind, value: string, seconds: number | null): void {
  const made = cookie(portal, name);
  setCookie(c, made.name, value, { ...made.options, ...(seconds === null ? {} : { maxAge: seconds }) });
}

/** Keeps the tokens of a session in the browser; the session's cookie lives as long as the session, or as the browser is open. */
export function rememberSession(
  c: Context,
  portal: Portal,
  tokens: { accessToken: string; refreshToken: string },
  sessionSeconds: number | null,
): void {
  writeCookie(c, portal, "access_token", tokens.accessToken, accessSeconds);
  writeCookie(c, portal, "refresh_token", tokens.refreshToken, sessionSeconds);
}

/** Takes the tokens of a session out of the browser; a remembered device stays one. */
export function forgetSession(c: Context, portal: Portal): void {
  for (const kind of ["access_token", "refresh_token"] as const) {
    const made = cookie(portal, kind);
    deleteCookie(c, made.name, made.options);
  }
}
