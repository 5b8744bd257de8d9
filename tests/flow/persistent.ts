import type { BlogPost } from "#schema/blog.ts";
import type { ContentRequest } from "#schema/request.ts";
import { type Client, Refusal } from "#tests/demo/client.ts";
import type { Live } from "#tests/demo/live.ts";
import type { Ended } from "#tests/demo/load.ts";
import type { Cast } from "#tests/demo/people.ts";
import { createRequest } from "#tests/demo/steps/request.ts";
import { decide, decideAsClient } from "#tests/demo/steps/review.ts";

const patienceMs = 10 * 60_000;

/**
 * Brings a request to its published post like people who do not give up: whatever an order answers, they look at the state of
 * things again and do what is next.
 */
export async function walkPersistently(cast: Cast, live: Live, index: number): Promise<Ended> {
  const startedMs = performance.now();
  const { id } = await createRequest(cast, index);
  let toReviewMs = 0;
  const { request, post } = await live.until({
    what: `request ${id} to be published`,
    on: ({ type }) => type === "content:updated" || type === "content:published" || type === "request:updated",
    read: async () => {
      const state = await look(cast, id);
      if (state.post?.status === "dm_review") toReviewMs ||= performance.now() - startedMs;
      await act(cast, state.request, state.post);
      return state;
    },
    done: ({ request, post }) => post?.status === "published" && request.status === "fulfilled",
    timeoutMs: patienceMs,
  });
  if (!post) throw new Error(`Request ${id} has no post.`);
  return { cast, request, post, toReviewMs, toPublishedMs: performance.now() - startedMs };
}

async function look({ member }: Cast, id: string): Promise<{ request: ContentRequest; post: BlogPost | undefined }> {
  const request = await member.get<ContentRequest>(`/tenant/v1/requests/${id}`);
  return { request, post: request.blogPostId ? await read(member, request.blogPostId) : undefined };
}

async function act(cast: Cast, request: ContentRequest, post: BlogPost | undefined): Promise<void> {
  try {
    if (request.status === "submitted") await cast.editor.post(`/tenant/v1/requests/${request.id}/approve`);
    // Killed before a byte left: the site proves that nothing is there, and a person sends it again.
    if (post?.status === "publish_failed") await cast.editor.post(`/tenant/v1/blog-posts/${post.id}/publish`, {});
    if (post?.approval?.status !== "pending") return;
    if (post.status === "dm_review") await decide(cast.reviewer, post.approval, "approve");
    if (post.status === "client_review") await decideAsClient(cast.approver, post.approval, "approve");
  } catch (error) {
    // The order may have taken effect before its answer was lost.
    if (!(error instanceof Refusal) || error.status !== 409) throw error;
  }
}

function read(reader: Client, id: string): Promise<BlogPost> {
  return reader.get<BlogPost>(`/tenant/v1/blog-posts/${id}`);
}
