import * as z from "zod";
import { homeOf } from "./channel/home.ts";
import { guardedFetch } from "./fetch.ts";

const callTimeoutMs = 15_000;
const answerMaxBytes = 2_000_000;
const pagesMax = 20;
const stars = ["ONE", "TWO", "THREE", "FOUR", "FIVE"];

const Answer = z.object({
  reviews: z
    .array(
      z.object({
        name: z.string(),
        starRating: z.string(),
        comment: z.string().default(""),
        createTime: z.string(),
        reviewer: z.object({ displayName: z.string().optional(), isAnonymous: z.boolean().optional() }).optional(),
        reviewReply: z.object({ comment: z.string(), updateTime: z.string() }).optional(),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

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

/** A profile that could not be read. `code` says why: the login is over, or the other side does not answer. */
export class ProfileError extends Error {
  readonly code: "auth_expired" | "unreadable";
  constructor(code: ProfileError["code"], message: string) {
    super(message);
    this.name = "ProfileError";
    this.code = code;
  }
}

/** Every review of a location (`accounts/…/locations/…`), to the last page. @throws ProfileError */
export async function reviewsOf(location: string, accessToken: string): Promise<ProfileReview[]> {
  const found: ProfileReview[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await read(location, accessToken, pageToken);
    found.push(...answer.reviews.flatMap(shaped));
    pageToken = answer.nextPageToken;
    if (!pageToken) return found;
  }
  throw new ProfileError("unreadable", `The profile has more than ${pagesMax} pages of reviews.`);
}

async function read(location: string, accessToken: string, pageToken?: string): Promise<z.infer<typeof Answer>> {
  const address = new URL(`${homeOf("business-profile")}/v4/${location}/reviews`);
  address.search = new URLSearchParams({ pageSize: "50", ...(pageToken ? { pageToken } : {}) }).toString();
  const answer = await guardedFetch(address, {
    headers: { accept: "application/json", authorization: `Bearer ${accessToken}` },
    timeoutMs: callTimeoutMs,
    maxBytes: answerMaxBytes,
    redirect: "error",
  });
  if (answer.status === 401)
    throw new ProfileError("auth_expired", `The profile refuses the login (${answer.status}).`);
  const parsed = Answer.safeParse(await answer.json().catch(() => null));
  if (!answer.ok || !parsed.success)
    throw new ProfileError("unreadable", `The profile's answer (${answer.status}) cannot be read.`);
  return parsed.data;
}

function shaped(review: z.infer<typeof Answer>["reviews"][number]): ProfileReview[] {
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
