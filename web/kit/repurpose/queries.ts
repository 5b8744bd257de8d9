"use client";

import type { RepurposeBatch, RepurposeOrder, RepurposeQuery, RepurposeWish } from "#schema/repurpose.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";

const path = "/tenant/v1/repurpose";

/** What was made of a text so far, newest first. */
export function useMadeOf(source: RepurposeQuery) {
  return useApi<{ items: RepurposeBatch[] }>(path, { ...source });
}

/** Has texts of other kinds made of an approved one. */
export function useRepurpose(source: RepurposeQuery, onDone: () => void) {
  return useAction<readonly RepurposeWish[], RepurposeBatch>(
    (targets, idempotencyKey) =>
      api.post(path, { ...source, targets: [...targets] } satisfies RepurposeOrder, { idempotencyKey }),
    {
      invalidates: [path, "/tenant/v1/activities", "/tenant/v1/credits"],
      success: ({ items }) => `${items.length} ${items.length === 1 ? "text is" : "texts are"} being written`,
      onSuccess: onDone,
    },
  );
}
