"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { wholeList } from "#kit/api/whole-list.ts";
import type {
  AgentOverride,
  AgentVersion,
  AgentVersionInput,
  AgentVersionRow,
  MasterAgent,
  MasterAgentPatch,
} from "#schema/agent-version.ts";

const path = "/admin/v1/agents";
const stale = [path, "/admin/v1/audit-logs"];

export function useAgents() {
  return useApi<{ items: MasterAgent[] }>(path);
}

export function useAgent(name: string) {
  return useApi<MasterAgent>(`${path}/${name}`);
}

/** Tools and skills that a version can name. */
export function useAgentChoices() {
  return useApi<{ tools: string[]; skills: string[] }>("/admin/v1/agent-choices");
}

export function useOverrides(name: string) {
  return wholeList<AgentOverride>(useApi(`${path}/${name}/overrides`));
}

export function useVersions(name: string) {
  return useApi<{ items: AgentVersionRow[] }>(`${path}/${name}/versions`);
}

/** One version in full; null waits. */
export function useVersion(name: string, version: number | null) {
  return useApi<AgentVersion>(version === null ? null : `${path}/${name}/versions/${version}`);
}

/** Switches an agent or changes whom it is for; somebody else's change in between is refused. */
export function useChangeAgent({ name, label, rowVersion }: MasterAgent, onSuccess?: () => void) {
  return useAction<MasterAgentPatch, MasterAgent>((change) => api.patch(`${path}/${name}`, change, { rowVersion }), {
    quiet: onSuccess !== undefined,
    invalidates: stale,
    success: `${label} is changed`,
    onSuccess: () => onSuccess?.(),
  });
}

export function useDraft(name: string, onSuccess: (made: AgentVersion) => void) {
  return useAction<AgentVersionInput, AgentVersion>(
    (input, idempotencyKey) => api.post(`${path}/${name}/versions`, input, { idempotencyKey }),
    { quiet: true, invalidates: stale, success: ({ version }) => `Version ${version} is kept as a draft`, onSuccess },
  );
}

export type VersionVerb = "publish" | "rollback";

/** Lets every client work by a version. */
export function useVersionVerb(name: string, onSuccess: (made: AgentVersion) => void) {
  return useAction<{ version: number; verb: VersionVerb }, AgentVersion>(
    ({ version, verb }, idempotencyKey) =>
      api.post(`${path}/${name}/versions/${version}/${verb}`, undefined, { idempotencyKey }),
    {
      invalidates: stale,
      success: ({ version }) => `Every client works by version ${version} from the next run on`,
      onSuccess,
    },
  );
}
