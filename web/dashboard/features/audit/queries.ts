"use client";

import { useApi } from "#kit/api/query.tsx";
import { useList } from "#kit/api/use-list.ts";
import type { AuditEntry } from "#schema/audit.ts";

export interface ChainState {
  ok: boolean;
  checkedTo: number;
  firstBadSeq: number | null;
}

/** Entries of the workspace's chain, newest first. */
export function useAuditLog(action: string | undefined) {
  return useList<AuditEntry>("/tenant/v1/audit-log", { action });
}

/** Recomputes the hash chain on the server. */
export function useChainState() {
  return useApi<ChainState>("/tenant/v1/audit-log/verify", {}, { staleTime: 60_000 });
}
