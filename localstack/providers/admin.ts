import { type Context, Hono } from "hono";
import { adminPage } from "./admin-page.ts";
import { type Control, Fault, Reply } from "./control.ts";
import type { WordpressStore } from "./wordpress-store.ts";

/** Steers the simulators: faults, queued replies, and the record of calls. JSON for programs, forms for people. */
export function admin(control: Control, store: WordpressStore): Hono {
  const app = new Hono();
  app.get("/", (c) => c.html(adminPage(control, store)));
  app.get("/admin/faults", (c) => c.json({ faults: control.faults }));
  app.post("/admin/faults", async (c) => {
    const fault = Fault.safeParse(await input(c));
    if (!fault.success) return c.json({ error: fault.error.issues }, 422);
    control.faults.push({ ...fault.data });
    return answered(c, fault.data);
  });
  app.delete("/admin/faults", (c) => c.json({ removed: control.faults.splice(0).length }));
  app.post("/admin/faults/clear", (c) => answered(c, { removed: control.faults.splice(0).length }));
  app.get("/admin/calls", (c) => {
    const provider = c.req.query("provider");
    return c.json({ calls: control.calls.filter((call) => !provider || call.provider === provider) });
  });
  app.delete("/admin/calls", (c) => c.json({ removed: control.calls.splice(0).length }));
  app.post("/admin/calls/clear", (c) => answered(c, { removed: control.calls.splice(0).length }));
  app.post("/admin/replies", async (c) => {
    const reply = Reply.safeParse(await input(c));
    if (!reply.success) return c.json({ error: reply.error.issues }, 422);
    control.replies.push(reply.data);
    return answered(c, reply.data);
  });
  app.delete("/admin/replies", (c) => c.json({ removed: control.replies.splice(0).length }));
  return app;
}

/** A form's empty fields mean "not given". */
async function input(c: Context): Promise<unknown> {
  if (!isForm(c)) return c.req.json().catch(() => ({}));
  const fields = Object.entries(await c.req.parseBody());
  return Object.fromEntries(fields.filter(([, value]) => value !== ""));
}

function answered(c: Context, body: object): Response {
  return isForm(c) ? c.redirect("/", 303) : c.json(body, 201);
}

function isForm(c: Context): boolean {
  return /form/.test(c.req.header("content-type") ?? "");
}
