"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { RoutineSettings, RoutineSettingsPatch } from "#schema/routine.ts";

const path = "/tenant/v1/settings";

export function useSettings() {
  return useApi<RoutineSettings>(path);
}

export function useSwitch(success: string) {
  return useAction<RoutineSettingsPatch, RoutineSettings>((patch) => api.patch(path, patch), {
    invalidates: [path],
    quiet: true,
    success,
  });
}
