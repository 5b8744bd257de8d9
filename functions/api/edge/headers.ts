import type { MiddlewareHandler } from "hono";
import { config } from "#platform/config.ts";
import { newId } from "#schema/ids.ts";
import type { Env } from "./router.ts";

/** What every answer says to a browser: it is data, not a page; nothing of it runs, is framed, guessed at or kept. */
const locked = {
  "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
};
const overTls = { ...locked, "Strict-Transport-Security": "max-age=63072000; includeSubDomains" };

/**
 * Gives every request an id, taken over from the caller when it is a decent one, and prepares the headers of whatever is
 * answered: that id and the security headers. A page that needs a policy of its own sets it after this.
 */
export const standardHeaders: MiddlewareHandler<Env> = (c, next) => {
  // A surface that stands in the whole API has been through this.
  if (c.get("requestId")) return next();
  const given = c.req.header("x-request-id");
  const id = given && /^[\w-]{8,80}$/.test(given) ? given : newId("request");
  c.set("requestId", id);
  c.header("X-Request-Id", id);
  const wanted = config("API_URL").startsWith("https:") ? overTls : locked;
  for (const [name, value] of Object.entries(wanted)) c.header(name, value);
  return next();
};
