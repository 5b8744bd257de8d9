"use client";

import type { z } from "zod";
import { api } from "#kit/api/client.ts";
import { useAction } from "#kit/api/use-action.ts";
import type { ImpersonationStart, ImpersonationStarted } from "#schema/impersonation.ts";

type Start = z.input<typeof ImpersonationStart>;

/** Starts to act as somebody of a client; the answer's address hands over to the client's portal, once. */
export function useImpersonate(tenantId: string, onSuccess: (started: ImpersonationStarted) => void) {
  return useAction<Start, ImpersonationStarted>(
    (input, idempotencyKey) => api.post(`/admin/v1/tenants/${tenantId}/impersonate`, input, { idempotencyKey }),
    { quiet: true, invalidates: ["/admin/v1/audit-logs"], onSuccess },
  );
}
