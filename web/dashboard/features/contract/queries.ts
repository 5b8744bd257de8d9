"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useInvalidate } from "#kit/api/use-invalidate.ts";
import type { Contract } from "#schema/contract.ts";

const contract = "/dashboard/v1/contract";

export function useContract() {
  return useApi<Contract>(contract);
}

/** Opens the contract as PDF in a tab of its own. */
export function useContractPdf() {
  return useAction<void, { url: string }>(() => api.get(`${contract}/pdf`), {
    onSuccess: ({ url }) => void window.open(url, "_blank", "noopener"),
  });
}

/** Accepts the terms for the company. `onOpen` follows when the gate has read that the workspace is open. */
export function useAcceptContract(onOpen: () => void) {
  const invalidate = useInvalidate();
  return useAction<{ version: string; typedName: string; accepted: true }, void>(
    (input, idempotencyKey) => api.post(`${contract}/accept`, input, { idempotencyKey }),
    {
      quiet: true,
      invalidates: [contract],
      success: "Thank you, the contract is accepted",
      onSuccess: () => void invalidate("/tenant/v1/me").then(onOpen),
    },
  );
}
