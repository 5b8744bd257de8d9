import { join } from "node:path";
import { type Context, Hono } from "hono";
import { csrf } from "hono/csrf";
import { html } from "hono/html";
import { secureHeaders } from "hono/secure-headers";
import { queueNames } from "#schema/queues.ts";
import { functionBody, functionsBody } from "./functions.ts";
import { liveBody, streamBody } from "./live.ts";
import { logBody, tailOf } from "./logs.ts";
import { outsideBody } from "./outside.ts";
import { type Markup, page, refreshScript, type Section, unanswered } from "./page.ts";
import { queueBody, queuesBody } from "./queues.ts";
import { redrive } from "./redrive.ts";
import { servicesBody } from "./services.ts";

const policy = {
  defaultSrc: ["'none'"],
  styleSrc: ["'unsafe-inline'"],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  imgSrc: ["data:"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};
const ownHosts = ["localhost", "127.0.0.1"];
const shownName = /^[\w.-]+$/;

/**
 * The console of the local cloud as an HTTP application. Answers only to names of this machine, and takes forms only from its own pages.
 * @param dataDir folder of the environment, with its logs and the record of the running copy
 */
export function consoleApp(dataDir: string): Hono {
  const app = new Hono();
  app.use(secureHeaders({ contentSecurityPolicy: policy, strictTransportSecurity: false }));
  app.use(async (c, next) => {
    const isOwn = ownHosts.includes(new URL(c.req.url).hostname);
    return isOwn ? next() : c.text("This console answers to localhost only.", 421);
  });
  app.use(csrf());
  app.get("/healthz", (c) => c.json({ ok: true }));
  app.get("/refresh.js", (c) => c.body(refreshScript, 200, { "content-type": "text/javascript; charset=utf-8" }));

  app.get("/", (c) => show(c, "/", "Services", () => servicesBody(dataDir)));
  app.get("/services/:name", (c) => {
    const name = c.req.param("name");
    if (!shownName.test(name)) return missing(c, "/");
    return show(c, "/", `Log of ${name}`, () =>
      Promise.resolve(logBody(tailOf(join(dataDir, "log", `${name}.log`)), "There is no such log, or it is empty.")),
    );
  });
  app.get("/functions", (c) => show(c, "/functions", "Functions", functionsBody));
  app.get("/functions/:name", async (c) => {
    const name = c.req.param("name");
    return show(c, "/functions", name, () => functionBody(name, dataDir));
  });
  app.get("/queues", (c) => show(c, "/queues", "Queues", queuesBody));
  app.get("/queues/:name", (c) => {
    const name = queueNamed(c);
    if (!name) return missing(c, "/queues");
    const start = Math.max(0, Math.trunc(Number(c.req.query("start") ?? 0)) || 0);
    return show(c, "/queues", name, () => queueBody(name, c.req.query("state"), start));
  });
  app.post("/queues/:name/redrive", async (c) => {
    const name = queueNamed(c);
    const job = (await c.req.parseBody())["job"];
    if (!name || typeof job !== "string" || job === "") return missing(c, "/queues");
    await redrive(name, job);
    return c.redirect(`/queues/${name}`, 303);
  });
  app.get("/live", (c) => show(c, "/live", "Live streams", liveBody));
  app.get("/live/:tenant", (c) => show(c, "/live", c.req.param("tenant"), () => streamBody(c.req.param("tenant"))));
  app.get("/outside", (c) => show(c, "/outside", "Inbox and outside world", outsideBody));
  app.notFound((c) => missing(c, "/"));
  return app;
}

/** A page, also while what it tells of is down. */
async function show(
  c: Context,
  section: Section,
  title: string,
  body: () => Promise<Markup | undefined>,
): Promise<Response> {
  const made = await body().catch((error: unknown) => unanswered(title, error));
  return made === undefined ? missing(c, section) : c.html(page(section, title, made));
}

function missing(c: Context, section: Section): Response | Promise<Response> {
  return c.html(page(section, "Not found", html`<p>There is nothing here of that name.</p>`), 404);
}

function queueNamed(c: Context) {
  return queueNames.find((name) => name === c.req.param("name"));
}
