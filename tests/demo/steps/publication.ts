import { setTimeout as pause } from "node:timers/promises";
import type { BlogPost } from "#schema/blog.ts";
import type { SearchResult } from "#schema/search.ts";
import type { Live } from "../live.ts";
import type { Cast } from "../people.ts";
import { insist } from "../report.ts";

/** Waits until the channel has confirmed the post in public. */
export async function untilPublished(live: Live, cast: Cast, postId: string): Promise<BlogPost> {
  const post = await live.until({
    what: "the post to be published",
    read: () => cast.member.get<BlogPost>(`/tenant/v1/blog-posts/${postId}`),
    done: ({ status }) => ["published", "publish_failed", "cms_draft"].includes(status),
    on: (frame) => frame.type.startsWith("content:") && frame.data["id"] === postId,
    timeoutMs: 300_000,
  });
  insist(post.status === "published", `the post is ${post.status}: ${post.publish?.errorMessage ?? "no reason given"}`);
  insist(post.publishedUrl, "the post is published without an address");
  return post;
}

/** Opens the public page like any reader. @returns its address */
export async function openPage(post: BlogPost): Promise<string> {
  const url = post.publishedUrl ?? "";
  const answer = await fetch(url.replace("//localhost", "//127.0.0.1"));
  const html = await answer.text();
  insist(answer.ok, `${url} answers ${answer.status}`);
  const text = html
    .replaceAll("&amp;", "&")
    .replaceAll("&#39;", "'")
    .replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"');
  insist(text.includes(post.title), `${url} does not show the title`);
  return url;
}

/** Searches until the post is found as published. @returns milliseconds since the moment of publication */
export async function findBySearch(cast: Cast, post: BlogPost, publishedMs: number, limitMs: number): Promise<number> {
  for (;;) {
    const result = await cast.member.post<SearchResult>("/v1/search", { q: post.title.slice(0, 200) });
    const hit = result.groups.flatMap(({ hits }) => hits).find(({ id }) => id === post.id);
    const tookMs = Date.now() - publishedMs;
    if (hit?.status === "published") return tookMs;
    insist(
      tookMs < limitMs,
      hit ? `after ${tookMs} ms search still says ${hit.status}` : `not found after ${tookMs} ms`,
    );
    await pause(100);
  }
}
