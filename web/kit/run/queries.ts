"use client";
import type { Activity, ActivityDetail, ActivityEvent } from "#schema/activity.ts";
import type { Retrieval, Run, RunStep } from "#schema/run.ts";
import { useApi } from "../api/query.tsx";
import { type List, useList } from "../api/use-list.ts";
import type { PortalName } from "../blog/paths.ts";

const tickMs = 5_000;

export interface ActivityFilter {
  status?: readonly string[] | null;
  type?: string | null;
  tenantId?: string | null;
  blocked?: string | null;
  mine?: boolean;
}

/** Activities: of the tenant, or in the DM portal of all assigned clients. */
export function useActivities(portal: PortalName, filter: ActivityFilter): List<Activity> {
  const { tenantId, blocked, status, mine, ...rest } = filter;
  const query = { ...rest, ...(status ? { status } : {}), ...(mine ? { mine: "true" } : {}) };
  return useList<Activity>(
    portal === "dm" ? "/dm/v1/activities" : "/tenant/v1/activities",
    portal === "dm" ? { ...query, tenantId, blocked } : query,
  );
}

export function useActivity(id: string | null) {
  return useApi<ActivityDetail>(id === null ? null : `/tenant/v1/activities/${id}`);
}

/** All runs of an activity, the critic's included. */
export function useActivityRuns(id: string | null) {
  return useApi<{ items: Run[] }>(id === null ? null : `/tenant/v1/activities/${id}/runs`);
}

export function useActivityEvents(id: string): List<ActivityEvent> {
  return useList<ActivityEvent>(`/tenant/v1/activities/${id}/events`, {}, 100);
}

export function useRetrievals(id: string) {
  return useApi<{ items: Retrieval[] }>(`/tenant/v1/activities/${id}/retrievals`);
}

/** One run; looked at every 5 s while it works, beside the live events. */
export function useRun(id: string | null, isLive = false) {
  return useApi<Run>(id === null ? null : `/tenant/v1/runs/${id}`, {}, isLive ? { refetchInterval: tickMs } : {});
}

export function useRunSteps(id: string, isLive = false) {
  return useApi<{ items: RunStep[] }>(`/tenant/v1/runs/${id}/steps`, {}, isLive ? { refetchInterval: tickMs } : {});
}

export interface RunPrompt {
  system: string;
  prompt: string;
  sha256: string;
  agentVersion: number;
}

/** The exact words the model got; agency only. */
export function useRunPrompt(id: string | null) {
  return useApi<RunPrompt>(id === null ? null : `/tenant/v1/runs/${id}/prompt`);
}
