import * as z from "zod";
import { CriticResult, PublishAttempt } from "./blog.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { PageQuery, Time } from "./page.ts";

export const ReviewSource = z.enum(["google_business_profile", "facebook"]);
export type ReviewSource = z.infer<typeof ReviewSource>;
export const ReviewSentiment = z.enum(["positive", "negative", "neutral"]);
/** What makes a review one that a person answers with care. */
export const ReviewFlag = z.enum(["legal", "health", "discrimination", "refund", "staff", "threat"]);
export type ReviewFlag = z.infer<typeof ReviewFlag>;
export const ReviewStatus = z.enum(["new", "answered", "ignored", "removed"]);
export type ReviewStatus = z.infer<typeof ReviewStatus>;
export type ReviewVerb = "answer" | "ignore" | "restore" | "remove";

export const reviewMachine: readonly Transition<ReviewStatus, ReviewVerb>[] = [
  { from: ["new", "ignored"], verb: "answer", to: "answered" },
  { from: ["new"], verb: "ignore", to: "ignored" },
  { from: ["ignored", "removed"], verb: "restore", to: "new" },
  { from: ["new", "answered", "ignored"], verb: "remove", to: "removed" },
];

export const ResponseStatus = z.enum([
  "draft",
  "pending_approval",
  "approved",
  "publishing",
  "posted",
  "publish_unknown",
  "failed",
]);
export type ResponseStatus = z.infer<typeof ResponseStatus>;
export type ResponseVerb =
  | "submit"
  | "approve"
  | "reject"
  | "edit"
  | "release"
  | "post"
  | "lose_track"
  | "confirm"
  | "fail"
  | "retry";

export const responseMachine: readonly Transition<ResponseStatus, ResponseVerb>[] = [
  { from: ["draft"], verb: "submit", to: "pending_approval" },
  { from: ["pending_approval"], verb: "approve", to: "approved" },
  { from: ["pending_approval"], verb: "reject", to: "draft" },
  { from: ["draft", "pending_approval", "approved", "failed"], verb: "edit", to: "draft" },
  { from: ["approved"], verb: "release", to: "publishing" },
  { from: ["publishing"], verb: "post", to: "posted" },
  { from: ["publishing"], verb: "lose_track", to: "publish_unknown" },
  { from: ["publish_unknown"], verb: "confirm", to: "posted" },
  { from: ["publishing", "publish_unknown"], verb: "fail", to: "failed" },
  { from: ["failed"], verb: "retry", to: "publishing" },
];

/** An answer to a review, in characters. */
export const responseLength = { min: 50, max: 800 } as const;

export const ReviewFilter = z.strictObject({
  ...PageQuery.shape,
  status: ReviewStatus.optional(),
  rating: z.coerce.number().int().min(1).max(5).optional(),
});
export type ReviewFilter = z.infer<typeof ReviewFilter>;

export const ReviewResponse = z.object({
  id: id("reviewResponse"),
  body: z.string().describe("empty until it is drafted"),
  status: ResponseStatus,
  version: z.number().int(),
  contentHash: z.string().nullable(),
  note: z.string().nullable().describe("what the agency said when it sent the answer back"),
  postedAt: Time.nullable(),
});
export type ReviewResponse = z.infer<typeof ReviewResponse>;

export const CustomerReview = z.object({
  id: id("review"),
  channelId: id("channel"),
  source: ReviewSource,
  rating: z.number().int(),
  body: z.string(),
  firstName: z.string().nullable(),
  location: z.string().nullable(),
  reviewedAt: Time,
  reply: z.string().nullable().describe("the answer that stands at the source"),
  sentiment: ReviewSentiment.nullable(),
  topics: z.array(z.string()),
  flags: z.array(ReviewFlag),
  status: ReviewStatus,
  response: ReviewResponse.nullable(),
});
export type CustomerReview = z.infer<typeof CustomerReview>;

export const CustomerReviewDetail = CustomerReview.extend({
  critic: CriticResult.nullable(),
  publish: PublishAttempt.nullable(),
});
export type CustomerReviewDetail = z.infer<typeof CustomerReviewDetail>;

export const ResponseEdit = z.strictObject({
  body: z.string().trim().min(responseLength.min).max(responseLength.max),
});
export type ResponseEdit = z.infer<typeof ResponseEdit>;
