import * as z from "zod";
import { downloadUrl } from "#platform/storage.ts";
import { type Call, declined, isNear, missing, notYet, unanswered, unseen, untested, wordsOf } from "./api.ts";
import { bounds, graph, graphError, isGone, Made } from "./graph.ts";
import type { ChannelAdapter, CheckResult, PostResult, PublishAttempt, SocialPayload, TokenAccount } from "./types.ts";

const listMax = 100;
const textMax = 63_206;

const PagePost = z.looseObject({
  id: z.string(),
  message: z.string().optional(),
  created_time: z.string().optional(),
  permalink_url: z.string().optional(),
  is_published: z.boolean().optional(),
});
const List = z.object({
  data: z.array(PagePost),
  paging: z.object({ next: z.string().optional() }).optional(),
});
const fields = "id,message,created_time,permalink_url,is_published";

/** A Facebook page. Pictures are put there unpublished, then one post shows them. */
export function facebookChannel({ id, accessToken }: TokenAccount): ChannelAdapter<SocialPayload> {
  const call = graph(accessToken);
  return {
    capabilities: () => ({
      formats: ["social"],
      textMax,
      media: { featuredImage: false, imagesMax: 10, videosMax: 0 },
      drafts: false,
      listingComplete: true,
      requestsPerMinuteMax: 60,
    }),
    validate: (payload) => bounds(payload, { textMax, imagesMax: 10, videos: 0 }),
    post: (attempt) => post(call, id, attempt.payload),
    check: (attempt) => check(call, id, attempt).catch(unseen),
    test: async () => {
      try {
        const answer = await call(`/${id}`, { query: { fields: "id,name" } });
        const page = z.looseObject({ name: z.string() }).safeParse(answer.body);
        if (answer.status === 200 && page.success) return { ok: true, title: page.data.name, roles: [] };
        return { ok: false, ...graphError(answer) };
      } catch (error) {
        return untested(error);
      }
    },
  };
}

async function post(call: Call, page: string, payload: SocialPayload): Promise<PostResult> {
  const attached: { media_fbid: string }[] = [];
  try {
    for (const { key, altText } of payload.media) {
      const url = await downloadUrl(key, "picture");
      const answer = await call(`/${page}/photos`, {
        json: { url, published: false, ...(altText ? { alt_text_custom: altText } : {}) },
      });
      const made = Made.safeParse(answer.body);
      if (answer.status !== 200 || !made.success) return notYet(answer, graphError(answer));
      attached.push({ media_fbid: made.data.id });
    }
  } catch (error) {
    return unanswered(error, false);
  }
  const { text, link } = payload;
  try {
    const answer = await call(`/${page}/feed`, {
      json: {
        message: text,
        ...(link && attached.length === 0 ? { link } : {}),
        ...(attached.length > 0 ? { attached_media: attached } : {}),
      },
    });
    if (answer.status !== 200) return declined(answer, graphError(answer));
    const made = Made.safeParse(answer.body);
    return made.success
      ? { outcome: "accepted", providerId: made.data.id }
      : { outcome: "unknown", reason: "The page answered without naming the post." };
  } catch (error) {
    return unanswered(error);
  }
}

async function check(
  call: Call,
  page: string,
  { providerId, payload, startedAt }: PublishAttempt<SocialPayload>,
): Promise<CheckResult> {
  if (providerId !== undefined) {
    const answer = await call(`/${providerId}`, { query: { fields } });
    if (isGone(answer)) return { state: "absent" };
    const found = PagePost.safeParse(answer.body);
    if (answer.status !== 200 || !found.success) return { state: "unknown", reason: graphError(answer).message };
    return shown(found.data);
  }
  const answer = await call(`/${page}/feed`, { query: { fields, limit: String(listMax) } });
  const list = List.safeParse(answer.body);
  if (answer.status !== 200 || !list.success) return { state: "unknown", reason: graphError(answer).message };
  const wanted = wordsOf(payload.text);
  const found = list.data.data.find(
    ({ message = "", created_time }) => wordsOf(message) === wanted && isNear(startedAt, created_time),
  );
  if (found) return shown(found);
  const oldest = list.data.data.at(-1)?.created_time;
  if (list.data.paging?.next && oldest && Date.parse(oldest) > startedAt.getTime())
    return { state: "unknown", reason: "The page lists more posts of that time than can be compared." };
  return missing(startedAt);
}

function shown({ id, permalink_url, created_time, is_published = true }: z.infer<typeof PagePost>): CheckResult {
  if (!is_published) return { state: "pending", reason: "The page does not show the post yet." };
  const url = permalink_url ?? `https://www.facebook.com/${id}`;
  return { state: "confirmed", providerId: id, url, at: created_time ? new Date(created_time) : new Date() };
}
