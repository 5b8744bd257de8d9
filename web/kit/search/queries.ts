"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SearchResult } from "#schema/search.ts";
import { api } from "../api/client.ts";
import { useActiveTenant } from "../api/tenant-store.ts";

/** Hits of all collections for a text; an empty text asks nothing. */
export function useSearch(text: string) {
  const tenantId = useActiveTenant();
  const q = text.trim();
  return useQuery<SearchResult>({
    queryKey: ["/v1/search", { q }, tenantId],
    queryFn: ({ signal }) => api.post("/v1/search", { q, perCollection: 5 }, { signal }),
    enabled: q.length > 0,
    retry: false,
    staleTime: 5_000,
    placeholderData: keepPreviousData,
  });
}
