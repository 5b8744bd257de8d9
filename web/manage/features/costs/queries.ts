"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { PlatformSpend } from "#schema/spend.ts";
import type { UsageGroup, UsagePage, UsageRow } from "#schema/usage.ts";

const path = "/admin/v1/usage";
const spendPath = "/admin/v1/spend";

export interface CostsFilter {
  groupBy: UsageGroup;
  from: string | null;
  to: string | null;
  tenantId: string | null;
  agent: string | null;
  model: string | null;
}

export function useCosts(filter: CostsFilter) {
  return useList<UsageRow>(path, { ...filter });
}

/** Sums of all that fits the filters. */
export function useTotals(filter: CostsFilter) {
  return useApi<UsagePage>(path, { ...filter, limit: 1 }, { keepPrevious: true });
}

/** Where the same figures are to be had as a table. */
export function exportHref(filter: CostsFilter): string {
  const given = Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== null);
  return `/api${path}/export?${new URLSearchParams(given)}`;
}

/** What all tenants have cost today, and the cap of a day. */
export function useSpend() {
  return useApi<PlatformSpend>(spendPath);
}

export function useSetCap(onSuccess: () => void) {
  return useAction<{ capMinor: number | null }, PlatformSpend>((input) => api.put(`${spendPath}/cap`, input), {
    quiet: true,
    invalidates: [spendPath, "/admin/v1/audit-logs"],
    success: ({ capMinor }) => (capMinor === null ? "There is no cap of a day any more" : "The cap of a day is set"),
    onSuccess,
  });
}
