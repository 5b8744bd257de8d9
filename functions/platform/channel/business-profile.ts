import * as z from "zod";
import {
  type Answer,
  type Call,
  callOf,
  codeOf,
  declined,
  isNear,
  missing,
  unanswered,
  unseen,
  untested,
  wordsOf,
} from "./api.ts";
import type {
  ChannelAdapter,
  ChannelErrorCode,
  CheckResult,
  LocalPostPayload,
  PayloadIssue,
  PostResult,
  PublishAttempt,
  TokenAccount,
} from "./types.ts";

const textMax = 1_500;
const listMax = 100;

const LocalPost = z.looseObject({
  name: z.string(),
  summary: z.string().default(""),
  state: z.string(),
  createTime: z.string().optional(),
  searchUrl: z.string().optional(),
});
const List = z.object({ localPosts: z.array(LocalPost).default([]), nextPageToken: z.string().optional() });

/** A location (`accounts/…/locations/…`) of a Google Business Profile. */
export function businessProfileChannel({ id, accessToken }: TokenAccount): ChannelAdapter<LocalPostPayload> {
  const call = callOf("business-profile", accessToken);
  return {
    capabilities: () => ({
      formats: ["local_post"],
      textMax,
      media: { featuredImage: false },
      drafts: false,
      listingComplete: true,
      requestsPerMinuteMax: 60,
    }),
    validate,
    post: (attempt) => post(call, id, attempt.payload),
    check: (attempt) => check(call, id, attempt).catch(unseen),
    test: async () => {
      try {
        const answer = await call(`/v4/${id}/localPosts`, { query: { pageSize: "1" } });
        return answer.status === 200 ? { ok: true, title: id, roles: [] } : { ok: false, ...googleError(answer) };
      } catch (error) {
        return untested(error);
      }
    },
  };
}

/** What a Google API says of a request it does not take. */
export function googleError({ status, body }: Answer): { code: ChannelErrorCode; message: string } {
  const said = z.object({ error: z.looseObject({ message: z.string() }) }).safeParse(body);
  const message = (said.data?.error.message ?? `Google answered ${status}.`).slice(0, 400);
  return { code: codeOf(status), message };
}

function validate({ text, callToAction, offer, event, postType }: LocalPostPayload): PayloadIssue<LocalPostPayload>[] {
  const issues: PayloadIssue<LocalPostPayload>[] = [];
  if (text.trim() === "") issues.push({ field: "text", code: "required", text: "The post has no text." });
  if (text.length > textMax)
    issues.push({ field: "text", code: "text_too_long", text: `The text is longer than ${textMax} characters.` });
  if (callToAction && callToAction.type !== "call" && !callToAction.url)
    issues.push({ field: "callToAction", code: "required", text: "The button needs an address." });
  if (postType === "offer" && !offer)
    issues.push({ field: "offer", code: "required", text: "An offer needs its title and dates." });
  if (postType === "event" && !event)
    issues.push({ field: "event", code: "required", text: "An event needs its title and date." });
  return issues;
}

const topics = { "whats-new": "STANDARD", offer: "OFFER", event: "EVENT" } as const;
const actions: Record<string, string> = {
  book: "BOOK",
  order: "ORDER",
  buy: "SHOP",
  "learn-more": "LEARN_MORE",
  "sign-up": "SIGN_UP",
  call: "CALL",
};

async function post(call: Call, location: string, payload: LocalPostPayload): Promise<PostResult> {
  const { text, postType, callToAction: button } = payload;
  try {
    const answer = await call(`/v4/${location}/localPosts`, {
      json: {
        languageCode: "en",
        summary: text,
        topicType: topics[postType],
        ...(button
          ? {
              callToAction: {
                actionType: actions[button.type] ?? "LEARN_MORE",
                ...(button.url ? { url: button.url } : {}),
              },
            }
          : {}),
        ...eventOf(payload),
      },
    });
    if (answer.status !== 200) return declined(answer, googleError(answer));
    const made = LocalPost.safeParse(answer.body);
    return made.success
      ? { outcome: "accepted", providerId: made.data.name }
      : { outcome: "unknown", reason: "The profile answered without naming the post." };
  } catch (error) {
    return unanswered(error);
  }
}

function eventOf({ offer, event }: LocalPostPayload): object {
  if (offer)
    return {
      event: { title: offer.title, schedule: { startDate: dateOf(offer.startDate), endDate: dateOf(offer.endDate) } },
      offer: offer.coupon ? { couponCode: offer.coupon } : {},
    };
  if (!event) return {};
  const day = dateOf(event.date);
  return { event: { title: event.title, schedule: { startDate: day, endDate: day } } };
}

function dateOf(day: string): { year: number; month: number; day: number } {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return { year, month, day: date };
}

async function check(
  call: Call,
  location: string,
  { providerId, payload, startedAt }: PublishAttempt<LocalPostPayload>,
): Promise<CheckResult> {
  if (providerId !== undefined) {
    const answer = await call(`/v4/${providerId}`);
    if (answer.status === 404) return { state: "absent" };
    const found = LocalPost.safeParse(answer.body);
    if (answer.status !== 200 || !found.success) return { state: "unknown", reason: googleError(answer).message };
    return shown(found.data);
  }
  const answer = await call(`/v4/${location}/localPosts`, { query: { pageSize: String(listMax) } });
  const list = List.safeParse(answer.body);
  if (answer.status !== 200 || !list.success) return { state: "unknown", reason: googleError(answer).message };
  const found = list.data.localPosts.find(
    ({ summary, createTime }) => wordsOf(summary) === wordsOf(payload.text) && isNear(startedAt, createTime),
  );
  if (found) return shown(found);
  const oldest = list.data.localPosts.at(-1)?.createTime;
  if (list.data.nextPageToken && oldest && Date.parse(oldest) > startedAt.getTime())
    return { state: "unknown", reason: "The profile lists more posts of that time than can be compared." };
  return missing(startedAt);
}

function shown({ name, state, searchUrl, createTime }: z.infer<typeof LocalPost>): CheckResult {
  if (state === "REJECTED")
    return { state: "rejected", reason: "Google does not show the post: it is against its rules." };
  if (state !== "LIVE") return { state: "pending", reason: "Google is still looking at the post." };
  const url = searchUrl ?? `https://business.google.com/posts/${name.split("/").at(-1)}`;
  return { state: "confirmed", providerId: name, url, at: createTime ? new Date(createTime) : new Date() };
}
