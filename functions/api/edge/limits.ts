import type { MiddlewareHandler } from "hono";
import { current } from "#platform/actor.ts";
import { take } from "#platform/limit.ts";
import { log } from "#platform/log.ts";
import { AppError } from "#schema/errors.ts";
import { type SurfaceName, surfaces } from "#schema/surfaces.ts";
import { originOf } from "./door.ts";
import type { Env } from "./router.ts";

/** Requests per minute of a surface, counted by person, else by address. With Redis down requests pass: the limit protects, it does not guard. */
export function limited(name: SurfaceName): MiddlewareHandler<Env> {
  const factor = process.env["RATE_LIMIT_FACTOR"] ? Number(process.env["RATE_LIMIT_FACTOR"]) : 1;
  return async (c, next) => {
    const actor = current();
    const principal = "userId" in actor ? actor.userId : (originOf(c, name).ip ?? "unknown");
    const answer = await take(`${name}:${principal}`, surfaces[name].limit * factor).catch((error: unknown) => {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, "rate limit not counted");
      return null;
    });
    if (answer) {
      c.header("RateLimit-Limit", String(answer.limit));
      c.header("RateLimit-Remaining", String(answer.remaining));
      c.header("RateLimit-Reset", String(Math.ceil(answer.retryAfterMs / 1_000)));
      if (!answer.allowed)
        throw new AppError("request.rate_limited", "Too many requests. Wait a moment and try again.", {
          details: { retryAfterSeconds: answer.retryAfterMs / 1_000 },
        });
    }
    await next();
  };
}
