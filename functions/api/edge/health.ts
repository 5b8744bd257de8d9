import { Hono } from "hono";
import * as audit from "#platform/audit.ts";
import * as db from "#platform/db.ts";
import * as mail from "#platform/mail.ts";
import * as redis from "#platform/redis.ts";
import * as search from "#platform/search.ts";
import * as storage from "#platform/storage.ts";
import * as vectors from "#platform/vectors.ts";
import type { Env } from "./router.ts";

const stores = {
  postgres: db.reachable,
  redis: redis.reachable,
  mongodb: audit.reachable,
  typesense: search.reachable,
  qdrant: vectors.reachable,
  s3: storage.reachable,
  smtp: mail.reachable,
};
const waitMs = 3_000;

async function answers(check: () => Promise<boolean>): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, waitMs, false).unref());
  return Promise.race([check().catch(() => false), late]);
}

/** `/healthz`: the process answers. `/readyz`: every store does. */
export const health = new Hono<Env>()
  .get("/healthz", (c) => c.json({ ok: true }))
  .get("/readyz", async (c) => {
    const states = await Promise.all(
      Object.entries(stores).map(async ([name, check]) => [name, await answers(check)] as const),
    );
    const ok = states.every(([, up]) => up);
    return c.json({ ok, stores: Object.fromEntries(states) }, ok ? 200 : 503);
  });
