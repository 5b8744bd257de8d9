import * as z from "zod";
import { callOf, declined, missing, notYet, unanswered, unseen, wordsOf } from "./api.ts";
import { googleError } from "./business-profile.ts";
import { ask } from "./numbers/api.ts";
import {
  ChannelError,
  type CheckResult,
  type PostResult,
  type PublishAttempt,
  type ReplyPayload,
  type Sender,
  type TokenAccount,
} from "./types.ts";

const pagesMax = 20;
const textMax = 4_096;
const stars = ["ONE", "TWO", "THREE", "FOUR", "FIVE"];

const Review = z.object({
  name: z.string(),
  starRating: z.string(),
  comment: z.string().default(""),
  createTime: z.string(),
  reviewer: z.object({ displayName: z.string().optional(), isAnonymous: z.boolean().optional() }).optional(),
  reviewReply: z.object({ comment: z.string(), updateTime: z.string() }).optional(),
});
const List = z.object({ reviews: z.array(Review).default([]), nextPageToken: z.string().optional() });

/** A review as Google lists it. */
export interface ProfileReview {
  externalId: string;
  rating: number;
  body: string;
  /** As the reviewer calls themselves; null for the nameless. */
  name: string | null;
  at: Date;
  reply: { body: string; at: Date } | null;
}

/** Every review of a location (`accounts/…/locations/…`), to the last page. @throws ChannelError */
export async function reviewsOf(location: string, token: string): Promise<ProfileReview[]> {
  const found: ProfileReview[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const query = { pageSize: "50", ...(pageToken ? { pageToken } : {}) };
    const answer = await ask("business-profile", `/v4/${location}/reviews`, { token, query, answer: List });
    found.push(...answer.reviews.flatMap(shaped));
    pageToken = answer.nextPageToken;
    if (!pageToken) return found;
  }
  throw new ChannelError("other", `The profile has more than ${pagesMax} pages of reviews.`);
}

/** Answers to the reviews of a location. A review has one answer; one that somebody else gave is left as it is. */
export function reviewReplies({ accessToken }: TokenAccount): Sender<ReplyPayload> {
  const call = callOf("business-profile", accessToken);
  const look = async (review: string) => {
    const answer = await call(`/v4/${review}`);
    return { answer, review: answer.status === 200 ? Review.safeParse(answer.body).data : undefined };
  };
  const post = async ({ payload }: PublishAttempt<ReplyPayload>): Promise<PostResult> => {
    let isLeaving = false;
    try {
      const { answer: seen, review } = await look(payload.review);
      if (!review) return notYet(seen, googleError(seen));
      const there = review.reviewReply?.comment;
      if (there !== undefined && wordsOf(there) !== wordsOf(payload.text))
        return { outcome: "refused", code: "duplicate", message: "Another answer stands under the review already." };
      isLeaving = true;
      const answer = await call(`/v4/${payload.review}/reply`, { method: "PUT", json: { comment: payload.text } });
      return answer.status === 200
        ? { outcome: "accepted", providerId: payload.review }
        : declined(answer, googleError(answer));
    } catch (error) {
      return unanswered(error, isLeaving);
    }
  };
  const check = async (attempt: PublishAttempt<ReplyPayload>): Promise<CheckResult> => {
    const { answer, review } = await look(attempt.payload.review);
    if (answer.status === 404) return { state: "absent" };
    if (!review) return { state: "unknown", reason: googleError(answer).message };
    if (!review.reviewReply) return attempt.providerId ? { state: "absent" } : missing(attempt.startedAt);
    if (wordsOf(review.reviewReply.comment) !== wordsOf(attempt.payload.text))
      return { state: "rejected", reason: "Another answer stands under the review." };
    const url = "https://business.google.com/reviews";
    return { state: "confirmed", providerId: review.name, url, at: new Date(review.reviewReply.updateTime) };
  };
  return {
    validate: ({ text }) =>
      text.trim() === "" || text.length > textMax
        ? [{ field: "text", code: "text_too_long", text: `An answer has 1 to ${textMax} characters.` }]
        : [],
    post,
    check: (attempt) => check(attempt).catch(unseen),
  };
}

function shaped(review: z.infer<typeof Review>): ProfileReview[] {
  const rating = stars.indexOf(review.starRating) + 1;
  if (rating === 0) return [];
  const { reviewer, reviewReply: reply } = review;
  return [
    {
      ...{ externalId: review.name, rating, body: review.comment, at: new Date(review.createTime) },
      name: reviewer?.isAnonymous ? null : (reviewer?.displayName ?? null),
      reply: reply ? { body: reply.comment, at: new Date(reply.updateTime) } : null,
    },
  ];
}
