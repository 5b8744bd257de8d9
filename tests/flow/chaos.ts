import { setTimeout as pause } from "node:timers/promises";
import type { ProcessName, Product } from "#tests/support/product.ts";

export interface Chaos {
  /** Ends the killing. @returns what was killed, in order */
  stop(): Promise<ProcessName[]>;
}

const victims: readonly ProcessName[] = ["functions", "dispatcher"];

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ends function host and dispatcher in turn with kill -9 at random moments until stopped, at most `killsMax` times. */
export function startChaos(product: Product, options: { random: () => number; killsMax: number }): Chaos {
  const { random, killsMax } = options;
  const stopping = new AbortController();
  const killed: ProcessName[] = [];
  const first = Math.floor(random() * victims.length);
  const run = async (): Promise<void> => {
    while (killed.length < killsMax && !stopping.signal.aborted) {
      await pause(1_000 + random() * 6_000, undefined, { signal: stopping.signal }).catch(() => undefined);
      const victim = victims[(first + killed.length) % victims.length];
      if (victim && !stopping.signal.aborted && product.kill(victim)) killed.push(victim);
    }
  };
  const ended = run();
  return {
    async stop() {
      stopping.abort();
      await ended;
      return killed;
    },
  };
}
