import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Actor } from "#platform/actor.ts";
import { type SurfaceName, surfaces } from "#schema/surfaces.ts";
import { acting } from "./acting.ts";
import { Absent, type Identify } from "./door.ts";
import type { Stores } from "./health.ts";
import type { Env } from "./router.ts";
import { accessToken, personOf } from "./session.ts";
import { surface } from "./surface.ts";

const stranger: Actor = { kind: "public" };

interface Doors {
  stores?: Stores;
  identify?: Identify;
}

/** A surface that people enter with a session. Sessions are read in the role of sign-in, which other surfaces do not have. */
export function portalSurface(
  name: SurfaceName,
  routes: OpenAPIHono<Env>,
  { stores, identify = bySession(name) }: Doors = {},
): OpenAPIHono<Env> {
  return surface(name, routes, { ...(stores ? { stores } : {}), identify, around: [acting(name)] });
}

/** The person of a session that a surface lets in; a public surface takes a session when there is a live one. */
export function bySession(name: SurfaceName): Identify {
  const { who, apps } = surfaces[name];
  return async (c) => {
    const token = accessToken(c);
    if (who === "public") return token ? await personOf(c, token, null).catch(() => stranger) : stranger;
    if (!token) throw new Absent("auth.unauthenticated", "Sign in first.");
    return personOf(c, token, apps);
  };
}
