import { exists } from "#core/blog/versions.ts";
import * as Credit from "#core/credit/index.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { forbids } from "#core/run/order.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ContentScore, ScoreSignal } from "#schema/content-quality.ts";
import { AppError } from "#schema/errors.ts";
import { count, totalOf } from "./heuristics.ts";
import { textOf } from "./text.ts";

const agent = "content-optimizer";
const rateKey = "content_score_ai";

/** The scores of a post's present version: the full ones when they were asked for, else what can be counted. */
export async function get(blogPostId: string): Promise<ContentScore> {
  require("blog_post.read", "see scores");
  return transaction((tx) => read(tx, blogPostId));
}

/**
 * Asks for the full scores of a post's present version. What is scored, or being scored, is not ordered again.
 * @throws request.not_found; request.illegal_transition before the first draft; plan.plan_limit; credits.insufficient_credits
 */
export async function request(blogPostId: string): Promise<ContentScore> {
  require("blog_post.read", "ask for scores");
  return transaction(async (tx) => {
    const known = await read(tx, blogPostId);
    if (known.method === "full" || known.pendingRunId) return known;
    const { version } = known;
    const blocked = await forbids(tx, agent);
    if (blocked === "plan")
      throw new AppError("plan.plan_limit", "Full scores come with the pro plan. Change the plan first.");
    if (blocked)
      throw new AppError("request.illegal_transition", `The content optimizer cannot work now (${blocked}).`);
    const subject = { type: "blog_post", id: blogPostId };
    const amount = await Credit.rate(tx, rateKey);
    if (!(await Credit.reserve({ subject, rateKey, amount, version })))
      throw new AppError(
        "credits.insufficient_credits",
        `A full score needs ${amount / 100} credits; top up or wait for the next month.`,
      );
    await dispatch(tx, { agent, subject, version, wakeReason: "new_task", priority: "high", credits: amount });
    return read(tx, blogPostId);
  });
}

async function read(tx: Tx, blogPostId: string): Promise<ContentScore> {
  const { version } = await exists(tx, blogPostId);
  if (version === 0)
    throw new AppError("request.illegal_transition", "The post has no draft yet, so there is nothing to score.");
  const full = await tx
    .selectFrom("contentScores")
    .select(["seo", "readability", "brandVoice", "aiSearch", "total", "signals"])
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", "blog_post")
    .where("subjectId", "=", blogPostId)
    .where("version", "=", version)
    .executeTakeFirst();
  if (full)
    return { ...full, signals: full.signals as unknown as ScoreSignal[], version, method: "full", pendingRunId: null };
  const counted = count(await textOf(tx, blogPostId, version));
  return {
    ...counted,
    ...{ version, method: "heuristic", brandVoice: null, aiSearch: null },
    total: totalOf([counted.seo, counted.readability]),
    pendingRunId: await pending(tx, blogPostId, version),
  };
}

async function pending(tx: Tx, blogPostId: string, version: number): Promise<string | null> {
  const row = await tx
    .selectFrom("agentRuns")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("subjectType", "=", "blog_post")
    .where("subjectId", "=", blogPostId)
    .where("version", "=", version)
    .where("status", "in", ["queued", "running", "waiting_callback"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
