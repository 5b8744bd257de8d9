import * as Approval from "#core/approval/index.ts";
import { mayAskAgain, type Verdict } from "#core/critic/read.ts";
import * as Effect from "#core/effect/index.ts";
import { newest, rejectionsMax } from "#core/run/order.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ApprovalFlag } from "#schema/approval.ts";
import { ResponseEdit, type ReviewStatus, type ReviewVerb, reviewMachine } from "#schema/customer-review.ts";
import { AppError } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import {
  begin,
  changed,
  hashOf,
  locked,
  lockedResponse,
  move,
  type Response,
  responseOf,
  subject,
  titleOf,
} from "./rows.ts";
import { openApproval, orderDraft, write } from "./write.ts";

/**
 * Has an answer to a review written, or written anew. @throws request.illegal_transition when the review is answered or gone, or
 * its writer may not work; plan.plan_limit; credits.insufficient_credits
 */
export async function draft(reviewId: string): Promise<void> {
  require("review_response.decide", "have reviews answered");
  await transaction(async (tx) => {
    const review = await locked(tx, reviewId, false);
    if (review.status !== "new")
      throw new AppError("request.illegal_transition", `The review is ${review.status}; only a new one is answered.`);
    const row = await begin(tx, reviewId);
    if (!["draft", "pending_approval", "approved", "failed"].includes(row.status))
      throw new AppError("request.illegal_transition", `The answer is ${row.status.replaceAll("_", " ")}.`);
    const last = await newest(tx, "review-response-writer", { type: "review_response", id: row.id });
    if (last && ["queued", "running", "waiting_callback"].includes(last.status))
      throw new AppError("run.already_running", "An answer is being written; wait until it is there.");
    const blocked = await orderDraft(tx, row);
    if (blocked === "plan")
      throw new AppError("plan.plan_limit", "Answers to reviews come with the pro plan. Change the plan first.");
    if (blocked === "insufficient_credits")
      throw new AppError("credits.insufficient_credits", "There are not enough credits to have an answer written.");
    if (blocked)
      throw new AppError("request.illegal_transition", `The review response writer cannot work now (${blocked}).`);
    await reopened(tx, await lockedResponse(tx, row.id));
  });
}

/** Leaves a review without an answer; with `isBack` it is one to answer again. */
export async function ignore(reviewId: string, isBack = false): Promise<void> {
  require("review_response.decide", "leave reviews unanswered");
  await transaction(async (tx) => {
    const review = await locked(tx, reviewId);
    const status = statusAfter(review.status, isBack ? "restore" : "ignore");
    const row = await responseOf(tx, reviewId);
    if (row) await reopened(tx, row);
    await tx
      .updateTable("reviews")
      .set({ status })
      .where("tenantId", "=", tenant())
      .where("id", "=", reviewId)
      .execute();
    const change = { before: { status: review.status }, after: { status } };
    await Effect.audit("review.ignored", { type: "review", id: reviewId, label: titleOf(review) }, change);
  });
}

/** A person words the answer; whoever decides it must be somebody else. */
export async function edit(responseId: string, input: ResponseEdit): Promise<void> {
  require("review_response.decide", "word answers to reviews");
  const { body } = ResponseEdit.parse(input);
  await transaction(async (tx) => {
    const found = await lockedResponse(tx, responseId);
    const review = await locked(tx, found.reviewId);
    if (review.status !== "new")
      throw new AppError("request.illegal_transition", `The review is ${review.status}; its answer stays as it is.`);
    const row = await reopened(tx, found);
    const written = await write(tx, { row, review }, body, { kind: "human", runId: null });
    await Effect.audit("review_response.edited", subject(row, review), {
      before: { version: row.version },
      after: { version: written.version },
    });
    await ready(tx, written, [], reference());
  });
}

/** Hash, version and title an approval of an answer is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await lockedResponse(tx, id);
  const review = await locked(tx, row.reviewId);
  return { contentHash: hashOf(review, row.body), version: row.version, title: titleOf(review) };
}

/** The answer may be posted. */
export async function approved(tx: Tx, id: string): Promise<void> {
  const row = await lockedResponse(tx, id);
  await move(tx, row, "approve", { decidedBy: reference(), decidedAt: new Date(), decisionNote: null });
  await Effect.audit("review_response.approved", subject(row, await locked(tx, row.reviewId)));
}

/** The answer goes back to its writer with the note; after the third time a person words it. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const found = await lockedResponse(tx, id);
  const decision = { decidedBy: reference(), decidedAt: new Date(), decisionNote: note };
  const row = await move(tx, found, "reject", decision);
  await Effect.audit("review_response.rejected", subject(row, await locked(tx, row.reviewId)), {}, note);
  const rejections = Math.max(1, await Approval.rejectionsOf(tx, { type: "review_response", id }));
  if (rejections < rejectionsMax) await orderDraft(tx, row, { wakeReason: "rejection", rejections });
}

/** The critic has spoken, or could not. A failed answer goes back to its writer once; then the agency sees it, flagged. */
export async function criticised(
  tx: Tx,
  id: string,
  { version, verdict, flags }: { version: number; verdict: Verdict | null; flags: () => Promise<ApprovalFlag[]> },
): Promise<void> {
  const row = await lockedResponse(tx, id);
  if (row.version !== version || row.status !== "draft") return;
  const isFailed = verdict !== null && !verdict.passed;
  if (isFailed && (await mayAskAgain(tx, { type: "review_response", id }))) {
    const blocked = await orderDraft(tx, row, { wakeReason: "critic", rejections: 1 });
    if (!blocked) return;
  }
  await ready(tx, row, await flags(), `agent:${row.runId ?? "review-response-writer"}`);
}

/** What the critic reads of an answer. */
export async function judged(tx: Tx, id: string): Promise<Record<string, unknown>> {
  const row = await lockedResponse(tx, id);
  const title = titleOf(await locked(tx, row.reviewId));
  return { title, content: row.body, limits: { wordsMin: 8, wordsMax: 160, sectionsMin: 0 } };
}

// A review can be gone while its answer is written.
async function ready(tx: Tx, row: Response, flags: ApprovalFlag[], author: string): Promise<void> {
  const review = await locked(tx, row.reviewId);
  if (review.status !== "new") return changed(row);
  await openApproval(tx, await move(tx, row, "submit"), flags, author);
}

async function reopened(tx: Tx, row: Response): Promise<Response> {
  await Approval.supersede(tx, { type: "review_response", id: row.id });
  if (row.status === "draft") return row;
  return move(tx, row, "edit", { decisionNote: null });
}

function statusAfter(status: ReviewStatus, verb: ReviewVerb): ReviewStatus {
  return after(reviewMachine, status, verb, "The review");
}
