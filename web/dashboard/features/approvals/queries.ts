"use client";

import { useList } from "#kit/api/use-list.ts";
import type { ApprovalItem } from "#schema/approval.ts";

/** Approvals of the client's stage. */
export function useApprovals(status: string | undefined) {
  return useList<ApprovalItem>("/dashboard/v1/approvals", { status });
}
