"use client";

import type { CreditRate } from "#schema/credit.ts";
import type { CreditRateKey } from "#schema/plans.ts";
import { useApi } from "./query.tsx";

/** What each kind of work costs today. */
export function useRates() {
  return useApi<{ items: CreditRate[] }>("/tenant/v1/credits/rates");
}

/** Credits that a kind of work costs today, by its key; null until they are known. */
export function useRateOf(): (key: CreditRateKey) => number | null {
  const rates = useRates().data?.items;
  return (key) => rates?.find((rate) => rate.key === key)?.credits ?? null;
}
