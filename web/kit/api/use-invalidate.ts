"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

/** Marks every read whose path starts with `path` as stale; those on screen are read again at once. */
export function useInvalidate(): (path: string) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    (path: string) =>
      queries.invalidateQueries({
        predicate: (query) => typeof query.queryKey[0] === "string" && query.queryKey[0].startsWith(path),
      }),
    [queries],
  );
}
