import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import {
  type ResponseStatus,
  type ResponseVerb,
  type ReviewFlag,
  type ReviewStatus,
  responseMachine,
} from "#schema/customer-review.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";

/** A review as its verbs need it. */
export interface Review {
  id: string;
  channelId: string;
  externalId: string;
  source: string;
  rating: number;
  body: string;
  firstName: string | null;
  location: string | null;
  reviewedAt: Date;
  reply: string | null;
  flags: ReviewFlag[];
  status: ReviewStatus;
}

/** An answer as its verbs need it. */
export interface Response {
  id: string;
  reviewId: string;
  body: string;
  status: ResponseStatus;
  version: number;
  contentHash: string | null;
  decisionNote: string | null;
  runId: string | null;
}

/** A review of the tenant at work. `lock` keeps others from changing it meanwhile. */
export async function locked(tx: Tx, id: string, lock = true): Promise<Review> {
  const query = tx
    .selectFrom("reviews")
    .select([
      "id",
      "channelId",
      "externalId",
      "source",
      "rating",
      "body",
      "firstName",
      "location",
      "reviewedAt",
      "reply",
    ])
    .select(["flags", "status"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw notFound("Review", id);
  return row as Review;
}

/** An answer of the tenant at work, locked. */
export async function lockedResponse(tx: Tx, id: string): Promise<Response> {
  const row = await responses(tx).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw notFound("Answer", id);
  return row as Response;
}

/** The answer to a review; undefined before the first. */
export async function responseOf(tx: Tx, reviewId: string, lock = true): Promise<Response | undefined> {
  const query = responses(tx).where("reviewId", "=", reviewId);
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) as Response | undefined;
}

/** The answer to a review, made empty when there is none yet; not locked, so that money can be held for it first. */
export async function begin(tx: Tx, reviewId: string): Promise<Response> {
  await tx
    .insertInto("reviewResponses")
    .values({ tenantId: tenant(), id: newId("reviewResponse"), reviewId })
    .onConflict((conflict) => conflict.columns(["tenantId", "reviewId"]).doNothing())
    .execute();
  const row = await responseOf(tx, reviewId, false);
  if (!row) throw notFound("Review", reviewId);
  return row;
}

/** Sets columns of an answer. */
export async function set(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx.updateTable("reviewResponses").set(values).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

/** Moves an answer by a verb of its machine. */
export async function move(
  tx: Tx,
  row: Response,
  verb: ResponseVerb,
  values: Record<string, unknown> = {},
): Promise<Response> {
  const status = after(responseMachine, row.status, verb, "The answer");
  await set(tx, row.id, { status, ...values });
  await changed({ ...row, status });
  return { ...row, status };
}

/** Tells screens that an answer changed. */
export async function changed({ id, status, version }: Response): Promise<void> {
  await Effect.live("content:updated", { kind: "review_response", id, status, version });
}

/** The hash of what would be posted, and under which review. */
export function hashOf(review: Pick<Review, "externalId">, body: string): string {
  return sha256(JSON.stringify([review.externalId, body]));
}

/** What an entry of the log is about. */
export function subject({ id }: Pick<Response, "id">, { rating, firstName }: Pick<Review, "rating" | "firstName">) {
  return { type: "review_response", id, label: titleOf({ rating, firstName }) };
}

/** What people call a review. */
export function titleOf({ rating, firstName }: Pick<Review, "rating" | "firstName">): string {
  return `${rating} ${rating === 1 ? "star" : "stars"} from ${firstName ?? "a customer"}`;
}

function responses(tx: Tx) {
  return tx
    .selectFrom("reviewResponses")
    .select(["id", "reviewId", "body", "status", "version", "contentHash", "decisionNote", "runId"])
    .where("tenantId", "=", tenant());
}
