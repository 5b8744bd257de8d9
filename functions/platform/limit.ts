import { createHash, randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { redis, whileItAnswers } from "./redis.ts";

// Generic cell rate algorithm over several buckets: one number each, the theoretical arrival time in ms. Either all of them
// have room and are charged, or none is. A bucket that is only watched must have room but is not charged.
const script = `
local time = redis.call('time')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local tats, refused, wait, tight, least = {}, 0, 0, 1, 2
local left, reset = 0, 0
for i, key in ipairs(KEYS) do
  local interval, burst, charged = tonumber(ARGV[i * 3 - 2]), tonumber(ARGV[i * 3 - 1]), ARGV[i * 3] == '1'
  local tat = math.max(tonumber(redis.call('get', key) or 0), now)
  local over = tat + interval - burst * interval - now
  if over > wait then refused, wait = i, over end
  if charged then
    tats[i] = tat + interval
    local used = (tats[i] - now) / (burst * interval)
    if 1 - used < least then
      tight, least, left, reset = i, 1 - used, math.floor(burst - (tats[i] - now) / interval), tats[i] - now
    end
  end
end
if refused > 0 then return { refused, 0, math.ceil(wait), math.ceil(wait) } end
for i, tat in pairs(tats) do redis.call('set', KEYS[i], tat, 'PX', math.ceil(tat - now + 1000)) end
return { -tight, left, math.ceil(reset), 0 }
`;

const minuteMs = 60_000;
const digest = createHash("sha1").update(script).digest("hex");

/** What one request takes from: a name that says who, and how often in how many seconds. */
export interface Bucket {
  key: string;
  count: number;
  seconds: number;
  /** True: it must have room, but this request does not count in it. */
  watched?: boolean;
}

export interface LimitAnswer {
  allowed: boolean;
  /** The bucket that refused, else the one with least room. */
  bucket: Bucket;
  remaining: number;
  /** Milliseconds until the bucket is as good as new. */
  resetMs: number;
  /** Milliseconds until the next request may pass; 0 when allowed. */
  retryAfterMs: number;
}

/**
 * Takes one from every bucket in one round trip, or from none when one of them is empty. A bucket holds a whole window's
 * worth and fills steadily. `RATE_LIMIT_FACTOR` widens all of them, for load tests.
 * @returns null when Redis does not answer; who asks decides what that means
 */
export async function take(buckets: readonly [Bucket, ...Bucket[]]): Promise<LimitAnswer | null> {
  const factor = Number(process.env["RATE_LIMIT_FACTOR"] ?? 1);
  const bounds = buckets.flatMap(({ count, seconds, watched }) => {
    const most = Math.max(1, count * factor);
    return [(seconds * 1_000) / most, most, watched ? 0 : 1];
  });
  const keys = buckets.map(({ key }) => `rl:${key}`);
  const counted = await whileItAnswers((client) => run(client, keys, bounds));
  if (!counted) return null;
  const [place, remaining, resetMs, retryAfterMs] = counted;
  const bucket = buckets[Math.abs(place) - 1] ?? buckets[0];
  return { allowed: place < 0, bucket, remaining, resetMs, retryAfterMs };
}

async function run(client: Redis, keys: string[], bounds: number[]): Promise<[number, number, number, number]> {
  const rest = [keys.length, ...keys, ...bounds] as const;
  const answer = client.evalsha(digest, ...rest).catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith("NOSCRIPT")) return client.eval(script, ...rest);
    throw error;
  });
  return (await answer) as [number, number, number, number];
}

// What was let through in the last window, one entry each: however one lays a window, no more than the count falls into it.
const pace = `
local time = redis.call('time')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local count, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('zremrangebyscore', KEYS[1], 0, now - window)
if redis.call('zcard', KEYS[1]) < count then
  redis.call('zadd', KEYS[1], now, ARGV[3])
  redis.call('pexpire', KEYS[1], window)
  return 0
end
local oldest = redis.call('zrange', KEYS[1], 0, 0, 'withscores')
return math.max(1, math.ceil(tonumber(oldest[2]) + window - now))
`;

/** Lets at most so many through in any minute, over all processes. @returns milliseconds until there is room again; 0 when through */
export async function keepPace(key: string, perMinute: number): Promise<number> {
  return (await redis().eval(pace, 1, `pace:${key}`, perMinute, minuteMs, randomUUID())) as number;
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
