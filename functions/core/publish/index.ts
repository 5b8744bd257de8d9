import { marked } from "marked";
import * as Approval from "#core/approval/index.ts";
import * as Blog from "#core/blog/index.ts";
import * as Deliverable from "#core/deliverable/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Request from "#core/request/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { BlogPayload } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { blogMachine } from "#schema/blog.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after, allows } from "#schema/machine.ts";
import type { AttemptStatus, AttemptVerb } from "#schema/publish.ts";
import { attemptMachine, lookUpAfterMs } from "#schema/publish.ts";
import { attempt } from "./read.ts";

export { attempt, list } from "./read.ts";
export { check, lookUp, reconcile, send } from "./send.ts";

export interface AttemptRow {
  id: string;
  subjectId: string;
  version: number;
  contentHash: string;
  approvalId: string;
  channelId: string;
  mode: "draft" | "publish";
  status: AttemptStatus;
  attemptKey: string;
  payload: BlogPayload;
  publishAt: Date;
  postedAt: Date | null;
  tries: number;
  externalId: string | null;
  externalUrl: string | null;
  editUrl: string | null;
  lookCount: number;
}

/** After the last approval: sends the post to its channel, now or at its planned time. Without a channel it waits to be marked by hand. */
export async function release(tx: Tx, post: Blog.Row, approvalId: string): Promise<void> {
  if (!post.channelId) return;
  const channel = await tx
    .selectFrom("connectedChannels")
    .select("status")
    .where("tenantId", "=", tenant())
    .where("id", "=", post.channelId)
    .executeTakeFirst();
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("publishingPaused")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  if (channel?.status !== "connected" || settings?.publishingPaused) return;
  await prepare(tx, post, approvalId, "publish");
}

/** Sends an approved post by hand, or again after a definite failure. */
export async function publish(
  postId: string,
  options: { channelId?: string | undefined; mode?: "draft" | "publish" | undefined },
): Promise<string> {
  require("blog_post.publish", "publish content");
  return transaction(async (tx) => {
    const post = await Blog.locked(tx, postId);
    if (post.status === "publish_unknown")
      throw new AppError(
        "publish.outcome_unknown",
        `Nobody knows yet whether "${post.title}" went out. It is being looked up; sending it again could publish it twice.`,
      );
    if (options.channelId && options.channelId !== post.channelId)
      throw new AppError(
        "approval.approval_stale",
        "The approval covers another channel. Edit the post's channel and have it approved again.",
      );
    const verb = allows(blogMachine, post.status, "republish") ? "republish" : "publish";
    const approval =
      (await Approval.ofVersion(tx, { type: "blog_post", id: postId }, post.version, "client")) ??
      (await Approval.ofVersion(tx, { type: "blog_post", id: postId }, post.version, "dm"));
    if (approval?.status !== "approved")
      throw new AppError("approval.approval_required", `Version ${post.version} of "${post.title}" is not approved.`);
    return prepare(tx, post, approval.id, verb, options.mode);
  });
}

