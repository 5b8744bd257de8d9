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

/** What is done with the sequence of a lead; a pause says whether the lead answered. */
export type NurtureStep =
  | { verb: "enroll"; body: { sequenceId: string } }
  | { verb: "pause"; body: { answered: boolean } }
  | { verb: "resume" | "exit"; body?: undefined };

export function useNurtureVerb(leadId: string) {
  return useAction<NurtureStep, { items: Enrollment[] }>(
    ({ verb, body = {} }, idempotencyKey) => api.post(`${leads}/${leadId}/nurture/${verb}`, body, { idempotencyKey }),
    { invalidates: [leads, path] },
  );
}
