"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { keepPreviousData, QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useState } from "react";
import type { Query } from "./client.ts";
import { api } from "./client.ts";
import { ApiError } from "./error.ts";
import { useActiveTenant } from "./tenant-store.ts";

const retriesMax = 2;

function shouldRetry(failures: number, error: Error): boolean {
  if (error instanceof ApiError && error.status >= 400 && error.status < 500) return false;
  return failures < retriesMax;
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 10_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}

/** Holds what was read from the API for one tab. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** Key of every read: [path, query, active client]. Live events and actions invalidate by the start of the path. */
export type ApiKey = readonly [path: string, query: Query, tenantId: string | null];

export function apiKey(path: string, query: Query = {}, tenantId: string | null = null): ApiKey {
  return [path, query, tenantId];
}

interface ReadOptions {
  /** Milliseconds between unasked re-reads. */
  refetchInterval?: number;
  staleTime?: number;
  /** Keeps the rows of the last query on screen while the next one loads. */
  keepPrevious?: boolean;
}

/** Reads one address of the API. A null path waits. */
export function useApi<T>(path: string | null, query: Query = {}, options: ReadOptions = {}): UseQueryResult<T> {
  const tenantId = useActiveTenant();
  const { keepPrevious, ...rest } = options;
  return useQuery<T>({
    queryKey: apiKey(path ?? "", query, tenantId),
    queryFn: ({ signal }) => api.get<T>(path ?? "", query, { signal }),
    enabled: path !== null,
    ...rest,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}
