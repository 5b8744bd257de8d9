import { type Context, Hono } from "hono";
import { z } from "zod";
import { adminPage } from "./admin-page.ts";
import { type Control, Hook, Reply } from "./control.ts";
import { Fault } from "./fault.ts";
import { Provider } from "./names.ts";
import { families } from "./tokens.ts";
import { isVerified } from "./webhook.ts";
import type { WordpressStore } from "./wordpress-store.ts";

const Seed = z.object({ seed: z.coerce.string().min(1) });
const Expiry = z.object({ family: z.enum(families), refresh: z.boolean().default(false) });
/** The page names provider and type in one field, and gives the data as text. */
const Event = z.preprocess(
  (given) => {
    const fields = Object(given) as Record<string, unknown>;
    const [provider, type] = typeof fields["event"] === "string" ? fields["event"].split("/") : [];
    return { provider, type, ...fields, data: parsed(fields["data"] ?? {}) };
  },
  z.object({ provider: Provider, type: z.string(), data: z.record(z.string(), z.unknown()) }),
);

/** Steers the simulators: faults, queued replies, webhooks, and the record of calls. JSON for programs, forms for people. */
export function admin(control: Control, store: WordpressStore): Hono {
  const app = new Hono();
  const { faults } = control;
  app.get("/", (c) => c.html(adminPage(control, store, c.req.query("provider"))));

  app.get("/admin/faults", (c) => c.json({ faults: faults.set, seed: faults.seed }));
  app.post(
    "/admin/faults",
    take(Fault, (fault) => void faults.set.push({ ...fault })),
  );
  app.on(["DELETE", "POST"], ["/admin/faults", "/admin/faults/clear"], (c) =>
    cleared(c, faults.set, ({ by }) => [undefined, by].includes(c.req.query("by"))),
  );
  app.post(
    "/admin/seed",
    take(Seed, ({ seed }) => {
      faults.seed = seed;
    }),
  );

  app.get("/admin/calls", (c) => c.json({ calls: newest(control.calls, c.req.query("provider")) }));
  app.on(["DELETE", "POST"], ["/admin/calls", "/admin/calls/clear"], (c) => cleared(c, control.calls));

  app.post(
    "/admin/replies",
    take(Reply, (reply) => void control.replies.push(reply)),
  );
  app.delete("/admin/replies", (c) => cleared(c, control.replies));

  app.get("/admin/webhooks", (c) => {
    const deliveries = newest(control.deliveries, c.req.query("provider"));
    const hooks = [...control.hooks.values()].map(({ provider, url }) => ({ provider, url }));
    return c.json({ webhooks: hooks, deliveries });
  });
  app.post("/admin/webhooks", async (c) => {
    const hook = Hook.safeParse(await input(c));
    if (!hook.success) return c.json({ error: hook.error.issues }, 422);
    const { provider, url } = hook.data;
    if (!(await isVerified(hook.data))) return c.json({ error: `${url} did not repeat the challenge.` }, 422);
    control.hooks.set(provider, hook.data);
    return answered(c, { provider, url });
  });
  app.delete("/admin/webhooks", (c) => {
    control.hooks.clear();
    return cleared(c, control.deliveries);
  });
  app.post("/admin/events", async (c) => {
    const event = Event.safeParse(await input(c));
    if (!event.success) return c.json({ error: event.error.issues }, 422);
    const { provider, type, data } = event.data;
    const makers = control.events.get(provider) ?? {};
    if (!makers[type]) return c.json({ error: `${provider} has no event ${type}.`, known: Object.keys(makers) }, 422);
    makers[type](data);
    return answered(c, { provider, type });
  });
  app.post(
    "/admin/tokens/expire",
    take(Expiry, ({ family, refresh }) => control.tokens.expire(family, refresh)),
  );
  return app;
}

function take<T extends object>(schema: z.ZodType<T>, keep: (value: T) => void) {
  return async (c: Context) => {
    const value = schema.safeParse(await input(c));
    if (!value.success) return c.json({ error: value.error.issues }, 422);
    keep(value.data);
    return answered(c, value.data);
  };
}

function newest<T extends { provider: string }>(list: T[], provider: string | undefined): T[] {
  return list.filter((one) => !provider || one.provider === provider).reverse();
}

function cleared<T>(c: Context, list: T[], isMeant: (one: T) => boolean = () => true): Response {
  const all = list.splice(0);
  list.push(...all.filter((one) => !isMeant(one)));
  const body = { removed: all.length - list.length };
  return isForm(c) ? c.redirect("/", 303) : c.json(body);
}

/** A form's empty fields mean "not given". */
async function input(c: Context): Promise<unknown> {
  if (!isForm(c)) return c.req.json().catch(() => ({}));
  const fields = Object.entries(await c.req.parseBody());
  return Object.fromEntries(fields.filter(([, value]) => value !== ""));
}

/** A form gives JSON as text. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function answered(c: Context, body: object): Response {
  return isForm(c) ? c.redirect("/", 303) : c.json(body, 201);
}

function isForm(c: Context): boolean {
  return /form/.test(c.req.header("content-type") ?? "");
}
