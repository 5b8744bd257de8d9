import * as z from "zod";
import { get } from "#platform/storage.ts";
import {
  type Answer,
  type Call,
  callOf,
  codeOf,
  declined,
  isNear,
  missing,
  notYet,
  unanswered,
  unseen,
  untested,
  wordsOf,
} from "./api.ts";
import { bounds } from "./graph.ts";
import { linkedinHeaders } from "./home.ts";
import type {
  ChannelAdapter,
  ChannelErrorCode,
  CheckResult,
  PostResult,
  PublishAttempt,
  SocialPayload,
  TokenAccount,
} from "./types.ts";

const textMax = 3_000;
const listMax = 50;

const Post = z.looseObject({
  id: z.string(),
  commentary: z.string().default(""),
  lifecycleState: z.string(),
  publishedAt: z.number().optional(),
});
const List = z.object({ elements: z.array(Post), paging: z.object({ total: z.number().optional() }).optional() });
const Upload = z.object({ value: z.object({ uploadUrl: z.string(), image: z.string() }) });

/** The API as an account of the versioned kind. */
export function linkedin(accessToken: string): Call {
  return callOf("linkedin", accessToken, linkedinHeaders);
}

/** An organisation on LinkedIn. */
export function linkedinChannel({ id, accessToken }: TokenAccount): ChannelAdapter<SocialPayload> {
  const call = linkedin(accessToken);
  const author = id.startsWith("urn:") ? id : `urn:li:organization:${id}`;
  return {
    capabilities: () => ({
      formats: ["social"],
      textMax,
      media: { featuredImage: false, imagesMax: 20, videosMax: 0 },
      drafts: false,
      listingComplete: true,
      requestsPerMinuteMax: 60,
    }),
    validate: (payload) => bounds(payload, { textMax, imagesMax: 20, videos: 0 }),
    post: (attempt) => post(call, author, attempt.payload),
    check: (attempt) => check(call, author, attempt).catch(unseen),
    test: async () => {
      try {
        const answer = await call("/rest/posts", { query: { q: "author", author, count: "1" } });
        return answer.status === 200 ? { ok: true, title: author, roles: [] } : { ok: false, ...linkedinError(answer) };
      } catch (error) {
        return untested(error);
      }
    },
  };
}

/** What LinkedIn says of a request it does not take. */
export function linkedinError({ status, body }: Answer): { code: ChannelErrorCode; message: string } {
  const said = z.looseObject({ message: z.string().optional(), code: z.string().optional() }).safeParse(body);
  const message = (said.data?.message ?? `LinkedIn answered ${status}.`).slice(0, 400);
  if (said.data?.code === "DUPLICATE_POST") return { code: "duplicate", message };
  return { code: codeOf(status), message };
}

async function post(call: Call, author: string, payload: SocialPayload): Promise<PostResult> {
  const images: { id: string; altText?: string }[] = [];
  try {
    for (const { key, mime, altText } of payload.media) {
      const put = await upload(call, author, key, mime);
      if (typeof put !== "string") return put;
      images.push({ id: put, ...(altText ? { altText } : {}) });
    }
  } catch (error) {
    return unanswered(error, false);
  }
  try {
    const answer = await call("/rest/posts", {
      json: {
        author,
        commentary: payload.text,
        visibility: "PUBLIC",
        distribution: { feedDistribution: "MAIN_FEED", targetEntities: [], thirdPartyDistributionChannels: [] },
        lifecycleState: "PUBLISHED",
        isReshareDisabledByAuthor: false,
        ...contentOf(images, payload),
      },
    });
    if (answer.status >= 300) return declined(answer, linkedinError(answer));
    const providerId = answer.headers.get("x-restli-id");
    return providerId
      ? { outcome: "accepted", providerId }
      : { outcome: "unknown", reason: "LinkedIn answered without naming the post." };
  } catch (error) {
    return unanswered(error);
  }
}

function contentOf(images: { id: string; altText?: string }[], { link, title }: SocialPayload): object {
  if (images.length > 1) return { content: { multiImage: { images } } };
  if (images.length === 1) return { content: { media: images[0] } };
  return link ? { content: { article: { source: link, title } } } : {};
}

/** Puts a picture there; nobody sees it before a post shows it. @returns its urn, or why there is none */
async function upload(call: Call, owner: string, key: string, mime: string): Promise<string | PostResult> {
  const begun = await call("/rest/images", {
    method: "POST",
    query: { action: "initializeUpload" },
    json: { initializeUploadRequest: { owner } },
  });
  const ticket = Upload.safeParse(begun.body);
  if (begun.status !== 200 || !ticket.success) return notYet(begun, linkedinError(begun));
  const body = await get(key);
  if (!body) return { outcome: "refused", code: "invalid_media", message: "A picture of the post is no longer there." };
  const put = await call(ticket.data.value.uploadUrl, { method: "PUT", bytes: { body, mime } });
  return put.status < 300 ? ticket.data.value.image : notYet(put, linkedinError(put));
}

async function check(
  call: Call,
  author: string,
  { providerId, payload, startedAt }: PublishAttempt<SocialPayload>,
): Promise<CheckResult> {
  if (providerId !== undefined) {
    const answer = await call(`/rest/posts/${encodeURIComponent(providerId)}`);
    if (answer.status === 404) return { state: "absent" };
    const found = Post.safeParse(answer.body);
    if (answer.status !== 200 || !found.success) return { state: "unknown", reason: linkedinError(answer).message };
    return shown(found.data);
  }
  const answer = await call("/rest/posts", {
    query: { q: "author", author, count: String(listMax), sortBy: "CREATED" },
  });
  const list = List.safeParse(answer.body);
  if (answer.status !== 200 || !list.success) return { state: "unknown", reason: linkedinError(answer).message };
  const found = list.data.elements.find(
    ({ commentary, publishedAt }) => wordsOf(commentary) === wordsOf(payload.text) && isNear(startedAt, publishedAt),
  );
  if (found) return shown(found);
  if ((list.data.paging?.total ?? 0) > list.data.elements.length)
    return { state: "unknown", reason: "The page lists more posts than can be compared." };
  return missing(startedAt);
}

function shown({ id, lifecycleState, publishedAt }: z.infer<typeof Post>): CheckResult {
  if (lifecycleState !== "PUBLISHED") return { state: "pending", reason: `LinkedIn calls the post ${lifecycleState}.` };
  const url = `https://www.linkedin.com/feed/update/${id}/`;
  return { state: "confirmed", providerId: id, url, at: publishedAt ? new Date(publishedAt) : new Date() };
}
