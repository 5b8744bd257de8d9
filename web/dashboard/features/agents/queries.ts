"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { AgentPatch, AgentState } from "#schema/agent.ts";

const path = "/tenant/v1/agents";

export function useAgents() {
  return useApi<{ items: AgentState[] }>(path);
}

export function useChangeAgent(agent: AgentState, success: string) {
  return useAction<AgentPatch, AgentState>((change) => api.patch(`${path}/${agent.name}`, change), {
    invalidates: [path],
    success,
  });
}
