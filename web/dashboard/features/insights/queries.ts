"use client";

import { api } from "#kit/api/client.ts";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { Recommendation, RecommendationStatus } from "#schema/insight.ts";

const path = "/tenant/v1/recommendations";

/** What the analyses of channels advise, in one state. */
export function useRecommendations(status: RecommendationStatus) {
  return useList<Recommendation>(path, { status });
}

/** Takes up one piece of advice, or sets it aside. */
export function useDecide({ id, title }: Recommendation) {
  return useAction<"accept" | "dismiss", void>(
    (verb, idempotencyKey) => api.post(`${path}/${id}/${verb}`, {}, { idempotencyKey }),
    {
      invalidates: [path],
      success: (_, verb) => (verb === "accept" ? `Accepted: ${title}` : `Dismissed: ${title}`),
    },
  );
}
