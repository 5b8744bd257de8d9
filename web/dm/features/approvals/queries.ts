"use client";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { ApprovalCount, ApprovalItem, BulkResolve, BulkResult } from "#schema/approval.ts";

const path = "/dm/v1/approvals";

/** How much waits, by kind and risk; of one client or of all. */
export function useApprovalCounts(tenantId: string | null) {
  return useApi<{ items: ApprovalCount[] }>(`${path}/counts`, { tenantId }, { keepPrevious: true });
}

/** One decision for several approvals, each about exactly the content that the queue showed. */
export function useBulkDecision(onDone: (results: BulkResult[]) => void) {
  const queries = useQueryClient();
  return useAction(
    ({ items, ...answer }: { items: readonly ApprovalItem[] } & Omit<BulkResolve, "items">, idempotencyKey) =>
      api.post<{ results: BulkResult[] }>(
        `${path}/bulk/resolve`,
        { ...answer, items: items.map(({ id, contentHash }) => ({ id, contentHash })) } satisfies BulkResolve,
        { idempotencyKey },
      ),
    {
      quiet: true,
      success: ({ results }) => {
        const done = results.filter(({ ok }) => ok).length;
        return done === results.length ? `${done} decided.` : `${done} of ${results.length} decided.`;
      },
      onSuccess: ({ results }) => {
        void queries.invalidateQueries();
        onDone(results);
      },
    },
  );
}
