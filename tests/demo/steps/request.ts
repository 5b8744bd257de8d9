import { tenants } from "#localstack/demo/tenants.ts";
import type { Activity } from "#schema/activity.ts";
import type { BlogPost } from "#schema/blog.ts";
import type { ContentRequest } from "#schema/request.ts";
import type { Frame, Live } from "../live.ts";
import type { Cast } from "../people.ts";
import { insist } from "../report.ts";

const fallback = {
  topic: "What new customers should know before they start",
  brief: "Answer the questions that new customers ask most, with figures from our own documents.",
  targetKeyword: "questions of new customers",
  wordCount: 900,
};

/** Asks for a blog post that the documents of the client can answer. */
export async function createRequest(cast: Cast, index: number): Promise<ContentRequest> {
  const samples = tenants.find(({ slug }) => slug === cast.slug)?.sampleRequests ?? tenants[0]?.sampleRequests ?? [];
  const wish = samples[index % Math.max(1, samples.length)] ?? fallback;
  const request = await cast.member.post<ContentRequest>("/tenant/v1/blog-requests", { ...wish, submit: true });
  insist(request.status === "submitted", `the request is ${request.status}`);
  return request;
}

/** A reviewer of the agency lets the request go into production. */
export async function approveRequest(cast: Cast, request: ContentRequest): Promise<ContentRequest> {
  const approved = await cast.editor.post<ContentRequest>(`/tenant/v1/requests/${request.id}/approve`);
  insist(approved.status === "in_production", `the request is ${approved.status}`);
  insist(
    approved.activityIds.length === 2,
    `${approved.activityIds.length} activities were planned, not brief and post`,
  );
  return approved;
}

// Work that waits for credits would wait for ever: nobody tops up during a demo.
async function insistOnCredits(cast: Cast, request: ContentRequest): Promise<void> {
  const { items } = await cast.editor.get<{ items: Activity[] }>("/tenant/v1/activities?status=pending&limit=100");
  const starved = items.some(
    ({ id, blockedReason }) => request.activityIds.includes(id) && blockedReason === "insufficient_credits",
  );
  insist(
    !starved,
    `${cast.slug} has used up its credits; start over with npm run db:reset, or add clients with npm run seed -- --tenants 5`,
  );
}

/** Waits until the agents are done and people have to look at a version newer than `afterVersion`. */
export async function untilReview(
  live: Live,
  cast: Cast,
  request: ContentRequest,
  afterVersion = 0,
): Promise<BlogPost> {
  const activities = new Set(request.activityIds);
  let postId = request.blogPostId;
  const on = ({ type, data }: Frame) => {
    if (type === "activity:updated") return activities.has(String(data["id"])) && data["status"] !== "queued";
    return type === "content:updated" && (data["id"] === postId || (!postId && data["status"] === "drafting"));
  };
  const post = await live.until({
    what: `the draft of "${request.topic}"`,
    on,
    read: async () => {
      await insistOnCredits(cast, request);
      postId ??= (await cast.member.get<ContentRequest>(`/tenant/v1/requests/${request.id}`)).blogPostId;
      return postId ? cast.editor.get<BlogPost>(`/tenant/v1/blog-posts/${postId}`) : undefined;
    },
    done: (found) => found?.status === "failed" || (found?.status === "dm_review" && found.version > afterVersion),
    timeoutMs: 300_000,
  });
  insist(post?.status === "dm_review", "the draft failed");
  return post;
}
