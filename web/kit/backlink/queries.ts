"use client";

import type { Backlink } from "#schema/backlink.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";

const path = "/tenant/v1/backlinks";

/** Prospects, links and listings. */
export function useBacklinks() {
  return useList<Backlink>(path);
}

export function useBacklink(id: string) {
  return useApi<Backlink>(`${path}/${id}`);
}

export function useResearch() {
  return useAction<Record<string, never>, unknown>(
    (order, idempotencyKey) => api.post(`${path}/research`, order, { idempotencyKey }),
    { invalidates: [path], success: "Sites that may link to yours are being looked for" },
  );
}

export function useMatch() {
  return useAction<void, unknown>(() => api.post(`${path}/match`), {
    invalidates: [path],
    success: "Listings are being looked for",
  });
}
