import { randomBytes } from "node:crypto";
import { redis } from "#platform/redis.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import type { SessionApp } from "#schema/roles.ts";

export const challengeSeconds = 5 * 60;
const triesMax = 5;

/** Something that was begun and waits for the person's next step. */
export interface Waiting {
  step: "factor" | "setup" | "passkey" | "register" | "reauth";
  /** Whose it is; null where a passkey will tell. */
  userId: string | null;
  app: SessionApp;
  deviceName: string | null;
  kept: boolean;
  /** The library's own note of it, as a cookie. */
  cookie: string | null;
}

interface Kept extends Waiting {
  boundTo: string | null;
}

const keyOf = (id: string) => `auth:challenge:${sha256(id)}`;
const count = `
if redis.call('exists', KEYS[1]) == 0 then return 0 end
local tries = redis.call('hincrby', KEYS[1], 'tries', 1)
if tries > tonumber(ARGV[1]) then redis.call('del', KEYS[1]) return 0 end
return tries`;

/**
 * Keeps something begun for five minutes and five tries. `binding` is a secret of the browser: whoever brings the id from
 * another one finds nothing. Apps have no cookies; there the id alone is the secret. @returns the id
 */
export async function begin(waiting: Waiting, binding: string | null): Promise<string> {
  const id = randomBytes(24).toString("base64url");
  const kept: Kept = { ...waiting, boundTo: binding ? sha256(binding) : null };
  await redis().multi().hset(keyOf(id), "data", JSON.stringify(kept)).expire(keyOf(id), challengeSeconds).exec();
  return id;
}

/** Finds what was begun, which counts as one try. @throws link.link_expired when there is nothing (any more) for this browser */
export async function resume(id: string, steps: readonly Waiting["step"][], binding: string | null): Promise<Waiting> {
  const data = await redis().hget(keyOf(id), "data");
  const kept = data ? (JSON.parse(data) as Kept) : null;
  const isOwn = kept && (kept.boundTo === null || (binding !== null && kept.boundTo === sha256(binding)));
  if (!kept || !isOwn || !steps.includes(kept.step)) throw over();
  if ((await redis().eval(count, 1, keyOf(id), triesMax)) === 0) throw over();
  return kept;
}

/** Ends it: a challenge is answered once. */
export async function end(id: string): Promise<void> {
  await redis().del(keyOf(id));
}

/** The error of a challenge that is over. */
export function over(): AppError {
  return new AppError("link.link_expired", "This sign-in took too long or too many tries. Start again.");
}
