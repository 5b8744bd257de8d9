"use client";

import type { CustomerReview, CustomerReviewDetail } from "#schema/customer-review.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";

const path = "/tenant/v1/reviews";

export function useReviews(filter: { status: string | null; rating: number | null }) {
  return useList<CustomerReview>(path, filter);
}

export function useReview(id: string) {
  return useApi<CustomerReviewDetail>(`${path}/${id}`);
}

/** Has an answer written, or written anew. */
export function useDraftAnswer(id: string) {
  return useAction<void, unknown>(() => api.post(`${path}/${id}/draft`), {
    invalidates: [path],
    success: "An answer is being written",
  });
}

/** Leaves a review unanswered, or takes that back. */
export function useIgnore(id: string) {
  return useAction<"ignore" | "restore", void>((verb) => api.post(`${path}/${id}/${verb}`), { invalidates: [path] });
}

/** Words an answer; whoever decides it is somebody else. */
export function useWord(responseId: string, onSaved: () => void) {
  return useAction<string, void>((body) => api.patch(`/tenant/v1/review-responses/${responseId}`, { body }), {
    quiet: true,
    invalidates: [path],
    success: "Saved; somebody else decides it",
    onSuccess: onSaved,
  });
}
