import { keywordOf } from "#agents/content-brief-writer.ts";
import * as Activity from "#core/activity/index.ts";
import * as Blog from "#core/blog/index.ts";
import { critic } from "#core/blog/read.ts";
import * as Brief from "#core/brief/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { Envelope } from "#schema/agent.ts";
import { platformBannedWords } from "#schema/tenant.ts";
import type { ClaimedRun } from "./claim.ts";

/** What an agent gets as its own input: ids in the message, everything else is read here. */
export async function inputOf(run: ClaimedRun): Promise<Record<string, unknown>> {
  switch (run.agent) {
    case "content-brief-writer":
      return briefInput(run);
    case "blog-writer":
      return postInput(run);
    case "content-critic":
      return criticInput(run);
  }
}

/** The part of the envelope that does not depend on retrieval. */
export async function envelopeOf(run: ClaimedRun): Promise<Omit<Envelope, "chunks">> {
  return transaction(async (tx) => {
    const tenantId = tenant();
    const owner = await tx
      .selectFrom("tenants")
      .select(["locale", "timezone"])
      .where("id", "=", tenantId)
      .executeTakeFirstOrThrow();
    const context = await tx
      .selectFrom("contextFiles")
      .select("body")
      .where("tenantId", "=", tenantId)
      .where("status", "=", "approved")
      .executeTakeFirst();
    const settings = await tx
      .selectFrom("tenantSettings")
      .select("bannedWords")
      .where("tenantId", "=", tenantId)
      .executeTakeFirst();
    const voice = await tx
      .selectFrom("brandVoices")
      .select("bannedWords")
      .where("tenantId", "=", tenantId)
      .executeTakeFirst();
    const notes = run.activityId ? (await Activity.locked(tx, run.activityId)).input["reviewerNotes"] : undefined;
    return {
      runId: run.id,
      version: run.version,
      wakeReason: run.wakeReason,
      ...(typeof notes === "string" && run.wakeReason === "rejection" ? { reviewerNotes: notes.slice(0, 4_000) } : {}),
      locale: owner.locale,
      timeZone: owner.timezone,
      now: new Date().toISOString(),
      contextFile: context?.body ?? "",
      bannedWords: [
        ...new Set([...platformBannedWords, ...(settings?.bannedWords ?? []), ...(voice?.bannedWords ?? [])]),
      ],
    };
  });
}

async function requestOf(run: ClaimedRun) {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const request = await tx
      .selectFrom("blogRequests")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("id", "=", String(activity.input["requestId"]))
      .executeTakeFirstOrThrow();
    return { activity, request };
  });
}

async function briefInput(run: ClaimedRun): Promise<Record<string, unknown>> {
  const { request } = await requestOf(run);
  return {
    topic: request.topic,
    ...(request.audience ? { audience: request.audience } : {}),
    ...(request.brief ? { brief: request.brief } : {}),
    keywordCluster: { primaryKeyword: request.targetKeyword ?? keywordOf(request.topic) },
    ...(request.wordCount ? { wordCountTarget: request.wordCount } : {}),
  };
}

async function postInput(run: ClaimedRun): Promise<Record<string, unknown>> {
  const { activity, request } = await requestOf(run);
  return transaction(async (tx) => {
    const brief = await Brief.ofRequest(tx, request.id);
    if (!brief) throw new Error("the post's brief is missing");
    const previous = await tx
      .selectFrom("blogPosts")
      .select(["title", "body", "version"])
      .where("tenantId", "=", tenant())
      .where("activityId", "=", run.activityId)
      .executeTakeFirst();
    return {
      topic: request.topic,
      targetKeyword: brief.details.targetKeyword,
      contentBrief: brief.details,
      targetWordCount: request.wordCount ?? brief.details.wordCount,
      publishTarget: "wordpress",
      ...(request.audience ? { audience: request.audience } : {}),
      ...(request.brief ? { requestBrief: request.brief } : {}),
      ...(previous && previous.version > 0
        ? { previousVersion: { title: previous.title, bodyMarkdown: previous.body } }
        : {}),
      criticIssues: run.wakeReason === "critic" ? (activity.input["criticIssues"] ?? []) : [],
    };
  });
}

async function criticInput(run: ClaimedRun): Promise<Record<string, unknown>> {
  const postId = run.subjectId ?? "";
  const claims = await Blog.claims(postId, run.version);
  return transaction(async (tx) => {
    const post = await tx
      .selectFrom("blogPosts as b")
      .leftJoin("contentBriefs as c", (join) =>
        join.onRef("c.tenantId", "=", "b.tenantId").onRef("c.id", "=", "b.briefId"),
      )
      .select(["b.title", "b.body", "b.metaDescription", "c.details"])
      .where("b.tenantId", "=", tenant())
      .where("b.id", "=", postId)
      .executeTakeFirstOrThrow();
    const context = await tx
      .selectFrom("contextFiles")
      .select("body")
      .where("tenantId", "=", tenant())
      .where("status", "=", "approved")
      .executeTakeFirst();
    const brief = post.details as { wordCount?: number } | null;
    const target = brief?.wordCount;
    const of = (support: string) => claims.filter((claim) => claim.support === support);
    return {
      kind: "blog_post",
      title: post.title,
      content: post.body,
      metaDescription: post.metaDescription,
      brief,
      contextDigest: context?.body ?? "",
      limits: { ...(target ? { targetWordCount: target } : {}), wordsMin: 800, wordsMax: 2_500 },
      previousIssues: (await critic(tx, postId))?.issues ?? [],
      claims: {
        supported: of("supported").length,
        weak: of("weak").length,
        unsupported: of("unsupported").length,
        unsupportedSentences: of("unsupported")
          .map((claim) => claim.text)
          .slice(0, 20),
      },
    };
  });
}
