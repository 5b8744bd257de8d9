interface Cost {
  currency: string;
  micros: number;
}

const microsPerUnit = 1_000_000;

/** "$1.25 + €0.40" from millionths of each currency; a dash for nothing. */
export function costText(costs: readonly Cost[] | null): string {
  const spent = (costs ?? []).filter(({ micros }) => micros > 0);
  if (spent.length === 0) return "–";
  return spent.map(({ currency, micros }) => microsText(micros, currency)).join(" + ");
}

/** "$0.0031": small amounts keep four decimals. */
export function microsText(micros: number, currency: string): string {
  const amount = micros / microsPerUnit;
  return amount.toLocaleString("en", {
    ...{ style: "currency", currency, minimumFractionDigits: 2 },
    maximumFractionDigits: amount < 1 ? 4 : 2,
  });
}
