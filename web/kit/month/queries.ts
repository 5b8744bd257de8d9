"use client";
import type { DryRun, Month, MonthGraph } from "#schema/month.ts";
import { useApi } from "../api/query.tsx";

/** The months that were planned, newest first. */
export function useMonths() {
  return useApi<{ items: Month[] }>("/tenant/v1/months");
}

/** A month with its work, and what waits for what. */
export function useMonth(id: string | null) {
  return useApi<MonthGraph>(id === null ? null : `/tenant/v1/months/${id}`, {}, { keepPrevious: true });
}

/** What a month (YYYY-MM) would bring. */
export function useDryRun(month: string) {
  return useApi<DryRun>("/tenant/v1/months/dry-run", { month });
}
