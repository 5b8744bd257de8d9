import { marked } from "marked";
import * as Blog from "#core/blog/index.ts";
import * as Request from "#core/request/index.ts";
import type { BlogPayload } from "#platform/channel/index.ts";
import { blogMachine } from "#schema/blog.ts";
import { allows } from "#schema/machine.ts";
import type { Sendable, Target } from "../target.ts";

/** Posts for the client's own site. A post is "publishing" from the time its attempt is made. */
export const blogTarget: Target = {
  type: "blog_post",
  target: "blog",
  queue: "publish__blog",
  publisher: "blog-publisher",
  keepsDrafts: true,
  keptAs: "blog_post",
  stages: ["client", "dm"],
  find: async (tx, id) => {
    const post = await Blog.locked(tx, id);
    return { ...post, publishAt: post.scheduledFor };
  },
  presentHash: (_tx, { contentHash }) => Promise.resolve(contentHash),
  account: (_tx, { channelId }) => Promise.resolve(channelId),
  places: () => Promise.resolve(["wordpress"]),
  payload: async (tx, { id }, mode): Promise<BlogPayload> => {
    const post = await Blog.locked(tx, id);
    return {
      title: post.title,
      slug: post.slug,
      html: await marked.parse(withoutOwn(post.body), { async: true }),
      excerpt: post.excerpt ?? "",
      metaDescription: post.metaDescription,
      status: mode,
    };
  },
  maySend: (status) => status === "publishing",
  move: async (tx, piece, verb, { url } = {}) => {
    const post = asPost(piece);
    switch (verb) {
      case "prepare":
        await Blog.move(tx, post, allows(blogMachine, post.status, "republish") ? "republish" : "publish");
        return;
      case "begin":
        return;
      case "draft":
        if (post.status !== "cms_draft") await Blog.move(tx, post, "draft_created");
        return;
      case "confirm":
        await Blog.move(tx, post, "confirm", { publishedUrl: url, publishedAt: new Date() });
        return;
      case "lose_track":
        if (post.status === "publishing") await Blog.move(tx, post, "lose_track");
        return;
      case "fail":
        await Blog.move(tx, post, "publish_fail");
        return;
      case "drop":
        if (post.status === "publishing") await Blog.move(tx, post, "unschedule");
    }
  },
  published: (tx, { id }) => Request.fulfil(tx, id),
};

const asPost = (piece: Sendable) => piece as Sendable & { status: Blog.Row["status"] };

// Pictures of the client's library have no address that readers could open.
function withoutOwn(body: string): string {
  return body.replaceAll(/!\[[^\]]*\]\(media:\w+\)\n*/g, "");
}
