import * as Activity from "#core/activity/index.ts";
import * as Blog from "#core/blog/index.ts";
import { require } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";

/** Sends a post back to its writer on a reviewer's notes, without counting as a rejection. */
export async function run(postId: string, notes: string) {
  require("blog_post.edit", "have content written again");
  const activityId = await transaction(async (tx) => {
    const post = await Blog.locked(tx, postId);
    if (!post.activityId) throw new AppError("request.illegal_transition", "No agent wrote this post.");
    await Blog.sendBack(tx, postId, notes);
    return post.activityId;
  });
  return Activity.get(activityId);
}
