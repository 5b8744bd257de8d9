"use client";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { VersionDiff } from "#schema/changes.ts";
import type { ContextFile, ContextFiles } from "#schema/context.ts";
import type { DeliverablePlan, PlanEdit, PlanType, PlanVersion } from "#schema/deliverable-plan.ts";
import type { Strategy, StrategyVersion } from "#schema/strategy.ts";

const root = "/tenant/v1";
const touched = [`${root}/context`, `${root}/strategies`, `${root}/plans`, `${root}/action-items`, "/dm/v1"];

export function useContextFiles() {
  return useApi<ContextFiles>(`${root}/context`);
}
export function useContextFile(version: number | null) {
  return useApi<ContextFile>(version === null ? null : `${root}/context/${version}`);
}
export function useStrategies() {
  return useApi<{ items: StrategyVersion[] }>(`${root}/strategies`);
}
export function useStrategy(version: number | null) {
  return useApi<Strategy>(version === null ? null : `${root}/strategies/${version}`);
}
export function usePlans() {
  return useApi<{ items: PlanVersion[] }>(`${root}/plans`);
}
export function usePlan(version: number | null) {
  return useApi<DeliverablePlan>(version === null ? null : `${root}/plans/${version}`);
}
export function usePlanTypes() {
  return useApi<{ items: PlanType[] }>(`${root}/plan-types`);
}

/** What changed up to a version; against the one before it unless another is named. */
export function useVersionDiff(kind: "context" | "strategies" | "plans", version: number, against: number | null) {
  return useApi<VersionDiff>(`${root}/${kind}/${version}/diff`, { against });
}

/** A person's own wording of the context file: a new version for the client to decide. */
export function useEditContext(onDone: () => void) {
  return useAction((input: { body: string; changeNote?: string }) => api.put<ContextFiles>(`${root}/context`, input), {
    quiet: true,
    invalidates: touched,
    success: "Saved as a new version. The client decides it.",
    onSuccess: onDone,
  });
}

/** The agency's own wording of the strategy: a new version for somebody else to decide. */
export function useEditStrategy(version: number, onDone: (made: Strategy) => void) {
  return useAction(
    (input: { body: string; changeNote?: string }) => api.put<Strategy>(`${root}/strategies/${version}`, input),
    {
      quiet: true,
      invalidates: touched,
      success: "Saved as a new version. Somebody else of the agency decides it.",
      onSuccess: onDone,
    },
  );
}

/** Quantities as a person wants them: a new version for somebody else to decide. */
export function useEditPlan(version: number, onDone: (made: DeliverablePlan) => void) {
  return useAction((input: PlanEdit) => api.put<DeliverablePlan>(`${root}/plans/${version}`, input), {
    quiet: true,
    invalidates: touched,
    success: "Saved as a new version. Somebody else of the agency decides it.",
    onSuccess: onDone,
  });
}
