"use client";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { type List, useList } from "#kit/api/use-list.ts";
import type { ListedRun, ReplayOrder, RunDiff, StoredPrompt, Transcript } from "#schema/run.ts";

const path = "/dm/v1/runs";
const tickMs = 4_000;

interface Filter {
  tenantId?: string | null;
  agent?: string | null;
  status?: readonly string[];
  replayOf?: string | null;
}

/** Runs, newest first. */
export function useRuns(filter: Filter): List<ListedRun> {
  const { status, ...rest } = filter;
  return useList<ListedRun>(path, { ...rest, ...(status ? { status } : {}) });
}

/** What does a run over; looked at again while one of them works. */
export function useReplays(id: string) {
  return useApi<{ items: ListedRun[] }>(path, { replayOf: id, limit: 50 }, { refetchInterval: tickMs });
}

/** Everything of a run in order. */
export function useTranscript(id: string, isLive: boolean) {
  return useApi<Transcript>(`${path}/${id}/transcript`, {}, isLive ? { refetchInterval: tickMs } : {});
}

/** What doing a run over changed. */
export function useRunDiff(id: string | null) {
  return useApi<RunDiff>(id === null ? null : `${path}/${id}/diff`);
}

/** Stored prompts that a run can be done over with; only for those who may. */
export function usePrompts(id: string) {
  return useApi<{ items: StoredPrompt[] }>(`${path}/${id}/prompts`);
}

/** Does a run over: from its recording, or with a stored prompt. */
export function useReplay(id: string, onDone: (runId: string) => void) {
  return useAction(
    (order: ReplayOrder, idempotencyKey) =>
      api.post<{ runId: string }>(`${path}/${id}/replay`, order, { idempotencyKey }),
    { invalidates: [path], success: "It is being done over.", onSuccess: ({ runId }) => onDone(runId) },
  );
}

/** Stops a run at its next step. */
export function useCancelRun(id: string, onDone: () => void) {
  return useAction(
    (reason: string, idempotencyKey) =>
      api.post(`${path}/${id}/cancel`, reason === "" ? {} : { reason }, { idempotencyKey }),
    { invalidates: [path, "/tenant/v1"], success: "Stopped.", onSuccess: onDone },
  );
}
