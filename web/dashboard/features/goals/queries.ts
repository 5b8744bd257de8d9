"use client";

import type { z } from "zod";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { Goal, GoalDetail, GoalMeasure, GoalTarget } from "#schema/goal.ts";

const path = "/tenant/v1/goals";

export function useGoals() {
  return useApi<{ items: Goal[] }>(path);
}

export function useGoal(id: string) {
  return useApi<GoalDetail>(`${path}/${id}`);
}

export function useMeasure(id: string, onSaved: () => void) {
  return useAction<GoalMeasure, GoalDetail>((input) => api.put(`${path}/${id}/measurements`, input), {
    quiet: true,
    invalidates: [path],
    success: "Value kept",
    onSuccess: onSaved,
  });
}

export function useRetarget(id: string, onSaved: () => void) {
  return useAction<z.infer<typeof GoalTarget>, GoalDetail>((input) => api.put(`${path}/${id}/target`, input), {
    quiet: true,
    invalidates: [path],
    success: "Target changed",
    onSuccess: onSaved,
  });
}

export function useGoalVerb(goal: Goal) {
  return useAction<"archive" | "restore", GoalDetail>(
    (verb, idempotencyKey) => api.post(`${path}/${goal.id}/${verb}`, {}, { idempotencyKey }),
    {
      invalidates: [path],
      success: (_, verb) => (verb === "archive" ? `Archived: ${goal.title}` : `Back: ${goal.title}`),
    },
  );
}
