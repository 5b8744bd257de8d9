"use client";

import type { z } from "zod";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { ContextEdit, ContextFile, ContextFiles, RefreshNotes } from "#schema/context.ts";
import type { SetupState } from "#schema/setup.ts";

export const contextPath = "/tenant/v1/context";
const stale = [contextPath, "/tenant/v1/setup", "/dashboard/v1/approvals", "/dashboard/v1/home"];

export function useContextFiles() {
  return useApi<ContextFiles>(contextPath);
}

export function useContextFile(version: number | null) {
  return useApi<ContextFile>(version === null ? null : `${contextPath}/${version}`, {}, { keepPrevious: true });
}

export function useEditContext(onSaved: () => void) {
  return useAction<z.infer<typeof ContextEdit>, ContextFiles>((edit) => api.put(contextPath, edit), {
    quiet: true,
    invalidates: stale,
    success: "A new version waits for approval.",
    onSuccess: onSaved,
  });
}

export function useRefreshContext(onBegun: () => void) {
  return useAction<z.infer<typeof RefreshNotes>, SetupState>(
    (notes, idempotencyKey) => api.post(`${contextPath}/refresh`, notes, { idempotencyKey }),
    { invalidates: stale, success: "Research begins anew.", onSuccess: onBegun },
  );
}
