import { redis } from "./redis.ts";

// Generic cell rate algorithm: one number per principal, the theoretical arrival time in ms.
const script = `
local now = tonumber(redis.call('time')[1]) * 1000 + math.floor(tonumber(redis.call('time')[2]) / 1000)
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local tat = math.max(tonumber(redis.call('get', KEYS[1]) or 0), now)
local allowAt = tat + interval - burst * interval
if allowAt > now then return { 0, 0, math.ceil(allowAt - now) } end
redis.call('set', KEYS[1], tat + interval, 'PX', math.ceil(tat + interval - now + 1000))
return { 1, math.floor((burst * interval - (tat + interval - now)) / interval), 0 }
`;

export interface LimitAnswer {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Milliseconds until the next request may pass; 0 when allowed. */
  retryAfterMs: number;
}

/** Takes one request of `perMinute` from the principal's bucket (burst = one minute's worth). */
export async function take(key: string, perMinute: number): Promise<LimitAnswer> {
  const [allowed, remaining, wait] = (await redis().eval(script, 1, `rl:${key}`, 60_000 / perMinute, perMinute)) as [
    number,
    number,
    number,
  ];
  return { allowed: allowed === 1, limit: perMinute, remaining, retryAfterMs: wait };
}

/** Counts a failure in a window and answers how many there are now. */
export async function countFailure(key: string, windowSeconds: number): Promise<number> {
  const counted = await redis().multi().incr(key).expire(key, windowSeconds, "NX").exec();
  return Number(counted?.[0]?.[1] ?? 1);
}

/** Failures counted so far and the seconds until the window ends. */
export async function failures(key: string): Promise<{ count: number; seconds: number }> {
  const [count, seconds] = await Promise.all([redis().get(key), redis().ttl(key)]);
  return { count: Number(count ?? 0), seconds: Math.max(0, seconds) };
}

/** Forgets the failures of a key. */
export async function forgive(key: string): Promise<void> {
  await redis().del(key);
}
