import { optionsOf } from "#kit/components/options.ts";
import type { TenantRow } from "#schema/admin.ts";
import type { Plan, TenantStatus } from "#schema/tenant.ts";

/** Plans and statuses in the order and words in which people choose them. */
export const planWords: Record<Plan, string> = {
  free: "Free",
  pro: "Pro",
  agency: "Agency",
  enterprise: "Enterprise",
};

const statusWords: Record<TenantStatus, string> = {
  onboarding: "Onboarding",
  trialing: "Trial",
  active: "Active",
  suspended: "Suspended",
  cancelled: "Cancelled",
};

export const planOptions = optionsOf(planWords);
export const statusOptions = optionsOf(statusWords);

/** How much of the month's cap is spent, 0 to 100; null without a cap. */
export function spentShare({ monthlySpend, spendCap }: TenantRow): number | null {
  if (spendCap === null || spendCap.amountMinor === 0) return null;
  return Math.min(100, Math.round((monthlySpend.amountMinor / spendCap.amountMinor) * 100));
}

const regions = new Intl.DisplayNames("en", { type: "region" });

/** The name of a country, e.g. "India" for IN. */
export function countryName(code: string): string {
  return regions.of(code) ?? code;
}
