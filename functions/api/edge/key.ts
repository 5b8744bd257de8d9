import type { MiddlewareHandler } from "hono";
import * as ApiKey from "#core/api-key/index.ts";
import { rehearse } from "#platform/db.ts";
import type { ApiScope } from "#schema/api-key.ts";
import { AppError } from "#schema/errors.ts";
import { addressOf } from "./address.ts";
import { bearer, type Identify } from "./door.ts";
import type { Env } from "./router.ts";

/** Finds out which API key asks. */
export const byKey: Identify = (c) =>
  ApiKey.admit(bearer(c, "Send an API key: Authorization: Bearer lm_live_…."), addressOf(c));

/** Notes that the key was used. */
export const noted: MiddlewareHandler<Env> = async (_, next) => {
  ApiKey.touch();
  await next();
};

/** With a test key a write is checked and answered like any other, and nothing of it stays. */
export const rehearsed: MiddlewareHandler<Env> = async (c, next) => {
  if (!ApiKey.self().test || ["GET", "HEAD"].includes(c.req.method)) return next();
  return rehearse(() => next());
};

/** Opens a route to keys with the scope. @throws `apikey.scope_denied` */
export function scoped(scope: ApiScope): MiddlewareHandler<Env> {
  return async (_, next) => {
    if (!ApiKey.self().scopes.includes(scope))
      throw new AppError("apikey.scope_denied", `This key lacks the scope ${scope}. Make one that has it.`, {
        details: { scope },
      });
    await next();
  };
}
