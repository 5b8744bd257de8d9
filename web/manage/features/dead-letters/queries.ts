"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type {
  DeadLetter,
  DeadLetterChoice,
  DeadLetterDiscard,
  DeadLetterRow,
  DeadLettersHandled,
} from "#schema/dead-letter.ts";

const path = "/admin/v1/system/dead-letters";
const stale = [path, "/admin/v1/audit-logs"];

interface LettersFilter {
  status: string;
  queue: string | null;
  code: string | null;
  tenantId: string | null;
}

export function useDeadLetters({ status, ...filter }: LettersFilter) {
  return useList<DeadLetterRow>(path, { ...filter, status: status === "all" ? null : status });
}

export function useDeadLetter(id: string) {
  return useApi<DeadLetter>(`${path}/${id}`);
}

function doneText(verb: string) {
  return ({ handled, left }: DeadLettersHandled): string => `${handled} ${verb}${left > 0 ? `, ${left} left` : ""}`;
}

export function useRedrive(onSuccess: () => void) {
  return useAction<DeadLetterChoice, DeadLettersHandled>(
    (choice, idempotencyKey) => api.post(`${path}/redrive`, choice, { idempotencyKey }),
    { invalidates: stale, success: doneText("ordered anew"), onSuccess },
  );
}

export function useDiscard(onSuccess: () => void) {
  return useAction<DeadLetterDiscard, DeadLettersHandled>(
    (choice, idempotencyKey) => api.post(`${path}/discard`, choice, { idempotencyKey }),
    { invalidates: stale, success: doneText("discarded"), onSuccess },
  );
}
