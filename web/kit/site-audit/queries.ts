"use client";

import type { CodeChange } from "#schema/code-change.ts";
import type { AuditArea, SiteAudit, SiteAuditDetail } from "#schema/site-audit.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";

const path = "/tenant/v1/site-audits";
const changes = "/tenant/v1/code-changes";

export function useAudits() {
  return useApi<{ items: SiteAudit[] }>(path);
}

export function useAudit(id: string) {
  return useApi<SiteAuditDetail>(`${path}/${id}`);
}

export function useOrderAudit(onOrdered: (audit: SiteAuditDetail) => void) {
  return useAction<AuditArea[], SiteAuditDetail>(
    (focusAreas, idempotencyKey) => api.post(path, { focusAreas }, { idempotencyKey }),
    { invalidates: [path], success: "The site is being audited", onSuccess: onOrdered },
  );
}

/** Changes that agents proposed for the site. */
export function useCodeChanges() {
  return useList<CodeChange>(changes);
}

export function useCodeChange(id: string) {
  return useApi<CodeChange>(`${changes}/${id}`);
}

/** Has some findings of an audit mended, as one change to decide. */
export function useFix(auditId: string, onOrdered: (change: { codeChangeId: string }) => void) {
  return useAction<string[], { codeChangeId: string }>(
    (findingIds, idempotencyKey) => api.post(`${path}/${auditId}/fix`, { findingIds }, { idempotencyKey }),
    { invalidates: [path, changes], success: "A change is being written", onSuccess: onOrdered },
  );
}
