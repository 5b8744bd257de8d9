import type { Context, MiddlewareHandler } from "hono";
import { type Actor, type Origin, provide } from "#platform/actor.ts";
import { AppError } from "#schema/errors.ts";
import type { SurfaceName } from "#schema/surfaces.ts";
import { addressOf, countryOf } from "./address.ts";
import { bearerOf } from "./authorization.ts";
import { countRefusal } from "./limits.ts";
import type { Env } from "./router.ts";

/** Finds out who sends a request by the credential that a surface takes. @throws `auth.unauthenticated` when it is none of ours */
export type Identify = (c: Context<Env>) => Promise<Actor>;

/** Door 1: finds out who asks and runs everything behind it as that actor. */
export function door(name: SurfaceName, identify: Identify): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set("surface", name);
    const from = originOf(c, name);
    const actor = await provide({ kind: "public" }, from, () => identify(c)).catch(async (error: unknown) => {
      // What was sent as a credential and is none is a guess; one whose time is over, or none at all, is not.
      const isRefused = error instanceof AppError && ["auth.unauthenticated", "link.link_expired"].includes(error.code);
      if (isRefused && !(error instanceof Absent)) await countRefusal(c);
      throw error;
    });
    await provide(actor, from, next);
  };
}

/** The credential of the `Authorization` header. @throws `auth.unauthenticated`, which is no guess, when there is none */
export function bearer(c: Context, wanted: string): string {
  const sent = bearerOf(c);
  if (sent !== undefined) return sent;
  throw new Absent("auth.unauthenticated", wanted);
}

/** No credential was sent at all. */
export class Absent extends AppError {}

/** Where the request came from, for audit and logs. */
export function originOf(c: Context<Env>, door: SurfaceName): Origin {
  const ip = addressOf(c);
  const country = countryOf(c);
  const userAgent = c.req.header("user-agent")?.slice(0, 300);
  return {
    door,
    requestId: c.get("requestId"),
    ...(ip ? { ip } : {}),
    ...(country ? { country } : {}),
    ...(userAgent ? { userAgent } : {}),
  };
}
