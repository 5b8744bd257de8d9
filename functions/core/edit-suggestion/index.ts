import * as Blog from "#core/blog/index.ts";
import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { forbids } from "#core/run/order.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type EditSuggestion, EditWish, editWholeMax } from "#schema/edit-suggestion.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";

const rateKey = "blog_edit_ai";
const listedMax = 50;

/**
 * Asks the assistant for a change of a post. Nothing of the post changes until a person takes the suggestion over.
 * @throws request.validation_failed for a selection that is not in the text, request.already_exists while it works on the post
 */
export async function request(postId: string, wish: EditWish): Promise<EditSuggestion> {
  require("blog_post.assist", "ask the assistant");
  const { action, instruction, selection } = EditWish.parse(wish);
  return transaction(async (tx) => {
    const post = await Blog.locked(tx, postId);
    if (selection && post.body.slice(selection.start, selection.end) !== selection.text)
      throw invalid("The selection is not part of the newest text; select it again.");
    if (!selection && post.body.length > editWholeMax)
      throw invalid(`The text is longer than ${editWholeMax} characters; select the part to work on.`);
    const earlier = await ofPost(tx, postId);
    if (earlier.some(({ status }) => status === "queued" || status === "running"))
      throw new AppError("request.already_exists", "The assistant still works on this post; wait for its suggestion.");
    const number = earlier.length + 1;
    const id = newId("editSuggestion");
    await tx
      .insertInto("editSuggestions")
      .values({
        ...{ tenantId: tenant(), id, blogPostId: postId, number, postVersion: Math.max(1, post.version) },
        ...{ action, instruction, status: "queued", requestedBy: reference() },
        selection: selection ? JSON.stringify(selection) : null,
      })
      .execute();
    await begin(tx, postId, number);
    await Effect.audit(
      "edit_suggestion.requested",
      { type: "blog_post", id: postId, label: post.title },
      { after: { action } },
    );
    return shape(await row(tx, id));
  });
}

/** The suggestions for a post, newest first. */
export async function list(postId: string): Promise<EditSuggestion[]> {
  return transaction(async (tx) => {
    await Blog.locked(tx, postId);
    return (await ofPost(tx, postId)).slice(0, listedMax).map(shape);
  });
}

/** The suggestion that a run about a post makes. */
export async function numbered(tx: Tx, postId: string, number: number) {
  return tx
    .selectFrom("editSuggestions")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("blogPostId", "=", postId)
    .where("number", "=", number)
    .executeTakeFirst();
}

/** Ends a suggestion with what was made, or with why nothing was. */
export async function end(
  tx: Tx,
  postId: string,
  number: number,
  what: { replacement: string; scope: string; explanation: string } | { errorCode: string },
): Promise<void> {
  const status = "errorCode" in what ? "failed" : "done";
  const done = await tx
    .updateTable("editSuggestions")
    .set({ status, ...what })
    .where("tenantId", "=", tenant())
    .where("blogPostId", "=", postId)
    .where("number", "=", number)
    .where("status", "in", ["queued", "running"])
    .returning("id")
    .executeTakeFirst();
  if (!done) return;
  const post = await Blog.locked(tx, postId);
  const action = status === "done" ? "edit_suggestion.made" : "edit_suggestion.failed";
  await Effect.audit(action, { type: "blog_post", id: postId, label: post.title }, { after: { suggestion: done.id } });
  await Effect.live("content:updated", { kind: "blog_post", id: postId, status: post.status, version: post.version });
}

// Each suggestion is paid for itself: its number is the version of the work.
async function begin(tx: Tx, postId: string, number: number): Promise<void> {
  const agent = "blog-ai-agent";
  const subject = { type: "blog_post", id: postId };
  const blocked = await forbids(tx, agent);
  if (blocked)
    throw new AppError(
      "request.illegal_transition",
      `The assistant may not work now: ${blocked.replaceAll("_", " ")}.`,
    );
  const amount = await Credit.rate(tx, rateKey);
  if (!(await Credit.reserve({ subject, rateKey, amount, version: number })))
    throw new AppError(
      "credits.insufficient_credits",
      `A suggestion costs ${amount / 100} credits, more than are left.`,
    );
  await dispatch(tx, { agent, subject, version: number, wakeReason: "new_task", priority: "high", credits: amount });
}

async function ofPost(tx: Tx, postId: string) {
  return tx
    .selectFrom("editSuggestions")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("blogPostId", "=", postId)
    .orderBy("number", "desc")
    .execute();
}

async function row(tx: Tx, id: string) {
  const found = await tx
    .selectFrom("editSuggestions")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  if (!found) throw notFound("Suggestion", id);
  return found;
}

function shape(found: Awaited<ReturnType<typeof row>>): EditSuggestion {
  const { id, postVersion, action, instruction, selection, status, scope, replacement, explanation, errorCode } = found;
  return {
    ...{ id, postVersion, action, instruction, selection, status, scope, replacement, explanation, errorCode },
    createdAt: Paging.iso(found.createdAt),
  } as EditSuggestion;
}

function invalid(message: string): AppError {
  const fields = [{ path: "selection", rule: "custom", message }];
  return new AppError("request.validation_failed", message, { fields });
}
