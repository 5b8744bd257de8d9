import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { AppError } from "#schema/errors.ts";
import { type SurfaceName, surfaces } from "#schema/surfaces.ts";
import { door, type Identify } from "./door.ts";
import { onError, onMissing } from "./errors.ts";
import { standardHeaders } from "./headers.ts";
import { health, type Stores } from "./health.ts";
import { idempotent } from "./idempotency.ts";
import { limited } from "./limits.ts";
import { crossOrigin, fromOwnPages } from "./origins.ts";
import { isMailEvents } from "./path.ts";
import type { Env } from "./router.ts";

const megabyte = 1024 * 1024;
const sized = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new AppError("request.too_large", "A JSON body may have 1 MB. Send files through an upload.");
    },
  });
const forJson = sized(megabyte);
// Mails come with what is attached to them; more than this no function takes.
const forMail = sized(4 * megabyte);
// Looking for a body makes a request object of the standard's kind, which most reads never need.
const bounded: MiddlewareHandler<Env> = (c, next) => {
  if (["GET", "HEAD"].includes(c.req.method)) return next();
  return (isMailEvents(c.req.path) ? forMail : forJson)(c, next);
};

interface Doors {
  /** What its verbs need beside the two stores of every surface; its `/readyz` asks them. */
  stores?: Stores;
  /** How the surface finds out who asks. */
  identify: Identify;
  /** Runs between the limits and the idempotency of a request. */
  around?: MiddlewareHandler<Env>[];
}

/** One HTTP surface: its routes behind request id, actor, limits and idempotency, with its own OpenAPI document. */
export function surface(
  name: SurfaceName,
  routes: OpenAPIHono<Env>,
  { stores, identify, around = [] }: Doors,
): OpenAPIHono<Env> {
  const { prefix } = surfaces[name];
  const app = new OpenAPIHono<Env>();
  app.onError(onError);
  app.notFound(onMissing);
  app.use(`${prefix}/*`, standardHeaders, crossOrigin(name));
  app.route(prefix, health(stores));
  app.doc31(`${prefix}/openapi.json`, { openapi: "3.1.0", info: { title: `Leadmetrics ${name}`, version: "1" } });
  app.use(`${prefix}/*`, bounded, fromOwnPages, door(name, identify), limited(name), ...around);
  // Answers of the auth surface hold tokens, which are never kept.
  if (name !== "auth") app.use(`${prefix}/*`, idempotent(name));
  app.route(prefix, routes);
  return app;
}
