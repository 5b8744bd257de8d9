import { type Bucket, type LimitAnswer, take } from "#platform/limit.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import { type LimitName, limits } from "#schema/limits.ts";

/**
 * Takes one of each named limit for somebody, of all or of none: `spend({ "login.address": ip, "login.email": email })`.
 * @throws `request.rate_limited`; `server.unavailable` when nothing can be counted and one of the limits stays shut then
 */
export async function spend(who: Partial<Record<LimitName, string>>): Promise<void> {
  const names = Object.keys(who) as LimitName[];
  const [first, ...rest] = names.map((name) => bucketOf(name, who[name] ?? ""));
  if (!first) return;
  const down = names.some((name) => limits[name].down === "closed") ? "closed" : "open";
  const answer = await ask([first, ...rest], down);
  if (answer && !answer.allowed) throw refusal(answer);
}

/** The bucket of a named limit for somebody. Who it is stays out of the store in clear. */
export function bucketOf(name: LimitName, who: string, watched = false): Bucket {
  const { count, seconds } = limits[name];
  return { key: `${name}:${sha256(who).slice(0, 32)}`, count, seconds, watched };
}

/** Takes one from each bucket. When nothing can be counted the answer is null (`open`) or `server.unavailable` (`closed`). */
export async function ask(buckets: [Bucket, ...Bucket[]], down: "open" | "closed"): Promise<LimitAnswer | null> {
  const answer = await take(buckets);
  if (answer || down === "open") return answer;
  throw new AppError("server.unavailable", "This cannot be allowed right now. Try again in a few seconds.", {
    details: { retryAfterSeconds: 5 },
  });
}

/** The error of a request beyond a limit; it says when the next may come. */
export function refusal({ bucket, retryAfterMs }: LimitAnswer): AppError {
  const wait = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return new AppError("request.rate_limited", `Too many requests. Try again in ${wait} seconds.`, {
    details: { retryAfterSeconds: wait, limit: bucket.count, windowSeconds: bucket.seconds },
  });
}
