"use client";

import type { Activity, ActivityDetail, TaskResult } from "#schema/activity.ts";
import type { NewTask, TaskPatch } from "#schema/manual-task.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";

const path = "/tenant/v1/tasks";
const stale = ["/tenant/v1/activities", "/tenant/v1/months", "/tenant/v1/campaigns", "/dm/v1"];

/** Work that is not over: what a task can be tied to. */
export function useOpenWork() {
  return useApi<{ items: Activity[] }>("/tenant/v1/activities", {
    status: ["pending", "queued", "in_progress", "awaiting_approval"],
    limit: 100,
  });
}

export function useNewTask(onSaved: (task: ActivityDetail) => void) {
  return useAction<NewTask, ActivityDetail>((task, idempotencyKey) => api.post(path, task, { idempotencyKey }), {
    ...{ quiet: true, invalidates: stale, success: ({ ref }) => `${ref} was added`, onSuccess: onSaved },
  });
}

export function useEditTask(id: string, onSaved: () => void) {
  return useAction<TaskPatch, ActivityDetail>((patch) => api.patch(`${path}/${id}`, patch), {
    ...{ quiet: true, invalidates: stale, success: "Saved", onSuccess: onSaved },
  });
}

/** An action item becomes a task among the work. */
export function useMakeTask(itemId: string) {
  return useAction<void, unknown>(() => api.post(`/tenant/v1/action-items/${itemId}/task`, {}), {
    ...{ invalidates: [...stale, "/tenant/v1/action-items", "/tenant/v1/plans"] },
    success: "It is a task now, due in a week",
  });
}

export type TaskStep =
  | { verb: "start"; body?: undefined }
  | { verb: "finish"; body: TaskResult }
  | { verb: "reopen" | "cancel"; body: { reason?: string } };

const said: Record<TaskStep["verb"], string> = {
  start: "Begun",
  finish: "Done; what waited for it goes on",
  reopen: "It is open again",
  cancel: "Given up; what waited for it goes on without it",
};

export function useTaskStep(id: string, onDone: () => void) {
  return useAction<TaskStep, ActivityDetail>(
    ({ verb, body }, idempotencyKey) => api.post(`${path}/${id}/${verb}`, body, { idempotencyKey }),
    { invalidates: stale, success: (_, { verb }) => said[verb], onSuccess: onDone },
  );
}
