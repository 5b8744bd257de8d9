import type { Context, MiddlewareHandler } from "hono";
import * as Limit from "#core/limit/index.ts";
import { current, tenants } from "#platform/actor.ts";
import type { Bucket, LimitAnswer } from "#platform/limit.ts";
import { type SurfaceName, surfaces } from "#schema/surfaces.ts";
import { addressOf } from "./address.ts";
import type { Env } from "./router.ts";

const minute = 60;

/**
 * Counts a request by its address, by who asks and by their tenant, all in one round trip. A credential that was refused
 * counts against its address, and an address that guessed too often is refused whatever it sends.
 */
export function limited(name: SurfaceName): MiddlewareHandler<Env> {
  const { limitsDown } = surfaces[name];
  return async (c, next) => {
    const answer = await Limit.ask(bucketsOf(name, addressOf(c) ?? "unknown"), limitsDown);
    if (answer) announce(c, answer);
    if (answer && !answer.allowed) throw Limit.refusal(answer);
    await next();
  };
}

/** Counts a refused credential against its address. @throws `request.rate_limited` when there were too many */
export async function countRefusal(c: Context<Env>): Promise<void> {
  await Limit.spend({ "refused.address": addressOf(c) ?? "unknown" });
}

function bucketsOf(name: SurfaceName, address: string): [Bucket, ...Bucket[]] {
  const { limit } = surfaces[name];
  const by = (what: string, who: string, count: number) => ({ key: `${name}:${what}:${who}`, count, seconds: minute });
  const principal = principalOf(limit.principal);
  const [tenantId, ...others] = tenants();
  return [
    by("address", address, limit.address),
    Limit.bucketOf("refused.address", address, true),
    ...(principal ? [by("principal", principal.id, principal.count)] : []),
    ...("tenant" in limit && tenantId && others.length === 0 ? [by("tenant", tenantId, limit.tenant)] : []),
  ];
}

function principalOf(count: number): { id: string; count: number } | null {
  const actor = current();
  switch (actor.kind) {
    case "person":
    case "user":
    case "reviewer":
    case "admin":
      return { id: actor.userId, count };
    case "key":
      return { id: actor.keyId, count: actor.ratePerMinute };
    case "link":
      return { id: actor.linkId, count };
    case "agent":
      return { id: actor.runId, count };
    case "public":
    case "system":
      return null;
  }
}

function announce(c: Context<Env>, { bucket, remaining, resetMs }: LimitAnswer): void {
  c.header("RateLimit-Limit", String(bucket.count));
  c.header("RateLimit-Remaining", String(Math.max(0, remaining)));
  c.header("RateLimit-Reset", String(Math.ceil(resetMs / 1_000)));
}
