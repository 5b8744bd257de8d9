"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { ActionItem } from "#schema/action-item.ts";
import type { DeliverablePlan, PlanVersion } from "#schema/deliverable-plan.ts";

export const planPath = "/tenant/v1/plans";
const itemsPath = "/tenant/v1/action-items";
const stale = [itemsPath, planPath];

export function usePlans() {
  return useApi<{ items: PlanVersion[] }>(planPath);
}

export function usePlan(version: number | null) {
  return useApi<DeliverablePlan>(version === null ? null : `${planPath}/${version}`, {}, { keepPrevious: true });
}

export function useAssign(item: ActionItem) {
  return useAction<string | null, unknown>((userId) => api.put(`${itemsPath}/${item.id}/assignee`, { userId }), {
    invalidates: stale,
    success: (_, userId) => (userId ? `Given away: ${item.title}` : `Given to nobody: ${item.title}`),
  });
}

export function useFinish(item: ActionItem) {
  return useAction<void, unknown>(
    (_, idempotencyKey) => api.post(`${itemsPath}/${item.id}/done`, {}, { idempotencyKey }),
    { invalidates: stale, success: `Done: ${item.title}` },
  );
}
