"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { saveFile } from "#kit/api/save-file.ts";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { ChainEntry, ChainResult, ChainStatus } from "#schema/chain.ts";
import type { Page } from "#schema/page.ts";

const path = "/admin/v1/audit-logs";
/** Rows of one reading of the log. */
const rows = 50;

export interface AuditFilter {
  chain: string | null;
  action: string | null;
  actor: string | null;
  subject: string | null;
  from: string | null;
  to: string | null;
}

/** Entries of all chains or of one, newest first. */
export function useAuditLogs(filter: AuditFilter) {
  return useList<ChainEntry>(path, { ...filter }, rows);
}

/** How one chain stands; no item while it has no entry. */
export function useChain(chain: string) {
  return useApi<Page<ChainStatus>>(`${path}/chains`, { chain });
}

/** How all chains stand, those that moved last first. */
export function useChains() {
  return useList<ChainStatus>(`${path}/chains`);
}

type Verification = ChainStatus["verification"];

/** What a verification found, and when the one was made that the log knew of then. */
interface Found {
  verification: Verification;
  over: string | null;
}

const foundKey = (chain: string) => ["audit-verification", chain] as const;

/** The last verification of a chain. What one found counts from its answer on; the log is written a moment later. */
export function useVerification({ chain, verification }: Pick<ChainStatus, "chain" | "verification">): Verification {
  const { data } = useQuery<Found | null>({ queryKey: foundKey(chain), queryFn: () => null, enabled: false });
  return data && data.over === (verification?.at ?? null) ? data.verification : verification;
}

/** Recomputes one chain on the server, entry by entry. `over` is when the log's last verification was made. */
export function useVerifyChain(over: string | null) {
  const queries = useQueryClient();
  return useAction<{ chain: string }, ChainResult>(
    (input, idempotencyKey) => api.post(`${path}/verify`, input, { idempotencyKey }),
    {
      invalidates: [path],
      success: ({ ok, checkedTo }) => (ok ? `The chain holds: ${checkedTo} entries were computed again` : ""),
      onSuccess: ({ chain, ok, checkedTo, firstBadSeq }) => {
        const verification = { ok, checkedTo, firstBadSeq, at: new Date().toISOString() };
        queries.setQueryData<Found>(foundKey(chain), { verification, over });
      },
    },
  );
}

interface Export {
  filter: AuditFilter;
  format: "csv" | "ndjson";
}

/** Hands out the entries that fit, oldest first, as a file. */
export function useExportAudit() {
  return useAction<Export, void>(async ({ filter, format }, idempotencyKey) => {
    const narrowed = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));
    const file = await api.file(`${path}/export`, { ...narrowed, format }, { idempotencyKey });
    saveFile(file, `audit-${filter.chain ?? "all"}.${format}`);
  });
}
