"use client";

import type { Segment } from "#schema/contact.ts";
import type { AudienceChoice, NewsletterSending, Recipient } from "#schema/newsletter.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useList } from "../api/use-list.ts";

const path = "/tenant/v1/newsletters";

export function useSending(id: string) {
  return useApi<NewsletterSending>(`${path}/${id}/sending`);
}

export function useRecipients(id: string) {
  return useList<Recipient>(`${path}/${id}/recipients`);
}

export function useSegments() {
  return useApi<{ items: Segment[] }>("/tenant/v1/contact-segments");
}

export function useChooseAudience(id: string) {
  return useAction<AudienceChoice, NewsletterSending>((choice) => api.put(`${path}/${id}/audience`, choice), {
    invalidates: [path, "/dashboard/v1/approvals", "/dm/v1/approvals"],
    success: "The audience is chosen; the newsletter is decided with it",
  });
}

export function useTestMail(id: string) {
  return useAction<void, unknown>(() => api.post(`${path}/${id}/test`), { success: "A test is on its way to you" });
}

export function useSend(id: string, verb: "send" | "resend", onSent: () => void) {
  return useAction<{ at?: string }, unknown>(
    (input, idempotencyKey) => api.post(`${path}/${id}/${verb}`, input, { idempotencyKey }),
    {
      invalidates: [path, "/tenant/v1/publish-attempts"],
      success: (_, { at }) => (at ? "It is planned" : "It is being sent"),
      onSuccess: onSent,
    },
  );
}

export function useUnschedule(id: string) {
  return useAction<void, void>(() => api.post(`${path}/${id}/unschedule`), {
    invalidates: [path],
    success: "It is no longer planned",
  });
}
