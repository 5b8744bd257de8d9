"use client";

import type {
  Visibility,
  VisibilityNarrative,
  VisibilityPlatform,
  VisibilityPrompt,
  VisibilityPromptInput,
  VisibilityPrompts,
  VisibilityRun,
  VisibilitySnapshot,
} from "#schema/visibility.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";

const path = "/tenant/v1/ai-visibility";

export function useVisibility() {
  return useApi<Visibility>(path);
}

/** Answers since a day, of one assistant or kind of question where asked for. */
export function useSnapshots(filter: { from: string; platform?: string | null; type?: string | null }) {
  return useApi<{ items: VisibilitySnapshot[] }>(`${path}/snapshots`, filter, { keepPrevious: true });
}

export function useNarratives() {
  return useApi<{ items: VisibilityNarrative[] }>(`${path}/narratives`);
}

export function usePrompts() {
  return useApi<VisibilityPrompts>(`${path}/prompts`);
}

export function useAskNow() {
  return useAction<void, VisibilityRun>((_, idempotencyKey) => api.post(`${path}/run`, undefined, { idempotencyKey }), {
    invalidates: [path],
    success: ({ questions }) => `${questions} questions are being asked`,
  });
}

export function useSwitchAssistant() {
  return useAction<{ key: VisibilityPlatform; enabled: boolean }, Visibility>(
    ({ key, enabled }) => api.put(`${path}/platforms/${key}`, { enabled }),
    { invalidates: [path] },
  );
}

export function useSchedule() {
  return useAction<Visibility["schedule"], Visibility>((schedule) => api.put(`${path}/schedule`, { schedule }), {
    invalidates: [path],
    success: "Saved",
  });
}

export function useAddPrompt(onSaved: () => void) {
  return useAction<VisibilityPromptInput, VisibilityPrompt>(
    (input, idempotencyKey) => api.post(`${path}/prompts`, input, { idempotencyKey }),
    { quiet: true, invalidates: [`${path}/prompts`], success: "It is asked from now on", onSuccess: onSaved },
  );
}

export function useChangePrompt() {
  return useAction<{ id: string; active: boolean }, VisibilityPrompt>(
    ({ id, active }) => api.patch(`${path}/prompts/${id}`, { active }),
    { invalidates: [`${path}/prompts`] },
  );
}

export function useRemovePrompt() {
  return useAction<string, void>((id) => api.delete(`${path}/prompts/${id}`), {
    invalidates: [path],
    success: "Removed with its answers",
  });
}
