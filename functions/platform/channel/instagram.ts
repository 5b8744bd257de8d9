import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import { downloadUrl } from "#platform/storage.ts";
import { type Call, declined, isNear, missing, notYet, unanswered, unseen, untested, wordsOf } from "./api.ts";
import { bounds, graph, graphError, isGone, Made } from "./graph.ts";
import type { ChannelAdapter, CheckResult, PostResult, PublishAttempt, SocialPayload, TokenAccount } from "./types.ts";

const textMax = 2_200;
const looksMax = 10;
const lookEveryMs = 3_000;
const listMax = 50;

const State = z.looseObject({ status_code: z.string() });
const Medium = z.looseObject({
  id: z.string(),
  caption: z.string().optional(),
  permalink: z.string().optional(),
  timestamp: z.string().optional(),
});
const List = z.object({ data: z.array(Medium), paging: z.object({ next: z.string().optional() }).optional() });
const fields = "id,caption,permalink,timestamp";

/** An Instagram account of a business: containers are filled, and when they are ready one of them is published. */
export function instagramChannel({ id, accessToken }: TokenAccount): ChannelAdapter<SocialPayload> {
  const call = graph(accessToken);
  return {
    capabilities: () => ({
      formats: ["social"],
      textMax,
      media: { featuredImage: false, imagesMax: 10, videosMax: 1 },
      drafts: false,
      listingComplete: true,
      requestsPerMinuteMax: 60,
    }),
    validate: (payload) => bounds(payload, { textMax, imagesMin: 1, imagesMax: 10 }),
    post: (attempt) => post(call, id, attempt.payload),
    check: (attempt) => check(call, id, attempt).catch(unseen),
    test: async () => {
      try {
        const answer = await call(`/${id}/media`, { query: { limit: "1" } });
        return answer.status === 200 ? { ok: true, title: id, roles: [] } : { ok: false, ...graphError(answer) };
      } catch (error) {
        return untested(error);
      }
    },
  };
}

async function post(call: Call, account: string, payload: SocialPayload): Promise<PostResult> {
  let container: string;
  try {
    const filled = await fill(call, account, payload);
    if (typeof filled !== "string") return filled;
    container = filled;
  } catch (error) {
    return unanswered(error, false);
  }
  try {
    const answer = await call(`/${account}/media_publish`, { json: { creation_id: container } });
    if (answer.status !== 200) return declined(answer, graphError(answer));
    const made = Made.safeParse(answer.body);
    return made.success
      ? { outcome: "accepted", providerId: made.data.id }
      : { outcome: "unknown", reason: "Instagram answered without naming the post." };
  } catch (error) {
    return unanswered(error);
  }
}

/** A container with everything of the post, ready to be published; nobody sees it. @returns its id, or why there is none */
async function fill(call: Call, account: string, { text, media, format }: SocialPayload): Promise<string | PostResult> {
  const isCarousel = media.length > 1;
  const children: string[] = [];
  for (const { key, mime } of media) {
    const url = await downloadUrl(key, "medium");
    const isFilm = mime.startsWith("video/");
    const kind = isFilm ? (format === "story" ? "STORIES" : "REELS") : format === "story" ? "STORIES" : undefined;
    const made = await make(call, account, {
      ...(isFilm ? { video_url: url } : { image_url: url }),
      ...(kind ? { media_type: kind } : {}),
      ...(isCarousel ? { is_carousel_item: true } : { caption: text }),
    });
    if (typeof made !== "string") return made;
    children.push(made);
  }
  const [only = ""] = children;
  const whole = isCarousel
    ? await make(call, account, { media_type: "CAROUSEL", children: children.join(","), caption: text })
    : only;
  if (typeof whole !== "string") return whole;
  return ready(call, whole);
}

async function make(call: Call, account: string, json: object): Promise<string | PostResult> {
  const answer = await call(`/${account}/media`, { json });
  const made = Made.safeParse(answer.body);
  return answer.status === 200 && made.success ? made.data.id : notYet(answer, graphError(answer));
}

async function ready(call: Call, container: string): Promise<string | PostResult> {
  for (let look = 0; look < looksMax; look += 1) {
    const answer = await call(`/${container}`, { query: { fields: "status_code" } });
    const state = State.safeParse(answer.body);
    if (answer.status !== 200 || !state.success) return notYet(answer, graphError(answer));
    if (state.data.status_code === "FINISHED") return container;
    if (["ERROR", "EXPIRED"].includes(state.data.status_code))
      return { outcome: "refused", code: "invalid_media", message: "Instagram could not read the picture or video." };
    await setTimeout(look === 0 ? 200 : lookEveryMs);
  }
  return {
    outcome: "not_sent",
    code: "provider_down",
    message: "Instagram is still reading the picture or video.",
    retryAfterMs: 60_000,
  };
}

async function check(
  call: Call,
  account: string,
  { providerId, payload, startedAt }: PublishAttempt<SocialPayload>,
): Promise<CheckResult> {
  if (providerId !== undefined) {
    const answer = await call(`/${providerId}`, { query: { fields } });
    if (isGone(answer)) return { state: "absent" };
    const found = Medium.safeParse(answer.body);
    if (answer.status !== 200 || !found.success) return { state: "unknown", reason: graphError(answer).message };
    return shown(found.data);
  }
  const answer = await call(`/${account}/media`, { query: { fields, limit: String(listMax) } });
  const list = List.safeParse(answer.body);
  if (answer.status !== 200 || !list.success) return { state: "unknown", reason: graphError(answer).message };
  const found = list.data.data.find(
    ({ caption = "", timestamp }) => wordsOf(caption) === wordsOf(payload.text) && isNear(startedAt, timestamp),
  );
  if (found) return shown(found);
  const oldest = list.data.data.at(-1)?.timestamp;
  if (list.data.paging?.next && oldest && Date.parse(oldest) > startedAt.getTime())
    return { state: "unknown", reason: "The account lists more posts of that time than can be compared." };
  return missing(startedAt);
}

function shown({ id, permalink, timestamp }: z.infer<typeof Medium>): CheckResult {
  if (!permalink) return { state: "pending", reason: "The post has no address yet." };
  return { state: "confirmed", providerId: id, url: permalink, at: timestamp ? new Date(timestamp) : new Date() };
}
