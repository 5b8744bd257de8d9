import { latest } from "#core/critic/read.ts";
import * as Paging from "#core/page/index.ts";
import { latestAttempt } from "#core/publish/read.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { CustomerReview, CustomerReviewDetail, ReviewFilter } from "#schema/customer-review.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";

const { iso } = Paging;

/** What customers wrote, newest first, each with its answer. */
export async function list({ limit, cursor, status, rating }: ReviewFilter): Promise<Page<CustomerReview>> {
  require("insight.read", "see reviews");
  const scope = JSON.stringify(["reviews", tenant(), status, rating]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    reviews(tx)
      .$if(status !== undefined, (query) => query.where("r.status", "=", status ?? ""))
      .$if(rating !== undefined, (query) => query.where("r.rating", "=", rating ?? 0))
      .$if(position !== undefined, (query) => query.where("r.id", "<", position?.[0] ?? ""))
      .orderBy("r.id", "desc")
      .limit(limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
  return { items: page.rows.map(shape), nextCursor: page.nextCursor };
}

/** One review with its answer and what the critic said of that. */
export async function get(id: string): Promise<CustomerReviewDetail> {
  require("insight.read", "see reviews");
  return transaction(async (tx) => {
    const row = await reviews(tx).where("r.id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Review", id);
    const critic = row.responseId ? await latest(tx, { type: "review_response", id: row.responseId }) : null;
    const publish = row.responseId ? await latestAttempt(tx, row.responseId) : null;
    return { ...shape(row), critic, publish };
  });
}

/** What an approval of an answer shows: the review, and what would stand under it. */
export async function preview(tx: Tx, responseId: string): Promise<string | null> {
  const row = await reviews(tx).where("a.id", "=", responseId).executeTakeFirst();
  if (!row) return null;
  const said = row.body === "" ? "(no words)" : row.body;
  const quoted = said.split("\n").map((line) => `> ${line}`);
  const head = `**${"★".repeat(row.rating)}** ${row.firstName ?? ""} ${row.location ? `(${row.location})` : ""}`.trim();
  return [head, quoted.join("\n"), row.answer ?? ""].join("\n\n");
}

function reviews(tx: Tx) {
  return tx
    .selectFrom("reviews as r")
    .leftJoin("reviewResponses as a", (join) =>
      join.onRef("a.tenantId", "=", "r.tenantId").onRef("a.reviewId", "=", "r.id"),
    )
    .select(["r.id", "r.channelId", "r.source", "r.rating", "r.body", "r.firstName", "r.location", "r.reviewedAt"])
    .select(["r.reply", "r.sentiment", "r.topics", "r.flags", "r.status"])
    .select(["a.id as responseId", "a.body as answer", "a.status as answerStatus", "a.version", "a.contentHash"])
    .select(["a.decisionNote", "a.postedAt"])
    .where("r.tenantId", "=", tenant());
}

function shape(row: Awaited<ReturnType<ReturnType<typeof reviews>["execute"]>>[number]): CustomerReview {
  const { responseId, answer, answerStatus, version, contentHash, decisionNote, postedAt, reviewedAt, ...review } = row;
  const response = responseId
    ? {
        ...{ id: responseId, body: answer ?? "", status: answerStatus, version: version ?? 0, contentHash },
        ...{ note: decisionNote, postedAt: iso(postedAt) },
      }
    : null;
  return { ...review, reviewedAt: iso(reviewedAt), response } as CustomerReview;
}
