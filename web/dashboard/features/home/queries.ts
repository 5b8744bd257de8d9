"use client";

import { useApi } from "#kit/api/query.tsx";
import type { Home } from "#schema/dashboard.ts";

/** Everything the first screen shows, in one read. */
export function useHome() {
  return useApi<Home>("/dashboard/v1/home");
}
