"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { PlatformRun } from "#schema/platform-run.ts";
import { isRunOver, type Run, type Transcript } from "#schema/run.ts";

const path = "/admin/v1/runs";
const tickMs = 5_000;

interface RunsFilter {
  tenantId: string | null;
  agent: string | null;
  status: string | null;
  errorCode: string | null;
  from: string | null;
  to: string | null;
}

export function useRuns(filter: RunsFilter) {
  return useList<PlatformRun>(path, { ...filter });
}

/** One run; looked at every 5 s until it has ended. */
export function usePlatformRun(id: string) {
  const run = useApi<PlatformRun>(`${path}/${id}`);
  const isOpen = run.data !== undefined && !isRunOver(run.data.status);
  useApi<PlatformRun>(isOpen ? `${path}/${id}` : null, {}, { refetchInterval: tickMs });
  return run;
}

export function useTranscript(id: string, isOpen: boolean) {
  return useApi<Transcript>(`${path}/${id}/transcript`, {}, isOpen ? { refetchInterval: tickMs } : {});
}

export function useCancelRun(id: string, onSuccess: () => void) {
  return useAction<{ reason: string }, Run>(
    (input, idempotencyKey) => api.post(`${path}/${id}/cancel`, input, { idempotencyKey }),
    { invalidates: [path, "/admin/v1/audit-logs"], success: "The run stops at its next step", onSuccess },
  );
}
