import type { UseQueryResult } from "@tanstack/react-query";
import type { List } from "./use-list.ts";

/** A list that the API answers whole, in the form that `DataTable` takes. */
export function wholeList<T>(result: UseQueryResult<{ items: T[] }>): List<T> {
  return {
    ...fixedList(result.data?.items ?? []),
    isPending: result.isPending,
    isRefreshing: result.isFetching && !result.isPending,
    error: result.data ? null : result.error,
    refetch: () => void result.refetch(),
  };
}

/** Rows that came along with something else, in the form that `DataTable` takes. */
export function fixedList<T>(items: T[]): List<T> {
  return {
    items,
    isPending: false,
    isRefreshing: false,
    error: null,
    hasMore: false,
    isLoadingMore: false,
    loadMore: () => undefined,
    refetch: () => undefined,
  };
}
