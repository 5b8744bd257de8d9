"use client";
import type { PortalName } from "../blog/paths.ts";
import { approvalHref } from "./approval-queue.tsx";
import { useApprovals } from "./queries.ts";

/** Address of the next item that the person may decide, other than the one about `subjectId`; null when the queue is empty. */
export function useNextApproval(portal: PortalName, subjectId: string): string | null {
  const { items } = useApprovals(portal, {});
  const next = items.find((item) => item.youMayDecide && item.subject.id !== subjectId);
  return next ? approvalHref(portal, next) : null;
}
