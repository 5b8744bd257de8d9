"use client";

import type { AdsAnalysis, AdsAnalysisDetail } from "#schema/ads-analysis.ts";
import type { AnomalyAlert, AnomalyStatus } from "#schema/anomaly.ts";
import type { Insight, InsightDetail, Recommendation, RecommendationStatus } from "#schema/insight.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";

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

const analyses = "/tenant/v1/insights";
const ads = "/tenant/v1/ads-analyses";
const unusual = "/tenant/v1/anomalies";

/** Analyses of channels. */
export function useInsights() {
  return useList<Insight>(analyses);
}

export function useInsight(id: string) {
  return useApi<InsightDetail>(`${analyses}/${id}`);
}

/** Analyses of paid ads. */
export function useAdsAnalyses() {
  return useApi<{ items: AdsAnalysis[] }>(ads);
}

export function useAdsAnalysis(id: string) {
  return useApi<AdsAnalysisDetail>(`${ads}/${id}`);
}

export function useAnalyseAds(onOrdered: (analysis: AdsAnalysisDetail) => void) {
  return useAction<void, AdsAnalysisDetail>((_, idempotencyKey) => api.post(ads, {}, { idempotencyKey }), {
    invalidates: [ads],
    success: "The ads of the last four weeks are being analysed",
    onSuccess: onOrdered,
  });
}

/** Unusual numbers, in one state. */
export function useAnomalies(status: AnomalyStatus) {
  return useList<AnomalyAlert>(unusual, { status });
}

export function useDecideAnomaly(id: string) {
  return useAction<"acknowledge" | "dismiss", void>((verb) => api.post(`${unusual}/${id}/${verb}`), {
    invalidates: [unusual],
  });
}
