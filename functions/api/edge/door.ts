import type { Context, MiddlewareHandler } from "hono";
import { type Actor, type Origin, provide } from "#platform/actor.ts";
import { AppError } from "#schema/errors.ts";
import { type SurfaceName, surfaces } from "#schema/surfaces.ts";
import { addressOf } from "./address.ts";
import { countRefusal } from "./limits.ts";
import type { Env } from "./router.ts";
import { accessToken, personOf } from "./session.ts";

/** Door 1: finds out who asks and runs everything behind it as that actor. */
export function door(name: SurfaceName): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set("surface", name);
    const actor = surfaces[name].who === "public" ? await optional(c) : await known(c, name);
    await provide(actor, originOf(c, name), next);
  };
}

/** Where the request came from, for audit and logs. */
export function originOf(c: Context<Env>, surface: string): Origin {
  const ip = addressOf(c);
  const userAgent = c.req.header("user-agent")?.slice(0, 300);
  return { surface, requestId: c.get("requestId"), ...(ip ? { ip } : {}), ...(userAgent ? { userAgent } : {}) };
}

async function optional(c: Context): Promise<Actor> {
  const token = accessToken(c);
  if (!token) return { kind: "public" };
  try {
    return await personOf(c, token, null);
  } catch {
    return { kind: "public" };
  }
}

async function known(c: Context<Env>, name: SurfaceName): Promise<Actor> {
  const token = accessToken(c);
  if (!token) throw new AppError("auth.unauthenticated", "Sign in first.");
  try {
    return await personOf(c, token, surfaces[name].apps);
  } catch (error) {
    // Only what was never ours is a guess; a session that ran out is not.
    if (error instanceof AppError && error.code === "auth.unauthenticated") await countRefusal(c);
    throw error;
  }
}
