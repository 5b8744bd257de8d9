"use client";

import type { Campaign, CampaignChange, CampaignDetail, CampaignDraft, CampaignStep } from "#schema/campaign-plan.ts";
import type {
  MeasuredThing,
  OptimiserOrder,
  RecommendationBatch,
  SearchTerm,
  TermDecision,
} from "#schema/campaign-results.ts";
import type { ReviewAsking, ReviewRequests } from "#schema/review-campaign.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";

const path = "/tenant/v1/campaigns";

export function useCampaigns(filter: { status?: string | undefined; type?: string | undefined }) {
  return useList<Campaign>(path, filter);
}

export function useCampaign(id: string) {
  return useApi<CampaignDetail>(`${path}/${id}`);
}

/** How customers are asked, and with which words. */
export function useMessages(id: string) {
  return useApi<ReviewRequests>(`${path}/${id}/review-requests`);
}

/** What each thing of a campaign reached lately. */
export function useResults(id: string, days: number) {
  return useApi<{ items: MeasuredThing[] }>(`${path}/${id}/results`, { days });
}

export function useChanges(id: string) {
  return useApi<{ items: RecommendationBatch[] }>(`${path}/${id}/optimisations`);
}

export function useTerms(id: string, classification: string | undefined) {
  return useList<SearchTerm>(`${path}/${id}/search-terms`, { classification });
}

export function useNewCampaign(onSaved: (campaign: { id: string }) => void) {
  return useAction<CampaignDraft, { id: string }>(
    (draft, idempotencyKey) => api.post(path, draft, { idempotencyKey }),
    { quiet: true, invalidates: [path], success: "Campaign begun", onSuccess: onSaved },
  );
}

export function useEditCampaign(id: string, onSaved: () => void) {
  return useAction<CampaignChange, CampaignDetail>((patch) => api.patch(`${path}/${id}`, patch), {
    quiet: true,
    invalidates: [path],
    success: "Saved",
    onSuccess: onSaved,
  });
}

const said: Record<CampaignStep["verb"], string> = {
  submit: "Handed to the agency for its decision",
  activate: "The campaign is at work",
  pause: "The campaign rests",
  resume: "The campaign is at work again",
  complete: "The campaign is over",
  archive: "Archived",
};

export function useStep(id: string, onDone?: () => void) {
  return useAction<CampaignStep, CampaignDetail>((step) => api.patch(`${path}/${id}/status`, step), {
    invalidates: [path],
    success: (_, { verb }) => said[verb],
    onSuccess: () => onDone?.(),
  });
}

export function useAutoPilot(id: string) {
  return useAction<boolean, CampaignDetail>((enabled) => api.put(`${path}/${id}/auto-pilot`, { enabled }), {
    invalidates: [path],
  });
}

/** Has the brief written; `notes` say what it should heed. */
export function useBrief(id: string, onDone: () => void) {
  return useAction<string, unknown>(
    (notes, idempotencyKey) =>
      api.post(`${path}/${id}/generate-brief`, notes === "" ? {} : { notes }, { idempotencyKey }),
    { invalidates: [path], success: "The brief is being written", onSuccess: onDone },
  );
}

export function useAudience(id: string) {
  return useAction<void, unknown>(() => api.post(`${path}/${id}/generate-audience`), {
    invalidates: [path],
    success: "The audiences are being worked out",
  });
}

export function useAsking(id: string, onDone: () => void) {
  return useAction<ReviewAsking, unknown>(
    (asking, idempotencyKey) => api.post(`${path}/${id}/review-requests`, asking, { idempotencyKey }),
    { quiet: true, invalidates: [path], success: "The messages are being written", onSuccess: onDone },
  );
}

/** Has changes looked for by one of the optimisers. */
export function useOptimise(id: string) {
  return useAction<OptimiserOrder["agent"], unknown>(
    (agent, idempotencyKey) => api.post(`${path}/${id}/optimisations/run`, { agent }, { idempotencyKey }),
    { invalidates: [`${path}/${id}`], success: "Changes are being looked for" },
  );
}

/** Puts another budget of a campaign at work up for approval. */
export function useBudgetWish(id: string, onDone: () => void) {
  return useAction<number, { batchId: string }>(
    (amountMinor, idempotencyKey) => api.post(`${path}/${id}/budget`, { amountMinor }, { idempotencyKey }),
    {
      quiet: true,
      invalidates: [`${path}/${id}`, "/dm/v1"],
      success: "Asked; another reviewer and the client decide it",
      onSuccess: onDone,
    },
  );
}

/** Reads what the platforms have charged. */
export function useSpendSync(id: string) {
  return useAction<void, void>(() => api.post(`${path}/${id}/metrics/sync`), {
    invalidates: [path],
    success: "The platforms were asked",
  });
}

/** Leaves a change out of its batch, takes it back in, or says that a person has made it. */
export function useChangeVerb(id: string) {
  return useAction<{ changeId: string; verb: "dismiss" | "restore" | "done" }, void>(
    ({ changeId, verb }) => api.patch(`${path}/${id}/optimisations/${changeId}`, { verb }),
    { invalidates: [`${path}/${id}`] },
  );
}

export function useClassify(id: string) {
  return useAction<void, unknown>(() => api.post(`${path}/${id}/search-terms/classify`), {
    invalidates: [`${path}/${id}`],
    success: "The search terms are being read",
  });
}

/** Puts the terms that were decided up for approval, to reach the account together. */
export function usePushTerms(id: string) {
  return useAction<void, unknown>(() => api.post(`${path}/${id}/search-terms/push`), {
    invalidates: [`${path}/${id}`, "/dm/v1"],
    success: "Asked; another reviewer and the client decide it",
  });
}

export function useDecideTerm(id: string) {
  return useAction<{ termId: string; decision: TermDecision }, SearchTerm>(
    ({ termId, decision }) => api.patch(`${path}/${id}/search-terms/${termId}`, decision),
    { invalidates: [`${path}/${id}/search-terms`] },
  );
}
