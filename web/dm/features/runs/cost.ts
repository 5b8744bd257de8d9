import type { Run } from "#schema/run.ts";

const microsPerUnit = 1_000_000;

/** What the provider asked for a run, "$0.0123"; a dash where nobody says. */
export function costOf({ costMicros, currency }: Pick<Run, "costMicros" | "currency">): string {
  if (costMicros === null) return "–";
  return (costMicros / microsPerUnit).toLocaleString("en", {
    style: "currency",
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  });
}
