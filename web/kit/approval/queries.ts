"use client";
import { useQueryClient } from "@tanstack/react-query";
import type { ApprovalItem, Resolve } from "#schema/approval.ts";
import { api } from "../api/client.ts";
import { asApiError } from "../api/error.ts";
import { useAction } from "../api/use-action.ts";
import { type List, useList } from "../api/use-list.ts";
import type { PortalName } from "../blog/paths.ts";
import type { Answer } from "./decision-form.tsx";

const surface: Record<PortalName, string> = { dashboard: "/dashboard/v1/approvals", dm: "/dm/v1/approvals" };

export interface ApprovalFilter {
  status?: string | null;
  tenantId?: string | null;
  kind?: string | null;
  risk?: string | null;
}

/** Approvals that the person may see, newest first. */
export function useApprovals(portal: PortalName, filter: ApprovalFilter): List<ApprovalItem> {
  return useList<ApprovalItem>(surface[portal], { status: "pending", ...filter }, 100);
}

const said: Record<Resolve["decision"], string> = {
  approve: "Approved.",
  revise: "Changes asked for.",
  reject: "Rejected.",
};

/** What a failed decision means to the person who made it. */
export function decisionProblem(error: unknown): string {
  const problem = asApiError(error);
  if (problem.code === "approval.approval_stale")
    return "The content changed in the meantime. Look at the new version, then decide.";
  if (problem.code === "approval.approval_closed") return "Somebody else has decided already.";
  return problem.message;
}

/** Sends a decision about exactly the content with this hash. Everything on screen is read again afterwards, also after a refusal. */
export function useResolve(
  portal: PortalName,
  approvalId: string,
  contentHash: string,
  onDone: (item: ApprovalItem) => void,
) {
  const queries = useQueryClient();
  return useAction(
    (answer: Answer, idempotencyKey) =>
      api.post<ApprovalItem>(`${surface[portal]}/${approvalId}/resolve`, { ...answer, contentHash } satisfies Resolve, {
        idempotencyKey,
      }),
    {
      quiet: true,
      success: (_, answer) => said[answer.decision],
      onSuccess: (item) => {
        void queries.invalidateQueries();
        onDone(item);
      },
      onError: () => void queries.invalidateQueries(),
    },
  );
}
