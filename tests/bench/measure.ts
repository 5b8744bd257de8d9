/** One line of a benchmark's table. */
export interface Row {
  what: string;
  size: string;
  ours: string;
  other: string;
  /** Ours against the other, so that it compares with `reach`. */
  ratio: string;
  reach: string;
}

export interface Rounds {
  most: number;
  /** No further round begins after this time; two are run in any case. */
  budgetMs: number;
}

/**
 * Runs contenders in turn, round after round, each round in another order, and keeps the smallest result of each: on a busy
 * machine that is the one least disturbed.
 */
export async function best<Name extends string>(
  rounds: Rounds,
  contenders: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<Name, number>;
  const startedMs = performance.now();
  for (let round = 0; round < rounds.most; round++) {
    if (round >= 2 && performance.now() - startedMs > rounds.budgetMs) break;
    for (const index of names.keys()) {
      const name = names[(index + round) % names.length];
      if (name !== undefined) results[name] = Math.min(results[name], await contenders[name]());
    }
  }
  return results;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** Median and 95th percentile of the time of calls, in milliseconds. */
export interface Latency {
  p50: number;
  p95: number;
}

/**
 * Calls each contender's `work` with 0 to `calls` - 1, one call after the other, in so many rounds that take turns. Every round has
 * numbers of its own; of each contender the smaller figures of all rounds are kept.
 */
export async function latencies<Name extends string>(
  { rounds, calls }: { rounds: number; calls: number },
  contenders: Record<Name, (index: number) => Promise<unknown>>,
): Promise<Record<Name, Latency>> {
  const names = Object.keys(contenders) as Name[];
  const none = { p50: Number.POSITIVE_INFINITY, p95: Number.POSITIVE_INFINITY };
  const results = Object.fromEntries(names.map((name) => [name, none])) as Record<Name, Latency>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const took: number[] = [];
      for (let at = 0; at < calls; at++) took.push(await timed(() => contenders[name](round * calls + at)));
      const { p50, p95 } = results[name];
      results[name] = { p50: Math.min(p50, quantile(took, 0.5)), p95: Math.min(p95, quantile(took, 0.95)) };
    }
  }
  return results;
}

/** The value below which the share of all values lies; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Calls `work` with 0 to `count` - 1, at most `width` at once. */
export async function spread(count: number, width: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
}

/** `12345` things in `ms` as `12,345 jobs/s`. */
export function perSecond(count: number, ms: number, unit: string): string {
  return `${number((count * 1_000) / ms)} ${unit}/s`;
}

/** A number with thousands separators, three significant digits below 100. */
export function number(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}

/** A factor with two decimals. */
export function factor(value: number): string {
  return `${value.toFixed(2)}x`;
}
