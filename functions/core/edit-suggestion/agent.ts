import type { BlogEdit } from "#agents/blog-ai-agent.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Blog from "#core/blog/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import * as EditSuggestion from "./index.ts";

/** What the assistant gets: what is asked for, and the text it is asked about. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const postId = run.subjectId ?? "";
  return transaction(async (tx) => {
    const post = await Blog.locked(tx, postId);
    const asked = await EditSuggestion.numbered(tx, postId, run.version);
    if (!asked) throw new Error("the suggestion was not asked for");
    const { action, instruction, selection } = asked;
    return {
      ...{ blogPostId: postId, title: post.title, body: post.body, targetKeyword: post.targetKeyword },
      ...{ action, instruction, ...(selection ? { selection } : {}) },
    };
  });
}

/** Keeps the suggestion; the post stays as it is. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<BlogEdit>): Promise<void> {
  await EditSuggestion.end(tx, run.subjectId ?? "", run.version, data);
}

/** Nothing is suggested, and nothing changes. */
export async function giveUp(tx: Tx, run: Failed, code: string): Promise<void> {
  await EditSuggestion.end(tx, run.subjectId ?? "", run.version, { errorCode: code });
}
