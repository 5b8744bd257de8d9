import { Hono } from "hono";
import { config } from "#platform/config.ts";
import * as db from "#platform/db.ts";
import * as redis from "#platform/redis.ts";
import type { Env } from "./router.ts";

/** A store by its name, and whether it answers. */
export type Stores = Record<string, () => Promise<boolean>>;

const always: Stores = { postgres: db.reachable, redis: redis.reachable };
const waitMs = 3_000;

async function answers(check: () => Promise<boolean>): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, waitMs, false).unref());
  return Promise.race([check().catch(() => false), late]);
}

/**
 * `/healthz`: the process answers. `/readyz`: which release it is, and whether the stores it works with answer; which there are beside the
 * two of every surface is given.
 */
export function health(others: Stores = {}): Hono<Env> {
  const stores = { ...always, ...others };
  return new Hono<Env>()
    .get("/healthz", (c) => c.json({ ok: true }))
    .get("/readyz", async (c) => {
      const states = await Promise.all(
        Object.entries(stores).map(async ([name, check]) => [name, await answers(check)] as const),
      );
      const ok = states.every(([, up]) => up);
      return c.json({ ok, version: config("RELEASE"), stores: Object.fromEntries(states) }, ok ? 200 : 503);
    });
}
