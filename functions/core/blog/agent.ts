import type { Failed } from "#agents/descriptor/index.ts";
import * as Activity from "#core/activity/index.ts";
import * as Brief from "#core/brief/index.ts";
import * as Memory from "#core/memory/index.ts";
import * as Piece from "#core/piece/index.ts";
import { earlierOf } from "#core/piece/material.ts";
import { ofActivity } from "#core/request/of-activity.ts";
import * as Research from "#core/research/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { BlogFields, BlogSuggestions } from "#schema/blog.ts";
import { contentOf } from "./content.ts";

const postWords = { min: 800, max: 2_500 } as const;

type Written = Pick<BlogFields, "title" | "slug" | "metaTitle" | "metaDescription"> & {
  bodyMarkdown: string;
} & BlogSuggestions;

/** What the writer of posts gets: request, brief, and for a new version the last one and what was said of it. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const request = await ofActivity(tx, activity.id);
    const brief = await Brief.ofPost(tx, activity.id);
    if (!brief) throw new Error("the post's brief is missing");
    const previous = await tx
      .selectFrom("blogPosts")
      .select(["title", "body", "version", "channelId"])
      .where("tenantId", "=", tenant())
      .where("activityId", "=", run.activityId)
      .executeTakeFirst();
    const topic = request?.topic ?? brief.details.workingTitle;
    const researchNotes = await Research.on(tx, topic);
    return {
      topic,
      targetKeyword: brief.details.targetKeyword,
      contentBrief: brief.details,
      targetWordCount: request?.wordCount ?? (await usualLength(tx)) ?? brief.details.wordCount,
      publishTarget: await targetOf(tx, previous?.channelId ?? null),
      ...(request?.audience ? { audience: request.audience } : {}),
      ...(request?.brief ? { requestBrief: request.brief } : {}),
      ...(researchNotes ? { researchNotes } : {}),
      ...(previous && previous.version > 0
        ? { previousVersion: { title: previous.title, bodyMarkdown: previous.body } }
        : {}),
      criticIssues: run.wakeReason === "critic" ? (activity.input["criticIssues"] ?? []) : [],
    };
  });
}

// What the text is set in: the site that it will stand on.
async function targetOf(tx: Tx, channelId: string | null): Promise<string> {
  const row = await tx
    .selectFrom("connectedChannels")
    .select("type")
    .where("tenantId", "=", tenant())
    .where("id", "=", channelId ?? "")
    .executeTakeFirst();
  return row && ["wordpress", "webflow", "github"].includes(row.type) ? row.type : "other";
}

// Where nobody asked for a length, the one that people approve counts, within what a post may have.
async function usualLength(tx: Tx): Promise<number | null> {
  const words = await Memory.preferredLength(tx, "blog-writer", "preferred_length_words");
  return words === null ? null : Math.min(postWords.max, Math.max(postWords.min, words));
}

/** The client's last posts, which a new one must not repeat. */
export async function earlier(run: ClaimedRun): Promise<string[]> {
  return transaction((tx) => earlierOf(tx, "blog_post", run));
}

/** Stores the draft with its claims; the critic reads it next. */
export async function store(tx: Tx, run: ClaimedRun, { data: draft, claims }: Product<Written>): Promise<void> {
  if (!run.activityId) throw new Error("a post belongs to an activity");
  const { id, targetKeyword, secondaryKeywords } = await tx
    .selectFrom("blogPosts as b")
    .innerJoin("contentBriefs as c", (join) =>
      join.onRef("c.tenantId", "=", "b.tenantId").onRef("c.id", "=", "b.briefId"),
    )
    .select(["b.id", "b.targetKeyword", "c.secondaryKeywords"])
    .where("b.tenantId", "=", tenant())
    .where("b.activityId", "=", run.activityId)
    .executeTakeFirstOrThrow();
  const { bodyMarkdown: body, metaDescription } = draft;
  const suggestions = JSON.stringify({ faq: draft.faq, imageIdeas: draft.imageIdeas });
  await Piece.set(tx, "blog_post", id, { secondaryKeywords, suggestions });
  const content = contentOf({ ...draft, body, excerpt: metaDescription, targetKeyword });
  await Piece.storeDraft(tx, "blog_post", run, { content, claims });
}

/** The post fails with its activity. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  await Piece.failed(tx, "blog_post", run);
  await giveUpActivity(tx, run, code, message);
}
