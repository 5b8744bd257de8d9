"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { Activity } from "#schema/activity.ts";
import type { BlogRequestInput, ContentRequest } from "#schema/request.ts";

const path = "/tenant/v1/requests";
const stale = [path, "/dashboard/v1/home", "/tenant/v1/activities"];

export function useRequests(filter: { status: string | undefined; q: string }) {
  return useList<ContentRequest>(path, filter);
}

export function useRequest(id: string) {
  return useApi<ContentRequest>(`${path}/${id}`);
}

export function useActivity(id: string) {
  return useApi<Activity>(`/tenant/v1/activities/${id}`);
}

export function useCreateRequest(onSuccess: (request: ContentRequest) => void) {
  return useAction<BlogRequestInput, ContentRequest>(
    (input, idempotencyKey) => api.post("/tenant/v1/blog-requests", input, { idempotencyKey }),
    {
      quiet: true,
      invalidates: stale,
      success: (request) => (request.status === "draft" ? "Draft saved" : "Request sent to your agency"),
      onSuccess,
    },
  );
}

type Change = Partial<Omit<BlogRequestInput, "submit">>;

/** Changes a draft; somebody else's change in between is refused. */
export function useChangeRequest(request: ContentRequest, onSuccess: () => void) {
  return useAction<Change, ContentRequest>(
    (change) => api.patch(`${path}/${request.id}`, change, { rowVersion: request.rowVersion }),
    { quiet: true, invalidates: stale, success: "Draft saved", onSuccess },
  );
}

export type RequestVerb = "submit" | "approve" | "reject" | "cancel";
const done: Record<RequestVerb, string> = {
  submit: "Request sent to your agency",
  approve: "Request approved",
  reject: "Request declined",
  cancel: "Request cancelled",
};

export function useRequestVerb(id: string, onSuccess?: () => void) {
  return useAction<{ verb: RequestVerb; note?: string }, ContentRequest>(
    ({ verb, note }, idempotencyKey) => api.post(`${path}/${id}/${verb}`, note ? { note } : {}, { idempotencyKey }),
    { invalidates: stale, success: (_, { verb }) => done[verb], ...(onSuccess ? { onSuccess } : {}) },
  );
}
