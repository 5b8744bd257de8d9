import type { ApprovalItem } from "#schema/approval.ts";

const pages: Partial<Record<ApprovalItem["kind"], (subjectId: string) => string>> = {
  blog_post: (id) => `/content/blog/${id}`,
  content_request: (id) => `/requests/${id}`,
};

/** The screen on which the thing is seen in full and decided. */
export function approvalLink(approval: ApprovalItem): string {
  return pages[approval.kind]?.(approval.subject.id) ?? `/approvals/${approval.id}`;
}
