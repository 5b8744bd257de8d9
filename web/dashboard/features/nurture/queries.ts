"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { Enrollment, NurtureInput, NurtureSequence, SequenceVerb } from "#schema/nurture.ts";

const path = "/tenant/v1/nurture/sequences";
const leads = "/tenant/v1/leads";

export function useSequences() {
  return useApi<{ items: NurtureSequence[] }>(path);
}

export function useNewSequence(onSaved: () => void) {
  return useAction<NurtureInput, NurtureSequence>(
    (input, idempotencyKey) => api.post(path, input, { idempotencyKey }),
    {
      quiet: true,
      invalidates: [path],
      success: "Sequence written down; activate it to let leads enter",
      onSuccess: onSaved,
    },
  );
}

export function useSteer(id: string) {
  return useAction<SequenceVerb, NurtureSequence>(
    (verb, idempotencyKey) => api.post(`${path}/${id}/${verb}`, {}, { idempotencyKey }),
    { invalidates: [path, leads] },
  );
}

/** The sequences that a lead follows and followed, newest first. */
export function useNurture(leadId: string) {
  return useApi<{ items: Enrollment[] }>(`${leads}/${leadId}/nurture`);
}

export type NurtureWish = { verb: "enroll"; sequenceId: string } | { verb: "pause" | "answered" | "resume" | "exit" };

export function useNurtureVerb(leadId: string) {
  return useAction<NurtureWish, { items: Enrollment[] }>(
    (wish, idempotencyKey) => {
      const verb = wish.verb === "answered" ? "pause" : wish.verb;
      const body =
        wish.verb === "enroll"
          ? { sequenceId: wish.sequenceId }
          : verb === "pause"
            ? { answered: wish.verb === "answered" }
            : {};
      return api.post(`${leads}/${leadId}/nurture/${verb}`, body, { idempotencyKey });
    },
    { invalidates: [leads, path] },
  );
}
