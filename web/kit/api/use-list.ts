"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Page } from "#schema/page.ts";
import type { Query } from "./client.ts";
import { api } from "./client.ts";
import { apiKey } from "./query.tsx";
import { useActiveTenant } from "./tenant-store.ts";

/** A list as a screen uses it; hand it to `DataTable`. */
export interface List<T> {
  items: T[];
  isPending: boolean;
  /** Re-reading while older rows stay on screen. */
  isRefreshing: boolean;
  error: Error | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  refetch: () => void;
}

/** Reads a cursor-paged list, 25 rows at a time. A null path waits. */
export function useList<T>(path: string | null, query: Query = {}, limit = 25): List<T> {
  const tenantId = useActiveTenant();
  const result = useInfiniteQuery({
    queryKey: apiKey(path ?? "", { ...query, limit }, tenantId),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<T>>(path ?? "", { ...query, limit, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    enabled: path !== null,
  });
  const items = useMemo(() => result.data?.pages.flatMap((page) => page.items) ?? [], [result.data]);
  return {
    items,
    isPending: result.isPending,
    isRefreshing: result.isFetching && !result.isPending && !result.isFetchingNextPage,
    error: result.data ? null : result.error,
    hasMore: result.hasNextPage,
    isLoadingMore: result.isFetchingNextPage,
    loadMore: () => void result.fetchNextPage(),
    refetch: () => void result.refetch(),
  };
}
