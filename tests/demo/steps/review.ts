import type { ApprovalItem } from "#schema/approval.ts";
import type { ApprovalState, BlogPost } from "#schema/blog.ts";
import type { Client } from "../client.ts";
import { Refusal } from "../client.ts";
import { insist } from "../report.ts";

type Open = Pick<ApprovalState, "id" | "contentHash">;

/** The stage of the post that waits for a decision. */
export function openStage(post: BlogPost, stage: "dm" | "client"): Open {
  insist(post.approval?.status === "pending", `"${post.title}" waits for nobody`);
  insist(post.approval.stage === stage, `"${post.title}" waits at the stage ${post.approval.stage}, not ${stage}`);
  return post.approval;
}

/** Decides as a reviewer of the agency. */
export function decide(
  reviewer: Client,
  approval: Open,
  decision: "approve" | "reject",
  note?: string,
): Promise<ApprovalItem> {
  return reviewer.post(`/dm/v1/approvals/${approval.id}/resolve`, body(approval, decision, note));
}

/** Decides as an approver of the client. */
export function decideAsClient(
  approver: Client,
  approval: Open,
  decision: "approve" | "reject",
): Promise<ApprovalItem> {
  return approver.post(`/dashboard/v1/approvals/${approval.id}/resolve`, body(approval, decision));
}

/** Changes title and end of the post; the title names the run, so that the published page can be found again. */
export function edit(editor: Client, post: BlogPost, tag: string): Promise<BlogPost> {
  const change = {
    title: `${post.title.slice(0, 100).trimEnd()} (${tag})`,
    body: `${post.body.trimEnd()}\n\nDo you have a question that is not answered here? Write to us.\n`,
    changeNote: "Title made specific, closing line added",
  };
  return editor.patch(`/tenant/v1/blog-posts/${post.id}`, change, post.rowVersion);
}

/** Expects an order to be refused with a code. @returns the refusal's sentence */
export async function refused(code: string, order: () => Promise<unknown>): Promise<string> {
  try {
    await order();
  } catch (error) {
    if (error instanceof Refusal && error.code === code) return `${error.status} ${error.code}`;
    throw error;
  }
  throw new Error("it was accepted");
}

function body(approval: Open, decision: "approve" | "reject", note?: string) {
  const reason = decision === "reject" ? { category: "structure" } : {};
  return { decision, contentHash: approval.contentHash, ...reason, ...(note ? { note } : {}) };
}
