import { line } from "./terminal.ts";

export type Stopping = {
  /** Aborted when the end has begun. */
  signal: AbortSignal;
  /** Begins the end, or joins it; leaves the process with `code`. */
  end: (code: number) => Promise<never>;
};

// A terminal and the parent process may both pass on the same key press.
const sameKeyPressMs = 500;

/**
 * Ends in good order on Ctrl-C, SIGTERM, a closed terminal or a dead parent; a second Ctrl-C ends at once.
 * @param work what to do before leaving
 */
export function endOnSignals(work: () => Promise<void>): Stopping {
  const begun = new AbortController();
  let beganAt = 0;

  async function end(code: number): Promise<never> {
    if (!begun.signal.aborted) {
      beganAt = Date.now();
      begun.abort();
      await work();
      process.exit(code);
    }
    return new Promise<never>(() => undefined);
  }

  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (begun.signal.aborted) {
        if (name === "SIGINT" && Date.now() - beganAt > sameKeyPressMs) process.exit(1);
        return;
      }
      line("Stopping ...");
      void end(0);
    });
  }
  process.once("disconnect", () => void end(0));
  return { signal: begun.signal, end };
}