/** Freezes the payload of exactly the approved bytes and orders the sending. One attempt per approved version and account. */
async function prepare(
  tx: Tx,
  post: Blog.Row,
  approvalId: string,
  verb: "publish" | "republish",
  mode?: "draft" | "publish",
): Promise<string> {
  const approval = await Approval.find(tx, approvalId);
  if (approval.status !== "approved")
    throw new AppError("approval.approval_required", "Nothing leaves without an approval.");
  if (approval.contentHash !== post.contentHash)
    throw new AppError("approval.approval_stale", `Version ${post.version} differs from what was approved.`, {
      details: { version: post.version },
    });
  if (!post.channelId) throw new AppError("channel.channel_disconnected", "No channel is connected for this post.");
  const channel = await tx
    .selectFrom("connectedChannels")
    .select(["status", "settings"])
    .where("tenantId", "=", tenant())
    .where("id", "=", post.channelId)
    .executeTakeFirst();
  if (channel?.status !== "connected")
    throw new AppError("channel.channel_disconnected", "The channel is not connected. Reconnect it first.");
  const chosen = mode ?? (channel.settings as { mode?: "draft" | "publish" }).mode ?? "draft";
  const publishAt = post.scheduledFor && post.scheduledFor > new Date() ? post.scheduledFor : new Date();
  const payload: BlogPayload = {
    title: post.title,
    slug: post.slug,
    html: await marked.parse(withoutOwn(post.body), { async: true }),
    excerpt: post.excerpt ?? "",
    metaDescription: post.metaDescription,
    status: chosen,
  };
  const id = newId("publishAttempt");
  const made = await tx
    .insertInto("publishAttempts")
    .values({
      tenantId: tenant(),
      id,
      subjectType: "blog_post",
      subjectId: post.id,
      version: post.version,
      contentHash: post.contentHash,
      approvalId,
      channelId: post.channelId,
      target: "blog",
      mode: chosen,
      status: "prepared",
      attemptKey: sha256(`${post.id}:${post.version}:${post.channelId}`),
      payload: JSON.stringify(payload),
      publishAt,
    })
    .onConflict((conflict) =>
      conflict.columns(["tenantId", "attemptKey"]).where("status", "not in", ["failed", "abandoned"]).doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  if (!made)
    throw new AppError(
      "publish.outcome_unknown",
      `Version ${post.version} of "${post.title}" is already on its way to this channel.`,
    );
  await Blog.move(tx, post, verb);
  await Approval.use(tx, approvalId);
  await Effect.audit(
    "publish_attempt.prepared",
    { type: "publish_attempt", id, label: post.title },
    { after: { version: post.version, contentHash: post.contentHash, channelId: post.channelId, mode: chosen } },
  );
  await Effect.job("publish__blog", { attemptId: id, step: "post" }, { at: publishAt, priority: 3 });
  return id;
}

/** Marks a post as published by hand where no channel is connected. The address must answer. */
export async function markPublished(
  postId: string,
  url: string,
  answers: (url: string) => Promise<boolean>,
): Promise<void> {
  require("blog_post.publish", "mark content as published");
  const before = await transaction((tx) => Blog.locked(tx, postId));
  if (before.channelId)
    throw new AppError("request.illegal_transition", "This post has a connected channel; publish it there.");
  if (!(await answers(url)))
    throw new AppError("request.validation_failed", "The address does not answer with 200.", {
      fields: [{ path: "url", rule: "answers", message: "Open the page in a browser and copy its address." }],
    });
  await transaction(async (tx) => {
    const post = await Blog.locked(tx, postId);
    await Blog.move(tx, post, "mark_published", { publishedUrl: url, publishedAt: new Date() });
    await Effect.audit(
      "blog_post.marked_published",
      { type: "blog_post", id: postId, label: post.title },
      { after: { url } },
    );
    await published(tx, post, url);
  });
}

/** A reviewer says what nobody could find out: it is there (with its address), or it is not. */
export async function decide(attemptId: string, outcome: "there" | "not_there", url?: string) {
  require("publish_attempt.decide", "decide unknown outcomes");
  await transaction(async (tx) => {
    const row = await lockedAttempt(tx, attemptId);
    if (!["unknown", "checking"].includes(row.status))
      after(attemptMachine, row.status, outcome === "there" ? "confirm" : "absent", "The attempt");
    if (outcome === "there" && !url)
      throw new AppError("request.validation_failed", "Give the address of the published post.", {
        fields: [{ path: "url", rule: "required", message: "Paste the address of the post." }],
      });
    await Effect.audit(
      "publish_attempt.decided",
      { type: "publish_attempt", id: attemptId, label: row.payload.title },
      { after: { outcome, url } },
    );
    if (outcome === "there")
      await confirm(tx, row, { url: url ?? "", externalId: row.externalId, decidedBy: reference() });
    else await fail(tx, row, "absent", "A reviewer found that the post is not there.", "absent");
  });
  return attempt(attemptId);
}

/** Reads and locks an attempt of the tenant at work. */
export async function lockedAttempt(tx: Tx, id: string): Promise<AttemptRow> {
  const row = await tx
    .selectFrom("publishAttempts")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Publish attempt", id);
  return row as unknown as AttemptRow;
}

/** Moves an attempt along its machine. */
export async function moveAttempt(
  tx: Tx,
  row: AttemptRow,
  verb: AttemptVerb,
  set: Record<string, unknown> = {},
): Promise<void> {
  const status = after(attemptMachine, row.status, verb, "The attempt");
  await tx
    .updateTable("publishAttempts")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
}

/** The provider shows the post in public: attempt confirmed, post published, people told, request fulfilled. */
export async function confirm(
  tx: Tx,
  row: AttemptRow,
  found: { url: string; externalId: string | null; decidedBy?: string },
): Promise<void> {
  await moveAttempt(tx, row, "confirm", {
    externalId: found.externalId,
    externalUrl: found.url,
    confirmedAt: new Date(),
    lookAt: null,
    errorCode: null,
    errorMessage: null,
    ...(found.decidedBy ? { decidedBy: found.decidedBy } : {}),
  });
  const post = await Blog.locked(tx, row.subjectId);
  await Blog.move(tx, post, "confirm", { publishedUrl: found.url, publishedAt: new Date() });
  await Effect.audit(
    "publish_attempt.confirmed",
    { type: "publish_attempt", id: row.id, label: post.title },
    { before: { status: row.status }, after: { status: "confirmed", url: found.url } },
  );
  await published(tx, post, found.url);
}

/** The post did not go out, for certain. */
export async function fail(
  tx: Tx,
  row: AttemptRow,
  code: string,
  message: string,
  verb: "refuse" | "absent",
): Promise<void> {
  await moveAttempt(tx, row, verb, { errorCode: code, errorMessage: message.slice(0, 500), lookAt: null });
  const post = await Blog.locked(tx, row.subjectId);
  await Blog.move(tx, post, "publish_fail");
  await Effect.audit(
    "publish_attempt.failed",
    { type: "publish_attempt", id: row.id, label: post.title },
    { before: { status: row.status }, after: { status: "failed", code } },
  );
  await Effect.notify(
    "content.publish_failed",
    { type: "blog_post", id: post.id },
    { title: post.title, code, message },
  );
}

/** Nobody knows whether the post went out: it is looked up on a clock and never sent again by itself. */
export async function loseTrack(tx: Tx, row: AttemptRow, reason: string): Promise<void> {
  const lookAt = new Date(Date.now() + (lookUpAfterMs[0] ?? 60_000));
  await moveAttempt(tx, row, "lose_track", {
    lookAt,
    lookCount: 0,
    errorCode: "unknown",
    errorMessage: reason.slice(0, 500),
  });
  const post = await Blog.locked(tx, row.subjectId);
  if (post.status === "publishing") await Blog.move(tx, post, "lose_track");
  await Effect.audit(
    "publish_attempt.left_unknown",
    { type: "publish_attempt", id: row.id, label: post.title },
    { before: { status: row.status }, after: { status: "unknown" } },
    reason,
  );
  await Effect.live("content:publish_unknown", { kind: "blog_post", id: post.id, attemptId: row.id });
  await Effect.notify(
    "content.publish_unknown",
    { type: "blog_post", id: post.id },
    { title: post.title, message: reason },
  );
}

async function published(tx: Tx, post: Blog.Row, url: string): Promise<void> {
  await Request.fulfil(tx, post.id);
  if (post.activityId) await Deliverable.move(tx, post.activityId, "confirm_publish");
  await Effect.live("content:published", {
    kind: "blog_post",
    id: post.id,
    status: "published",
    version: post.version,
    url,
  });
  await Effect.notify("content.published", { type: "blog_post", id: post.id }, { title: post.title, url });
}

// Pictures of the client's library have no address that readers could open.
function withoutOwn(body: string): string {
  return body.replaceAll(/!\[[^\]]*\]\(media:\w+\)\n*/g, "");
}
