import { log } from "#platform/log.ts";

/** Part of the relay that runs by itself, so that one store's outage stops only what needs that store. */
export interface Lane {
  wake(): void;
  /** When the last drain ended, well or not, in milliseconds of the process's clock. */
  turnedAt(): number;
  /** Ends after the drain under way. */
  stop(): Promise<void>;
}

const sweepMs = 1_000;
const backOffMaxMs = 5_000;

/**
 * Calls `drain` again and again: at once while it answers that there is more, else when woken or after a second.
 * A drain that throws is tried again after a growing pause; it must leave undelivered what it did not deliver.
 */
export function lane(name: string, drain: () => Promise<boolean>): Lane {
  let stopped = false;
  let woken = false;
  let turnedAt = performance.now();
  let wakeUp = (): void => undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopped) {
      woken = false;
      try {
        const more = await drain();
        failures = 0;
        if (!more && !woken && !stopped) await pause(sweepMs);
      } catch (error) {
        failures++;
        log.warn({ lane: name, failures, error: error instanceof Error ? error.message : String(error) }, "relay");
        // Nudges must not turn an outage into a storm of tries.
        if (!stopped) await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** failures, backOffMaxMs)));
      }
      turnedAt = performance.now();
    }
  };
  const ended = run();

  return {
    wake() {
      woken = true;
      wakeUp();
    },
    turnedAt: () => turnedAt,
    stop() {
      stopped = true;
      wakeUp();
      return ended;
    },
  };
}
