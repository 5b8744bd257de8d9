"use client";

import { useApi } from "#kit/api/query.tsx";
import { useList } from "#kit/api/use-list.ts";
import type { CreditBalance, CreditEntry } from "#schema/credit.ts";
import type { SpendBalance } from "#schema/spend.ts";
import type { UsageGroup, UsagePage, UsageRow } from "#schema/usage.ts";

export function useCredits() {
  return useApi<CreditBalance>("/tenant/v1/credits");
}

/** Movements of credits, newest first. */
export function useLedger(type: readonly string[]) {
  return useList<CreditEntry>("/tenant/v1/credits/ledger", { type });
}

/** What is asked of the figures of use. */
export interface UsageAsked {
  groupBy: Exclude<UsageGroup, "tenant">;
  from: string | null;
  to: string | null;
  agent: string | null;
  model: string | null;
  activityId: string | null;
}

const usagePath = "/tenant/v1/credits/usage";

/** What was used, a row for each key. */
export function useUsage(asked: UsageAsked) {
  return useList<UsageRow>(usagePath, { ...asked });
}

/** The same day by day, for the chart. */
export function useUsageByDay(asked: UsageAsked) {
  return useApi<UsagePage>(usagePath, { ...asked, groupBy: "day", limit: 100 }, { keepPrevious: true });
}

/** Where the table of the same figures is downloaded. */
export const usageExport = `${usagePath}/export`;

/** The cap of provider cost of the month; null waits. */
export function useSpend(isWanted: boolean) {
  return useApi<SpendBalance>(isWanted ? "/tenant/v1/spend" : null);
}
