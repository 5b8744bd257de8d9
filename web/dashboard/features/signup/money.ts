import type { Money } from "#schema/signup.ts";

/** "₹9,999" or "$149.50" from minor units; whole amounts without decimals. */
export function money({ amountMinor, currency }: Money): string {
  const plain = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = plain.resolvedOptions().maximumFractionDigits ?? 2;
  const amount = amountMinor / 10 ** digits;
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency,
    minimumFractionDigits: Number.isInteger(amount) ? 0 : digits,
  }).format(amount);
}
