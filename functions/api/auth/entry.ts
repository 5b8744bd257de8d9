import type { Context } from "hono";
import type { Entry } from "#core/auth/enter.ts";
import { portalOf, portalOfApp, readCookie, rememberSession, writeCookie } from "../edge/cookies.ts";

const deviceSeconds = 400 * 24 * 3_600;

/** The mark the browser keeps of itself. */
export function markOf(c: Context): string | undefined {
  return readCookie(c, portalOf(c), "device_token");
}

/** Leaves in the browser what an entry gives it: the session's tokens, where it has any, and the mark. Apps keep things themselves. */
export function entered<T extends object>(c: Context, { answer, app, device, sessionSeconds }: Entry<T>): T {
  if (app === "mobile") return answer;
  const portal = portalOfApp[app];
  if ("accessToken" in answer && "refreshToken" in answer) {
    const tokens = { accessToken: String(answer.accessToken), refreshToken: String(answer.refreshToken) };
    rememberSession(c, portal, tokens, sessionSeconds);
  }
  if (device) writeCookie(c, portal, "device_token", device, deviceSeconds);
  return answer;
}
