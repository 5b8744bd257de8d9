import * as Effect from "#core/effect/index.ts";
import { current } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { separately } from "#platform/db.ts";
import { redis } from "#platform/redis.ts";

const seenSeconds = 3_600;

/**
 * Leaves an entry of what was done, or looked at for the first time, in another's name. Every write leaves one of its own. It
 * stands in the tenant's chain even when the session may not write there.
 */
export async function trail(method: string, path: string, status: number): Promise<void> {
  const actor = current();
  if (actor.kind !== "user" || !actor.impersonation) return;
  const { id } = actor.impersonation;
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && !(await isFirst(id, path))) return;
  const subject = { type: "impersonation", id, label: actor.name };
  // Beside the request's own transaction, which may be read-only or rolled back.
  await separately(() => Effect.audit("impersonation.acted", subject, { after: { method, path, status } }), authRole);
}

async function isFirst(id: string, path: string): Promise<boolean> {
  const key = `impersonation:seen:${id}`;
  const added = await redis().sadd(key, path);
  await redis().expire(key, seenSeconds);
  return added === 1;
}
