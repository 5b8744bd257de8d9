"use client";

import { useApi } from "#kit/api/query.tsx";
import type { Strategy, StrategyVersion } from "#schema/strategy.ts";

export const strategyPath = "/tenant/v1/strategies";

export function useStrategies() {
  return useApi<{ items: StrategyVersion[] }>(strategyPath);
}

export function useStrategy(version: number | null) {
  return useApi<Strategy>(version === null ? null : `${strategyPath}/${version}`, {}, { keepPrevious: true });
}
