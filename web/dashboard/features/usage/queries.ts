"use client";

import { useApi } from "#kit/api/query.tsx";
import { useList } from "#kit/api/use-list.ts";
import type { CreditBalance, CreditEntry } from "#schema/credit.ts";

export function useCredits() {
  return useApi<CreditBalance>("/tenant/v1/credits");
}

/** Movements of credits, newest first. */
export function useLedger() {
  return useList<CreditEntry>("/tenant/v1/credits/ledger");
}
