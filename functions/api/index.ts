import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { OpenAPIHono } from "@hono/zod-openapi";
import { Scalar } from "@scalar/hono-api-reference";
import * as audit from "#platform/audit.ts";
import * as mail from "#platform/mail.ts";
import * as typesense from "#platform/search.ts";
import * as storage from "#platform/storage.ts";
import * as vectors from "#platform/vectors.ts";
import type { SurfaceName } from "#schema/surfaces.ts";
import { app as admin } from "./admin/index.ts";
import { app as agent } from "./agent/index.ts";
import { app as api } from "./api/index.ts";
import { app as auth } from "./auth/index.ts";
import { app as client } from "./client/index.ts";
import { app as dashboard } from "./dashboard/index.ts";
import { app as dm } from "./dm/index.ts";
import { onError, onMissing } from "./edge/errors.ts";
import { standardHeaders } from "./edge/headers.ts";
import { health } from "./edge/health.ts";
import type { Env } from "./edge/router.ts";
import { app as live } from "./live/index.ts";
import { app as media } from "./media/index.ts";
import { app as search } from "./search/index.ts";
import { app as tenant } from "./tenant/index.ts";

const reference = createRequire(import.meta.url).resolve("@scalar/api-reference");
const referenceFolder = pathToFileURL(reference.replace(/dist\/.*$/, "dist/browser/"));

// A surface that is missing here does not compile.
const mounted: Record<SurfaceName, OpenAPIHono<Env>> = {
  admin,
  agent,
  api,
  auth,
  client,
  dashboard,
  dm,
  live,
  media,
  search,
  tenant,
};

/** All surfaces in one process, as the local cloud serves them, with one OpenAPI document and its reference page. */
export const app = new OpenAPIHono<Env>();
app.onError(onError);
app.notFound(onMissing);
app.use("*", standardHeaders);
for (const surface of Object.values(mounted)) app.route("/", surface);
app.route(
  "/",
  health({
    mongodb: audit.reachable,
    typesense: typesense.reachable,
    qdrant: vectors.reachable,
    s3: storage.reachable,
    smtp: mail.reachable,
  }),
);
app.doc31("/openapi.json", {
  openapi: "3.1.0",
  info: {
    title: "Leadmetrics API",
    version: "1",
    description: "Sign in with POST /auth/v1/login; send the access token as a bearer.",
  },
});
// The reference page comes from this server whole; nothing of it is fetched from or sent to anywhere else.
app.get("/docs/*", async (c, next) => {
  const name = c.req.path.slice("/docs/".length);
  if (!/^(?:standalone|chunks\/[\w.-]+)\.js$/.test(name)) return next();
  const bytes = await readFile(new URL(name, referenceFolder)).catch(() => null);
  if (!bytes) return next();
  return c.body(bytes, 200, {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=86400",
  });
});
app.get(
  "/docs",
  Scalar<Env>((c) => {
    const nonce = randomBytes(16).toString("base64");
    c.header("Content-Security-Policy", referencePolicy(nonce));
    return {
      url: "/openapi.json",
      cdn: "/docs/standalone.js",
      nonce,
      pageTitle: "Leadmetrics API",
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: "never",
      agent: { disabled: true },
      mcp: { disabled: true },
    };
  }),
);

// Scripts only from here and with this answer's nonce. The page styles itself while it runs, which no nonce can foresee.
function referencePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
