"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { LeadActivity, LeadDetail, LeadInput, LeadItem, LeadMove } from "#schema/lead.ts";
import type { LeadEmail } from "#schema/lead-email.ts";

const path = "/tenant/v1/leads";

export function useLeads(filter: { status?: string | undefined; q: string }) {
  return useList<LeadItem>(path, { ...filter, q: filter.q.length < 2 ? undefined : filter.q });
}

export function useLead(id: string) {
  return useApi<LeadDetail>(`${path}/${id}`);
}

export function useHistory(id: string) {
  return useApi<{ items: LeadActivity[] }>(`${path}/${id}/activities`);
}

export function useEmails(id: string) {
  return useApi<{ items: LeadEmail[] }>(`${path}/${id}/emails`);
}

export function useNewLead(onSaved: (lead: LeadDetail) => void) {
  return useAction<Partial<LeadInput>, LeadDetail>(
    (input, idempotencyKey) => api.post(path, input, { idempotencyKey }),
    {
      quiet: true,
      invalidates: [path],
      success: (lead) => (lead.merged ? "This lead was known; it was added to" : "Lead written down"),
      onSuccess: onSaved,
    },
  );
}

export function useMove(id: string) {
  return useAction<LeadMove, LeadDetail>((move) => api.post(`${path}/${id}/status`, move), { invalidates: [path] });
}

export function useNote(id: string, onSaved: () => void) {
  return useAction<string, unknown>((body) => api.post(`${path}/${id}/activities`, { body }), {
    invalidates: [path],
    onSuccess: onSaved,
  });
}

export function useEnrich(id: string) {
  return useAction<void, LeadDetail>(() => api.post(`${path}/${id}/enrich`), { invalidates: [path] });
}

export function useSendMail(mailId: string, leadId: string) {
  return useAction<void, unknown>(
    (_, idempotencyKey) => api.post(`/tenant/v1/lead-emails/${mailId}/send`, {}, { idempotencyKey }),
    { invalidates: [`${path}/${leadId}`], success: "It is being sent" },
  );
}

export function useDraft(id: string) {
  return useAction<void, LeadEmail>(() => api.post(`${path}/${id}/emails/draft`, { purpose: "follow_up" }), {
    invalidates: [path],
    success: "An e-mail is being written; your agency decides about it",
  });
}
