import * as Review from "#core/review/index.ts";
import { transaction } from "#platform/db.ts";
import type { LinkApprove, LinkComment, LinkItem, LinkReject } from "#schema/approval-link.ts";
import { AppError } from "#schema/errors.ts";
import { self } from "./admit.ts";
import { item } from "./view.ts";

/** Approves exactly the content that was shown. @throws as `Review.resolve`; auth.forbidden without the mailed code */
export async function approve({ approvalId, contentHash, note }: LinkApprove): Promise<LinkItem> {
  return decided(approvalId, { decision: "approve", contentHash, ...(note ? { note } : {}) });
}

/** Sends it back with a reason. @throws as `approve` */
export async function reject({ approvalId, contentHash, category, note }: LinkReject): Promise<LinkItem> {
  return decided(approvalId, { decision: "reject", contentHash, category, note });
}

/** Says something about it, to agency and client. @throws auth.forbidden without the mailed code */
export async function comment({ approvalId, body }: LinkComment): Promise<LinkItem> {
  const id = meant(approvalId);
  proven();
  return transaction(async () => {
    await Review.comment(id, body);
    return item(id);
  });
}

async function decided(
  approvalId: string | undefined,
  decision: Parameters<typeof Review.resolve>[1],
): Promise<LinkItem> {
  const id = meant(approvalId);
  proven();
  return transaction(async () => {
    await Review.resolve(id, decision);
    return item(id);
  });
}

// Of a link with one approval it need not be named; one that the link is not about is not there.
function meant(approvalId: string | undefined): string {
  const { approvalIds } = self();
  const [only, ...others] = approvalIds;
  if (approvalId === undefined && only && others.length === 0) return only;
  if (approvalId === undefined)
    throw new AppError("request.validation_failed", "Say which of the link's approvals you mean.", {
      fields: [{ path: "approvalId", rule: "required", message: "the link has several" }],
    });
  if (approvalIds.includes(approvalId)) return approvalId;
  throw new AppError("request.not_found", `Approval ${approvalId} was not found.`);
}

function proven(): void {
  if (!self().verified)
    throw new AppError("auth.forbidden", "Have a code mailed to you and confirm it first; then you can do this.");
}
