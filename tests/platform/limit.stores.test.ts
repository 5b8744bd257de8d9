import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as Limit from "#core/limit/index.ts";
import { type Bucket, take } from "#platform/limit.ts";
import { redis } from "#platform/redis.ts";
import { closeStores } from "#tests/support/close.ts";

beforeEach(() => void vi.stubEnv("RATE_LIMIT_FACTOR", "1"));
afterAll(closeStores);

const bucket = (count: number, seconds = 600, watched = false): Bucket => ({
  key: `test:${randomUUID()}`,
  count,
  seconds,
  watched,
});
const allowed = async (...buckets: [Bucket, ...Bucket[]]) => (await take(buckets))?.allowed;

describe("a bucket", () => {
  test("gives a whole window's worth at once, then nothing until it has filled a little", async () => {
    const one = bucket(3);
    expect([await allowed(one), await allowed(one), await allowed(one)]).toEqual([true, true, true]);
    const answer = await take([one]);
    expect(answer).toMatchObject({ allowed: false, remaining: 0, bucket: one });
    expect(answer?.retryAfterMs).toBeGreaterThan(150_000);
    expect(answer?.retryAfterMs).toBeLessThanOrEqual(200_000);
  });

  test("fills steadily: after its time one more passes, and only one", async () => {
    const one = bucket(2);
    while (await allowed(one));
    expect((await take([one]))?.retryAfterMs).toBeLessThanOrEqual(300_000);
    // The time after which one more passes, as if it had gone by.
    await redis().incrby(`rl:${one.key}`, -300_000);
    expect([await allowed(one), await allowed(one)]).toEqual([true, false]);
  });

  test("counts down what is left and says when it is whole again", async () => {
    const one = bucket(10, 60);
    const first = await take([one]);
    expect(first).toMatchObject({ allowed: true, remaining: 9, retryAfterMs: 0 });
    expect(first?.resetMs).toBeGreaterThan(5_000);
    expect(first?.resetMs).toBeLessThanOrEqual(6_000);
    expect(await take([one])).toMatchObject({ remaining: 8 });
  });

  test("leaves nothing behind for longer than its window", async () => {
    const one = bucket(2, 60);
    await take([one]);
    const life = await redis().pttl(`rl:${one.key}`);
    expect(life).toBeGreaterThan(0);
    expect(life).toBeLessThanOrEqual(62_000);
  });

  test("passes no more than its number of callers at the same moment", async () => {
    const one = bucket(7);
    const answers = await Promise.all(Array.from({ length: 40 }, () => allowed(one)));
    expect(answers.filter(Boolean)).toHaveLength(7);
  });
});

describe("several buckets", () => {
  test("are charged all or none: what one refuses, the others do not lose", async () => {
    const [wide, narrow] = [bucket(10), bucket(1)];
    expect(await allowed(wide, narrow)).toBe(true);
    for (let repeat = 0; repeat < 20; repeat++) expect(await allowed(wide, narrow)).toBe(false);
    expect(await take([wide])).toMatchObject({ allowed: true, remaining: 8 });
  });

  test("name the one that refuses longest, and the tightest when all have room", async () => {
    const [wide, short, long] = [bucket(100), bucket(1, 10), bucket(1, 3_000)];
    expect(await take([wide, short])).toMatchObject({ allowed: true, bucket: short, remaining: 0 });
    await take([long]);
    expect(await take([wide, short, long])).toMatchObject({ allowed: false, bucket: long });
  });

  test("one that is only watched refuses when it is empty and is not charged when it is not", async () => {
    const guesses = bucket(2);
    const watched = { ...guesses, watched: true };
    for (let repeat = 0; repeat < 10; repeat++) expect(await allowed(bucket(5), watched)).toBe(true);
    await take([guesses]);
    await take([guesses]);
    expect(await take([bucket(5), watched])).toMatchObject({ allowed: false, bucket: watched });
  });

  test("never let more pass than the narrowest allows, in whatever mix they come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 15 }),
        async (counts, calls) => {
          const buckets = counts.map((count) => bucket(count)) as [Bucket, ...Bucket[]];
          let passed = 0;
          for (let call = 0; call < calls; call++) if (await allowed(...buckets)) passed++;
          expect(passed).toBe(Math.min(calls, ...counts));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("need the script but once: a server that forgot it is told again", async () => {
    await redis().script("FLUSH");
    expect(await allowed(bucket(1))).toBe(true);
  });
});

describe("a named limit", () => {
  test("is counted for each person apart, and refuses with the wait", async () => {
    const [one, other] = [`${randomUUID()}@mail.test`, `${randomUUID()}@mail.test`];
    for (let repeat = 0; repeat < 3; repeat++) await Limit.spend({ "reset.email": one });
    await expect(Limit.spend({ "reset.email": one })).rejects.toMatchObject({
      code: "request.rate_limited",
      details: { limit: 3, windowSeconds: 3_600 },
    });
    await Limit.spend({ "reset.email": other });
  });

  test("keeps nobody's address in the store", async () => {
    const mail = `${randomUUID()}@mail.test`;
    await Limit.spend({ "login.email": mail });
    expect(await redis().keys(`*${mail}*`)).toEqual([]);
  });

  test("of several none is charged when one refuses", async () => {
    const [ip, mail] = [randomUUID(), `${randomUUID()}@mail.test`];
    for (let repeat = 0; repeat < 5; repeat++) await Limit.spend({ "login.email": mail });
    for (let repeat = 0; repeat < 20; repeat++)
      await expect(Limit.spend({ "login.address": ip, "login.email": mail })).rejects.toMatchObject({
        code: "request.rate_limited",
      });
    for (let repeat = 0; repeat < 10; repeat++) await Limit.spend({ "login.address": ip });
  });
});
