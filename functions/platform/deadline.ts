export interface Deadline {
  /** Aborts when time is up or when the caller's own signal does. */
  signal: AbortSignal;
  /** Whether it was the time. */
  passed(): boolean;
  /** Ends the watch. `AbortSignal.timeout` has no such end: it would hold on to a finished request until its time is up. */
  clear(): void;
}

/** Joins a time limit in milliseconds with the signal of the caller. */
export function openDeadline(timeoutMs: number, caller?: AbortSignal | null): Deadline {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  return {
    signal: caller ? AbortSignal.any([late.signal, caller]) : late.signal,
    passed: () => late.signal.aborted,
    clear: () => clearTimeout(timer),
  };
}
