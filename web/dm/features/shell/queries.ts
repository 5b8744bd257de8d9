"use client";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { api } from "#kit/api/client.ts";
import { apiKey } from "#kit/api/query.tsx";
import type { ClientCard, Overview } from "#schema/dashboard.ts";

/** Assigned clients with what waits for them. The same answer whichever client is active. */
export function useClients(): UseQueryResult<{ items: ClientCard[] }> {
  return useQuery({
    queryKey: apiKey("/dm/v1/clients"),
    queryFn: ({ signal }) => api.get<{ items: ClientCard[] }>("/dm/v1/clients", {}, { signal }),
  });
}

/** All assigned clients with totals. */
export function useOverview(): UseQueryResult<Overview> {
  return useQuery({
    queryKey: apiKey("/dm/v1/overview"),
    queryFn: ({ signal }) => api.get<Overview>("/dm/v1/overview", {}, { signal }),
  });
}
