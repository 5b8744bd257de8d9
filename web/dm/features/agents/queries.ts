"use client";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { AgentPatch, AgentState } from "#schema/agent.ts";

const path = "/tenant/v1/agents";

/** The client's agents with their present state and settings. */
export function useAgents() {
  return useApi<{ items: AgentState[] }>(path);
}

/** Changes an agent's settings for this client only. */
export function useConfigureAgent(name: string, onDone: () => void) {
  return useAction((patch: AgentPatch) => api.patch<AgentState>(`${path}/${name}`, patch), {
    quiet: true,
    invalidates: [path],
    success: "Settings saved. They count from the next run.",
    onSuccess: onDone,
  });
}

/** Lets an agent rest, or go on, for this client. */
export function usePauseAgent(name: string) {
  return useAction(
    (verb: "pause" | "resume", idempotencyKey) =>
      api.post<AgentState>(`${path}/${name}/${verb}`, undefined, { idempotencyKey }),
    {
      invalidates: [path, "/tenant/v1/activities", "/dm/v1"],
      success: (_, verb) => (verb === "pause" ? "Paused." : "Going on."),
    },
  );
}
