import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { OpenAPIHono } from "@hono/zod-openapi";
import { Scalar } from "@scalar/hono-api-reference";
import { app as auth } from "./auth/index.ts";
import { app as dashboard } from "./dashboard/index.ts";
import { app as dm } from "./dm/index.ts";
import { requestId } from "./edge/door.ts";
import { onError, onMissing } from "./edge/errors.ts";
import { health } from "./edge/health.ts";
import type { Env } from "./edge/router.ts";
import { app as live } from "./live/index.ts";
import { app as media } from "./media/index.ts";
import { app as search } from "./search/index.ts";
import { app as tenant } from "./tenant/index.ts";

/** All surfaces in one process, as the local cloud serves them, with one OpenAPI document and its reference page. */
export const app = new OpenAPIHono<Env>();
app.onError(onError);
app.notFound(onMissing);
app.use("*", requestId);
for (const surface of [auth, dashboard, dm, live, media, search, tenant]) app.route("/", surface);
app.route("/", health);
app.doc31("/openapi.json", {
  openapi: "3.1.0",
  info: {
    title: "Leadmetrics API",
    version: "1",
    description: "Sign in with POST /auth/v1/login; send the access token as a bearer.",
  },
});
app.get("/docs/reference.js", (c) => {
  const file = createRequire(import.meta.url)
    .resolve("@scalar/api-reference")
    .replace(/dist\/.*$/, "dist/browser/standalone.js");
  return c.body(readFileSync(file), 200, {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=86400",
  });
});
app.get(
  "/docs",
  Scalar({ url: "/openapi.json", cdn: "/docs/reference.js", pageTitle: "Leadmetrics API", withDefaultFonts: false }),
);
