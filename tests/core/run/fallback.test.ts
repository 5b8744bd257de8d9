import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inTurn, moveAfter } from "#core/run/fallback.ts";
import { ModelError, type ModelErrorCode } from "#platform/model/index.ts";

const failure = (code: ModelErrorCode, retryAfterMs?: number) => new ModelError(code, "test", code, { retryAfterMs });

/** Asks adapters that fail as listed, each call taking a second, on a clock of its own. */
async function asked(script: Record<string, (ModelError | string)[]>, { endsAt = 100_000 } = {}) {
  let clock = 0;
  const calls: { adapter: string; at: number; limitMs: number }[] = [];
  const passedOver: string[] = [];
  const outcome = inTurn(Object.keys(script), {
    endsAt,
    call: async (adapter, limitMs) => {
      calls.push({ adapter, at: clock, limitMs });
      clock += 1_000;
      const next = script[adapter]?.shift() ?? "answer";
      if (typeof next !== "string") throw next;
      return next;
    },
    passedOver: async (adapter, { code }) => void passedOver.push(`${adapter} ${code}`),
    now: () => clock,
    random: () => 0.5,
    sleep: async (ms) => {
      clock += ms;
    },
  });
  const answer = await outcome.catch((error: unknown) => error);
  return { answer, calls, passedOver, order: calls.map(({ adapter }) => adapter).join("") };
}

describe("what another adapter might do better", () => {
  test.each<ModelErrorCode>(["auth", "not_configured", "unknown_model", "timeout", "local_only"])(
    "%s goes to the next at once",
    async (code) => {
      const { answer, order, passedOver, calls } = await asked({ a: [failure(code)], b: ["from b"] });
      expect({ answer, order, passedOver }).toEqual({ answer: "from b", order: "ab", passedOver: [`a ${code}`] });
      expect(calls[1]?.at).toBe(1_000);
    },
  );

  test.each<ModelErrorCode>(["refused", "bad_request", "aborted"])("%s ends the call", async (code) => {
    const { answer, order } = await asked({ a: [failure(code)], b: ["from b"] });
    expect(answer).toMatchObject({ code });
    expect(order).toBe("a");
  });

  test("a fault of ours is no failure of an adapter", async () => {
    const fault = new TypeError("ours");
    const { answer, order } = await asked({ a: [fault as ModelError], b: ["from b"] });
    expect({ answer, order }).toEqual({ answer: fault, order: "a" });
  });
});

describe("patience", () => {
  test("a provider that is down is tried three times with growing pauses, then makes way", async () => {
    const down = () => failure("provider_down");
    const { calls, order } = await asked({ a: [down(), down(), down(), down()], b: ["from b"] });
    expect(order).toBe("aaab");
    const pauses = calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0) - 1_000);
    expect(pauses).toEqual([375, 750, 0]);
  });

  test("the time a provider asks for is given when it fits, and another is asked when it does not", async () => {
    const { calls, answer } = await asked({ a: [failure("rate_limited", 40_000)], b: ["from b"] });
    expect(answer).toBe("answer");
    expect((calls[1]?.at ?? 0) - 1_000).toBeGreaterThanOrEqual(40_000);
    const busy = await asked({ a: [failure("rate_limited", 3_600_000)], b: ["from b"] });
    expect(busy).toMatchObject({ answer: "from b", order: "ab" });
    expect(busy.calls[1]?.at).toBe(1_000);
  });

  test("when all have failed, the failure that waiting helps is the one that is told", async () => {
    const { answer } = await asked({ a: [failure("rate_limited", 3_600_000)], b: [failure("auth")] });
    expect(answer).toMatchObject({ code: "rate_limited", retryAfterMs: 3_600_000 });
  });
});

describe("the time of the job", () => {
  test("an adapter that hangs leaves time for those after it; the last may take all that is left", async () => {
    const { calls } = await asked({ a: [failure("timeout")], b: [failure("timeout")], c: ["from c"] });
    expect(calls.map(({ limitMs }) => limitMs)).toEqual([60_000, 59_400, 98_000]);
  });

  test("is never passed, whatever fails how often", async () => {
    const codes = ["rate_limited", "provider_down", "stream_cut", "timeout", "auth"] as const;
    const failures = fc.array(
      fc.record({ code: fc.constantFrom(...codes), wait: fc.option(fc.integer({ min: 0, max: 90_000 })) }),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(failures, failures, fc.integer({ min: 1_000, max: 60_000 }), async (a, b, endsAt) => {
        const script = (list: typeof a) => list.map(({ code, wait }) => failure(code, wait ?? undefined));
        const { calls } = await asked({ a: script(a), b: script(b) }, { endsAt });
        for (const { at, limitMs } of calls) expect(at + limitMs).toBeLessThanOrEqual(endsAt);
      }),
      { numRuns: 200 },
    );
  });
});

test("jitter spreads the pauses over half of their length and never shortens what was asked for", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 2 }), (random, tries) => {
      const move = moveAfter(failure("provider_down"), { tries, leftMs: 1e6 }, () => random);
      const longest = 500 * 2 ** (tries - 1);
      expect(move.kind === "again" && move.waitMs >= longest / 2 && move.waitMs <= longest).toBe(true);
      const asked = moveAfter(failure("rate_limited", 7_000), { tries, leftMs: 1e6 }, () => random);
      expect(asked.kind === "again" && asked.waitMs >= 7_000).toBe(true);
    }),
  );
});
