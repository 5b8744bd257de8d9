import type { MiddlewareHandler } from "hono";
import * as Impersonation from "#core/impersonation/index.ts";
import { current } from "#platform/actor.ts";
import { AppError } from "#schema/errors.ts";
import type { SurfaceName } from "#schema/surfaces.ts";
import { isRead } from "./gates.ts";
import type { Env } from "./router.ts";

/** All that somebody who acts as another person may send to the account surface: the account is not theirs. */
const ways = ["/auth/v1/impersonation/end", "/auth/v1/refresh", "/auth/v1/logout"];

/**
 * Holds whoever acts as another person: reading only unless they asked for more, never at the person's account, and everything
 * they do is written down.
 */
export function acting(name: SurfaceName): MiddlewareHandler<Env> {
  return async (c, next) => {
    const actor = current();
    if (actor.kind !== "user" || !actor.impersonation) return next();
    const isWayOut = ways.includes(c.req.path);
    if (name === "auth" && !isRead(c) && !isWayOut)
      throw new AppError("auth.impersonated", "Nobody changes an account while acting as its owner.");
    if (actor.impersonation.readOnly && !isRead(c) && !isWayOut)
      throw new AppError(
        "auth.impersonated",
        "You act as somebody else and may only look. Begin anew to change things.",
      );
    await next();
    if (!isWayOut) await Impersonation.trail(c.req.method, c.req.path, c.res.status);
    return undefined;
  };
}
