import { ModelError } from "#platform/model/errors.ts";

/** What follows a failed try: the same adapter again after a while, the next one, or nothing any more. */
export type Move = { kind: "again"; waitMs: number } | { kind: "next" } | { kind: "end" };

const triesMax = 3;
const backoffMs = 500;
/** Less than this is not enough for an answer. */
export const callMinMs = 5_000;
/** An adapter that others can stand in for gets this share of the time that is left. */
const share = 0.6;

/**
 * Busy and broken providers are tried again, with exponential backoff and jitter, or after the time they ask for; one that
 * asks for more than is left makes way. What no other adapter would do better ends the call.
 */
export function moveAfter(
  error: ModelError,
  { tries, leftMs }: { tries: number; leftMs: number },
  random: () => number,
): Move {
  switch (error.code) {
    case "aborted":
    case "refused":
    case "bad_request":
      return { kind: "end" };
    case "auth":
    case "not_configured":
    case "unknown_model":
    case "local_only":
    case "timeout":
      return { kind: "next" };
    case "rate_limited":
    case "provider_down":
    case "stream_cut": {
      const longest = backoffMs * 2 ** (tries - 1);
      const asked = error.retryAfterMs;
      const waitMs = asked === undefined ? longest * (0.5 + random() / 2) : asked + random() * backoffMs;
      const fits = tries < triesMax && waitMs + callMinMs <= leftMs;
      return fits ? { kind: "again", waitMs } : { kind: "next" };
    }
  }
}

/** Whether an adapter that failed so is out of order for whoever comes next. */
export function isOutOfOrder({ code }: ModelError): boolean {
  return code === "auth" || code === "not_configured" || code === "provider_down";
}

export interface Turns<A, T> {
  /** When the answer must be there, on the clock of `now`. */
  endsAt: number;
  call: (adapter: A, limitMs: number) => Promise<T>;
  /** Hears of each adapter that did not answer. */
  passedOver: (adapter: A, error: ModelError) => Promise<void>;
  now: () => number;
  random: () => number;
  sleep: (ms: number) => Promise<unknown>;
}

/**
 * Asks one adapter after the other until one answers, within the time. @throws ModelError: of all failures the one that
 * patience helps most, so that the work may wait in line instead of being given up
 */
export async function inTurn<A, T>(adapters: readonly A[], turns: Turns<A, T>): Promise<T> {
  const failures: ModelError[] = [];
  for (const [index, adapter] of adapters.entries()) {
    const isLast = index === adapters.length - 1;
    for (let tries = 1; ; tries += 1) {
      const leftMs = turns.endsAt - turns.now();
      if (failures.length > 0 && leftMs < callMinMs) throw mostHopeful(failures);
      try {
        return await turns.call(adapter, Math.max(1, Math.round(isLast ? leftMs : leftMs * share)));
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        failures.push(error);
        const move = moveAfter(error, { tries, leftMs: turns.endsAt - turns.now() }, turns.random);
        if (move.kind === "end") throw error;
        if (move.kind === "again") {
          await turns.sleep(move.waitMs);
          continue;
        }
        await turns.passedOver(adapter, error);
        break;
      }
    }
  }
  throw mostHopeful(failures);
}

function mostHopeful(failures: readonly ModelError[]): ModelError {
  const found =
    failures.findLast(({ code }) => code === "rate_limited") ??
    failures.findLast(({ retriable }) => retriable) ??
    failures.at(-1);
  return found ?? new ModelError("not_configured", "none", "No adapter could be asked.");
}
