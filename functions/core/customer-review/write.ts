import * as Approval from "#core/approval/index.ts";
import * as Memory from "#core/memory/index.ts";
import { keepVersion } from "#core/piece/keep.ts";
import { order } from "#core/run/order.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason, WakeReason } from "#schema/activity.ts";
import type { ApprovalFlag } from "#schema/approval.ts";
import { riskOf } from "./flags.ts";
import { hashOf, locked, type Response, type Review, set, titleOf } from "./rows.ts";

/** Writes an answer as a new version, kept for ever. @returns the answer with its version and hash */
export async function write(
  tx: Tx,
  { row, review }: { row: Response; review: Review },
  body: string,
  by: { kind: "agent" | "human"; runId: string | null },
): Promise<Response & { contentHash: string }> {
  const version = row.version + 1;
  const contentHash = hashOf(review, body);
  await set(tx, row.id, { body, version, contentHash, runId: by.runId });
  await keepVersion(
    tx,
    { type: "review_response", id: row.id },
    { version, content: { body }, hash: contentHash, ...by },
  );
  if (by.kind === "human") {
    const versions = { fromVersion: row.version, toVersion: version, before: row.body, after: body };
    await Memory.byHand(tx, { type: "review_response", id: row.id }, versions, "review-response-writer");
  }
  return { ...row, body, version, contentHash, runId: by.runId };
}

/** Opens the agency's approval of the present version; how the review is decides the risk. */
export async function openApproval(tx: Tx, row: Response, flags: ApprovalFlag[], author: string): Promise<void> {
  const review = await locked(tx, row.reviewId);
  await Approval.open(tx, {
    ...{
      kind: "review_response",
      version: row.version,
      contentHash: row.contentHash ?? "",
      stage: "dm",
      author,
      flags,
    },
    subject: { type: "review_response", id: row.id, title: titleOf(review) },
    risk: riskOf(review.rating, review.flags),
  });
}

/** Has the next version written, each for its price; what people or the critic send back is free. @returns what forbids it, or null */
export async function orderDraft(
  tx: Tx,
  row: Response,
  { wakeReason = "new_task", rejections = 0 }: { wakeReason?: WakeReason; rejections?: number } = {},
): Promise<BlockedReason | null> {
  return order(tx, {
    agent: "review-response-writer",
    subject: { type: "review_response", id: row.id },
    version: row.version + 1,
    rateKey: "review_response",
    ...{ wakeReason, rejections, priority: wakeReason === "new_task" ? "normal" : "critical" },
  });
}
