"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#kit/api/client.ts";
import { apiKey } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { LinkApprove, LinkComment, LinkItem, LinkReject, LinkView } from "#schema/approval-link.ts";

function base(token: string): string {
  return `/client/v1/links/${encodeURIComponent(token)}`;
}

/** What the link shows. Opening it is noted, so it is read again only after something was done. */
export function useLink(token: string) {
  return useQuery({
    queryKey: apiKey(base(token)),
    queryFn: () => api.get<LinkView>(base(token), {}, { isOpen: true }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

export function useSendCode(token: string) {
  return useAction<void, { sentTo: string; expiresIn: number }>(
    (_, idempotencyKey) => api.post(`${base(token)}/code`, undefined, { idempotencyKey, isOpen: true }),
    { quiet: true },
  );
}

/** Opens deciding in this browser for half an hour. */
export function useVerifyCode(token: string) {
  return useAction<string, { verifiedUntil: string }>(
    (code, idempotencyKey) => api.post(`${base(token)}/verify`, { code }, { idempotencyKey, isOpen: true }),
    { quiet: true, invalidates: [base(token)] },
  );
}

export function useLinkComment(token: string, onSuccess: () => void) {
  return useAction<LinkComment, unknown>(
    (input, idempotencyKey) => api.post(`${base(token)}/comments`, input, { idempotencyKey, isOpen: true }),
    { invalidates: [base(token)], onSuccess },
  );
}

type Decision = { verb: "approve"; input: LinkApprove } | { verb: "reject"; input: LinkReject };

/** Decides about exactly the content that was shown; the page is read again, also after a refusal. */
export function useLinkDecision(token: string, onDone: () => void) {
  const queries = useQueryClient();
  const reread = (): void => void queries.invalidateQueries({ queryKey: [base(token)] });
  return useAction<Decision, LinkItem>(
    ({ verb, input }, idempotencyKey) => api.post(`${base(token)}/${verb}`, input, { idempotencyKey, isOpen: true }),
    {
      quiet: true,
      success: (_, { verb }) => (verb === "approve" ? "Approved. Thank you." : "Sent back with your words. Thank you."),
      onSuccess: () => {
        reread();
        onDone();
      },
      onError: reread,
    },
  );
}
