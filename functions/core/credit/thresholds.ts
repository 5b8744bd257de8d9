import { type Threshold, thresholds } from "#schema/spend.ts";

/** The thresholds that a use of an allowance has reached and nobody was told of yet, lowest first. */
export function crossed(used: number, total: number, sent: readonly number[]): Threshold[] {
  if (total <= 0) return [];
  return thresholds.filter((percent) => used * 100 >= percent * total && !sent.includes(percent));
}
