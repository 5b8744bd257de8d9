import type { BlogDraft } from "#agents/blog-writer.ts";
import type { CriticVerdict } from "#agents/content-critic.ts";
import * as Activity from "#core/activity/index.ts";
import type { StoredClaim } from "#core/blog/claims.ts";
import * as Blog from "#core/blog/index.ts";
import type { BriefOutput } from "#core/brief/index.ts";
import * as Brief from "#core/brief/index.ts";
import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { sources } from "#schema/machine.ts";
import { runMachine } from "#schema/run.ts";
import type { ClaimedRun } from "./claim.ts";

/** What a run produced, ready to be stored. */
export interface Product {
  data: unknown;
  warnings: string[];
  claims: StoredClaim[];
  suspected: boolean;
}

/** Stores what an agent wrote where it belongs, settles the credits and releases what waited. One transaction of the caller. */
export async function store(tx: Tx, run: ClaimedRun, product: Product): Promise<void> {
  switch (run.agent) {
    case "content-brief-writer":
      return storeBrief(tx, run, product.data as BriefOutput);
    case "blog-writer":
      return storePost(tx, run, product);
    case "content-critic":
      return storeVerdict(tx, run, product);
  }
}

/** All attempts are used up: the work fails, its hold is released. The critic failing never blocks a draft. */
export async function giveUp(
  tx: Tx,
  run: { id: string; agent: string; activityId: string | null; subjectId: string | null; version: number },
  code: string,
  message: string,
): Promise<void> {
  await tx
    .updateTable("agentRuns")
    .set({ status: "error", finishedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", run.id)
    .where("status", "in", sources(runMachine, "fail"))
    .execute();
  if (run.agent === "content-critic" && run.subjectId)
    return Blog.criticised(tx, run.subjectId, run.version, null, false);
  if (!run.activityId) return;
  await Blog.failed(tx, run.activityId);
  await Activity.fail(tx, run.activityId, code, message);
}

async function storeBrief(tx: Tx, run: ClaimedRun, output: BriefOutput): Promise<void> {
  if (!run.activityId) throw new Error("a brief belongs to an activity");
  const activity = await Activity.locked(tx, run.activityId);
  const briefId = await Brief.store(tx, { activityId: run.activityId, runId: run.id, output });
  await Credit.consume({ activityId: run.activityId, runId: run.id });
  const waiting = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.id", "=", "d.activityId"),
    )
    .select("a.id")
    .where("d.tenantId", "=", tenant())
    .where("d.dependsOnId", "=", run.activityId)
    .where("a.type", "=", "blog_post")
    .execute();
  const requestId = String(activity.input["requestId"]);
  for (const { id } of waiting)
    await Blog.create(tx, {
      requestId,
      activityId: id,
      briefId,
      title: output.workingTitle,
      targetKeyword: output.targetKeyword,
    });
  await Activity.finish(tx, run.activityId, "finish", { briefId });
}

async function storePost(tx: Tx, run: ClaimedRun, product: Product): Promise<void> {
  if (!run.activityId) throw new Error("a post belongs to an activity");
  const draft = product.data as BlogDraft;
  const post = await tx
    .selectFrom("blogPosts as b")
    .innerJoin("contentBriefs as c", (join) =>
      join.onRef("c.tenantId", "=", "b.tenantId").onRef("c.id", "=", "b.briefId"),
    )
    .select(["b.id", "b.targetKeyword", "c.secondaryKeywords"])
    .where("b.tenantId", "=", tenant())
    .where("b.activityId", "=", run.activityId)
    .executeTakeFirstOrThrow();
  await Credit.consume({ activityId: run.activityId, runId: run.id });
  const fields = {
    title: draft.title,
    slug: draft.slug,
    body: draft.bodyMarkdown,
    excerpt: draft.metaDescription,
    targetKeyword: post.targetKeyword,
    metaTitle: draft.metaTitle,
    metaDescription: draft.metaDescription,
    secondaryKeywords: post.secondaryKeywords,
  };
  await Blog.storeDraft(tx, {
    postId: post.id,
    runId: run.id,
    activityId: run.activityId,
    fields,
    claims: product.claims,
  });
}

async function storeVerdict(tx: Tx, run: ClaimedRun, product: Product): Promise<void> {
  const verdict = product.data as CriticVerdict;
  const postId = run.subjectId ?? "";
  const suspected = product.suspected || (await followedOrders(tx, postId));
  await tx
    .insertInto("criticResults")
    .values({
      tenantId: tenant(),
      id: newId("criticResult"),
      runId: run.id,
      subjectType: "blog_post",
      subjectId: postId,
      version: run.version,
      score: verdict.score,
      confidence: verdict.confidence,
      passed: verdict.passed,
      issues: JSON.stringify(verdict.issues),
      recommendation: verdict.recommendation,
    })
    .execute();
  await Blog.criticised(
    tx,
    postId,
    run.version,
    {
      version: run.version,
      score: verdict.score,
      passed: verdict.passed,
      confidence: verdict.confidence,
      recommendation: verdict.recommendation,
      issues: verdict.issues as never,
    },
    suspected,
  );
  await Effect.live("content:updated", { kind: "blog_post", id: postId, status: "reviewed", version: run.version });
}

// The writer's own check (V11) found an instruction from a document echoed in the draft.
async function followedOrders(tx: Tx, postId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("blogPosts as b")
    .innerJoin("validatorResults as v", (join) =>
      join.onRef("v.tenantId", "=", "b.tenantId").onRef("v.runId", "=", "b.runId"),
    )
    .select("v.id")
    .where("b.tenantId", "=", tenant())
    .where("b.id", "=", postId)
    .where("v.validator", "=", "V11")
    .where("v.passed", "=", false)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
