"use client";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { ActionItem, ActionItemEdit } from "#schema/action-item.ts";
import type { ContextFile, ContextFiles } from "#schema/context.ts";
import type { DeliverablePlan, PlanEdit, PlanType, PlanVersion } from "#schema/deliverable-plan.ts";
import type { Goal, GoalDetail, GoalEdit } from "#schema/goal.ts";
import type { Strategy, StrategyVersion } from "#schema/strategy.ts";

const root = "/tenant/v1";
export const contextPath = `${root}/context`;
export const strategiesPath = `${root}/strategies`;
export const plansPath = `${root}/plans`;
const touched = [contextPath, strategiesPath, plansPath, `${root}/action-items`, "/dm/v1"];

export function useContextFiles() {
  return useApi<ContextFiles>(contextPath);
}
export function useContextFile(version: number | null) {
  return useApi<ContextFile>(version === null ? null : `${contextPath}/${version}`);
}
export function useStrategies() {
  return useApi<{ items: StrategyVersion[] }>(strategiesPath);
}
export function useStrategy(version: number | null) {
  return useApi<Strategy>(version === null ? null : `${strategiesPath}/${version}`);
}
export function usePlans() {
  return useApi<{ items: PlanVersion[] }>(plansPath);
}
export function usePlan(version: number | null) {
  return useApi<DeliverablePlan>(version === null ? null : `${plansPath}/${version}`);
}
export function usePlanTypes() {
  return useApi<{ items: PlanType[] }>(`${root}/plan-types`);
}

/** A person's own wording of the context file: a new version for the client to decide. */
export function useEditContext(onDone: () => void) {
  return useAction((input: { body: string; changeNote?: string }) => api.put<ContextFiles>(contextPath, input), {
    quiet: true,
    invalidates: touched,
    success: "Saved as a new version. The client decides it.",
    onSuccess: onDone,
  });
}

/** The agency's own wording of the strategy: a new version for somebody else to decide. */
export function useEditStrategy(version: number, onDone: (made: Strategy) => void) {
  return useAction(
    (input: { body: string; changeNote?: string }) => api.put<Strategy>(`${strategiesPath}/${version}`, input),
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
  return useAction((input: PlanEdit) => api.put<DeliverablePlan>(`${plansPath}/${version}`, input), {
    quiet: true,
    invalidates: touched,
    success: "Saved as a new version. Somebody else of the agency decides it.",
    onSuccess: onDone,
  });
}

/** A goal in the agency's own words. */
export function useEditGoal({ id, rowVersion }: Goal, onDone: () => void) {
  return useAction((input: GoalEdit) => api.patch<GoalDetail>(`${root}/goals/${id}`, input, { rowVersion }), {
    quiet: true,
    invalidates: [...touched, `${root}/goals`],
    success: "The goal is saved.",
    onSuccess: onDone,
  });
}

/** A one-time task in the agency's own words. */
export function useEditItem({ id, rowVersion }: ActionItem, onDone: () => void) {
  return useAction(
    (input: ActionItemEdit) => api.patch<{ items: ActionItem[] }>(`${root}/action-items/${id}`, input, { rowVersion }),
    { quiet: true, invalidates: touched, success: "Saved.", onSuccess: onDone },
  );
}
