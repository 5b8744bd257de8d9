import type { ResponseDraft } from "#agents/review-response-writer.ts";
import { storeClaims } from "#core/claim/index.ts";
import { askCritic } from "#core/critic/ask.ts";
import { latest } from "#core/critic/read.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { flagsOf } from "./flags.ts";
import { changed, locked, lockedResponse, subject } from "./rows.ts";
import { write } from "./write.ts";

/** What the writer gets: the review, and what was said of its last answer. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await lockedResponse(tx, run.subjectId ?? "");
    const review = await locked(tx, row.reviewId);
    const verdict = run.wakeReason === "critic" ? await latest(tx, { type: "review_response", id: row.id }) : null;
    return {
      ...{ reviewId: review.id, platform: review.source, starRating: review.rating, reviewText: review.body },
      reviewDate: review.reviewedAt.toISOString().slice(0, 10),
      criticIssues: verdict?.issues ?? [],
      ...(review.firstName ? { reviewerName: review.firstName } : {}),
      ...(review.location ? { locationName: review.location } : {}),
      ...(review.reply ? { existingResponse: review.reply } : {}),
      ...(row.decisionNote ? { revisionNotes: row.decisionNote } : {}),
      ...(row.body ? { previousVersion: { draftResponse: row.body } } : {}),
    };
  });
}

/** Keeps the answer and what the review speaks of; the critic reads it next. */
export async function store(tx: Tx, run: ClaimedRun, { data, claims }: Product<ResponseDraft>): Promise<void> {
  const row = await lockedResponse(tx, run.subjectId ?? "");
  const review = await locked(tx, row.reviewId);
  if (row.status !== "draft" || review.status !== "new") return;
  const { draftResponse, sentiment, topics } = data;
  const flags = [...new Set([...flagsOf(review.body, review.rating), ...data.flags])];
  await tx
    .updateTable("reviews")
    .set({ sentiment, topics, flags })
    .where("tenantId", "=", tenant())
    .where("id", "=", review.id)
    .execute();
  const written = await write(tx, { row, review }, draftResponse, { kind: "agent", runId: run.id });
  const about = { type: "review_response", id: row.id };
  await storeClaims(tx, about, written.version, claims);
  await Effect.audit("review_response.drafted", subject(row, review), {
    before: { version: row.version },
    after: { version: written.version },
  });
  await changed(written);
  await askCritic(tx, about, written.version);
}

/** Nobody wrote it: a person does, or asks again. */
export async function giveUp(): Promise<void> {}
