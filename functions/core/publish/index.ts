import * as Blog from "#core/blog/index.ts";
import * as Effect from "#core/effect/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import type { PublishedType } from "#schema/publish.ts";
import { attemptMachine } from "#schema/publish.ts";
import { approvalOf, demandKnown } from "./accounts.ts";
import { confirm, drop, fail, lockedAttempt, published } from "./outcome.ts";
import { prepare, type Wish } from "./prepare.ts";
import { attempt } from "./read.ts";
import { targetOf } from "./targets/index.ts";

export { release } from "./prepare.ts";
export { attempt, list } from "./read.ts";
export { check, lookUp, reconcile, send } from "./send.ts";

const unknownStates = ["publish_unknown", "send_unknown"];

/** Sends an approved piece by hand, now or at a time, or again after a definite failure. @returns the attempt's id */
export async function publish(type: PublishedType, id: string, wish: Wish): Promise<string> {
  require("blog_post.publish", "publish content");
  return transaction(async (tx) => {
    const target = targetOf(type);
    const piece = await target.find(tx, id);
    if (unknownStates.includes(piece.status))
      throw new AppError(
        "publish.outcome_unknown",
        `Nobody knows yet whether "${piece.title}" went out. It is being looked up; sending it again could publish it twice.`,
      );
    if (wish.channelId && piece.channelId && wish.channelId !== piece.channelId)
      throw new AppError(
        "approval.approval_stale",
        "The approval covers another channel. Edit the post's channel and have it approved again.",
      );
    if (wish.channelId) await demandKnown(tx, wish.channelId);
    const approval = await approvalOf(tx, target, piece);
    if (approval?.status !== "approved")
      throw new AppError("approval.approval_required", `Version ${piece.version} of "${piece.title}" is not approved.`);
    return prepare(tx, target, piece, approval, wish);
  });
}

/** Sends again what certainly did not go out, through the same account. @returns the new attempt's id */
export async function republish(attemptId: string): Promise<string> {
  require("publish_attempt.decide", "send content again");
  return transaction(async (tx) => {
    const { status, subjectType, subjectId, channelId, payload } = await lockedAttempt(tx, attemptId);
    if (status !== "failed" && status !== "abandoned")
      throw new AppError("request.illegal_transition", `The sending of "${payload.title}" is ${status}.`);
    return publish(subjectType, subjectId, { channelId: channelId ?? undefined });
  });
}

/** Takes a planned piece out of line before it is sent; it stays approved. */
export async function unschedule(type: PublishedType, id: string): Promise<void> {
  require("blog_post.publish", "unschedule content");
  await transaction(async (tx) => {
    const { title } = await targetOf(type).find(tx, id);
    if (!(await takeOut(tx, type, id, "It was taken out of line by hand.")))
      throw new AppError("request.illegal_transition", `"${title}" is not planned, or is being sent already.`);
  });
}

/** Takes a piece out of line whose sending has not begun. @returns whether there was one */
export async function takeOut(tx: Tx, type: PublishedType, id: string, reason: string): Promise<boolean> {
  const waiting = await tx
    .selectFrom("publishAttempts")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("subjectId", "=", id)
    .where("status", "=", "prepared")
    .executeTakeFirst();
  if (!waiting) return false;
  await drop(tx, await lockedAttempt(tx, waiting.id), await targetOf(type).find(tx, id), reason);
  return true;
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
    const target = targetOf("blog_post");
    await published(tx, target, await target.find(tx, postId), url);
  });
}

/** A reviewer says what nobody could find out: it is there (with its address), or it is not. */
export async function decide(attemptId: string, outcome: "there" | "not_there", url?: string) {
  require("publish_attempt.decide", "decide unknown outcomes");
  await transaction(async (tx) => {
    const row = await lockedAttempt(tx, attemptId);
    if (!["unknown", "checking"].includes(row.status))
      after(attemptMachine, row.status, outcome === "there" ? "confirm" : "absent", "The attempt");
    const page = url ?? targetOf(row.subjectType).pageOf?.({ id: row.subjectId });
    if (outcome === "there" && !page)
      throw new AppError("request.validation_failed", "Give the address of the published post.", {
        fields: [{ path: "url", rule: "required", message: "Paste the address of the post." }],
      });
    await Effect.audit(
      "publish_attempt.decided",
      { type: "publish_attempt", id: attemptId, label: row.payload.title },
      { after: { outcome, url } },
    );
    if (outcome === "there")
      await confirm(tx, row, { url: page ?? "", externalId: row.externalId, decidedBy: reference() });
    else await fail(tx, row, "absent", "A reviewer found that the post is not there.", "absent");
  });
  return attempt(attemptId);
}
