import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { creditRates } from "#schema/plans.ts";
import { add, type Sheets } from "./copy.ts";
import { decide, tell } from "./decision.ts";
import { evidence } from "./evidence.ts";
import type { Passage } from "./knowledge.ts";
import { finishedRun } from "./run.ts";
import type { Ground } from "./tenant.ts";
import { ago, choose, prose, topic } from "./words.ts";

const hoursApart = 20;
const outcomes = ["published", "published", "client_review", "published", "dm_review", "rejected", "archived"] as const;

/** One wish for a post and all that came of it, about ninety rows. */
export function story(sheets: Sheets, ground: Ground, passages: readonly Passage[], number: number): void {
  const { tenantId, people } = ground;
  const hours = number * hoursApart + 24;
  const status = choose(outcomes, number);
  const [requestId, briefId, postId] = [newId("blogRequest"), newId("contentBrief"), newId("blogPost")];
  const briefing = work(sheets, ground, { number: number * 2, requestId, type: "content_brief", hours: hours + 2 });
  const writing = work(sheets, ground, { number: number * 2 + 1, requestId, type: "blog_post", hours });
  add(sheets, "activityDependencies", {
    tenantId,
    id: newId("dependency"),
    activityId: writing.activityId,
    dependsOnId: briefing.activityId,
    kind: "output",
  });
  const criticRunId = finishedRun(sheets, ground, "content-critic", writing.activityId, hours - 0.1);
  add(sheets, "criticResults", {
    tenantId,
    id: newId("criticResult"),
    runId: criticRunId,
    subjectType: "blog_post",
    subjectId: postId,
    version: 2,
    score: 70 + (number % 25),
    confidence: "high",
    passed: true,
    recommendation: "approve",
  });
  add(sheets, "contentBriefs", {
    tenantId,
    id: briefId,
    title: topic(number),
    targetKeyword: topic(number).slice(0, 40).toLowerCase(),
    wordCount: 1_200,
    searchIntent: "informational",
    outline: JSON.stringify([{ heading: "What matters", points: ["figures"] }]),
    angle: "From practice",
    goal: "new_blog_post",
    activityId: briefing.activityId,
    runId: briefing.runId,
  });
  const contentHash = sha256(`${postId}2`);
  const isOut = status === "published";
  add(sheets, "blogPosts", {
    tenantId,
    id: postId,
    title: topic(number),
    slug: `post-${number}`,
    body: prose(number, 12),
    excerpt: prose(number, 1),
    targetKeyword: topic(number).slice(0, 40).toLowerCase(),
    metaTitle: topic(number).slice(0, 60),
    metaDescription: prose(number, 1).slice(0, 150),
    wordCount: 1_150,
    briefId,
    status,
    publishedAt: isOut ? ago(hours - 8) : null,
    publishedUrl: isOut ? `https://${ground.slug}.test/post-${number}` : null,
    version: 2,
    contentHash,
    channelId: ground.channelId,
    activityId: writing.activityId,
    runId: writing.runId,
    createdAt: ago(hours),
  });
  for (const version of [1, 2])
    add(sheets, "contentVersions", {
      tenantId,
      id: newId("contentVersion"),
      subjectType: "blog_post",
      subjectId: postId,
      version,
      content: JSON.stringify({ title: topic(number), body: prose(number + version, 12) }),
      sha256: sha256(`${postId}${version}`),
      author: version === 1 ? `agent:${writing.runId}` : `reviewer:${people.reviewer}`,
      authorKind: version === 1 ? "agent" : "human",
      runId: version === 1 ? writing.runId : null,
    });
  add(sheets, "blogRequests", {
    tenantId,
    id: requestId,
    topic: topic(number),
    brief: prose(number, 2),
    status: isOut ? "fulfilled" : "in_production",
    requestedBy: `user:${people.member}`,
    blogPostId: postId,
    createdAt: ago(hours + 4),
  });
  const subject = { type: "blog_post", id: postId, contentHash, activityId: writing.activityId };
  decide(sheets, ground, subject, { status, hours });
  tell(sheets, ground, subject, { number, hours });
  evidence(sheets, ground, passages, { number, runId: writing.runId, postId });
}

const doers = { content_brief: "content-brief-writer", blog_post: "blog-writer" } as const;

// An activity that an agent finished, with its timeline, its run and what it cost.
function work(
  sheets: Sheets,
  ground: Ground,
  job: { number: number; requestId: string; type: keyof typeof doers; hours: number },
): { activityId: string; runId: string } {
  const { tenantId } = ground;
  const activityId = newId("activity");
  add(sheets, "activities", {
    tenantId,
    id: activityId,
    ref: `ACT-2601-${String(job.number + 1).padStart(3, "0")}`,
    type: job.type,
    title: topic(Math.floor(job.number / 2)),
    doer: doers[job.type],
    status: "done",
    input: JSON.stringify({ requestId: job.requestId }),
    startedAt: ago(job.hours),
    completedAt: ago(job.hours - 0.2),
    creditsCost: creditRates[job.type],
    createdAt: ago(job.hours),
  });
  const runId = finishedRun(sheets, ground, doers[job.type], activityId, job.hours);
  for (const kind of ["queued", "started", "finished"])
    add(sheets, "activityEvents", {
      tenantId,
      id: newId("activityEvent"),
      activityId,
      runId: kind === "queued" ? null : runId,
      kind,
      message: `Work was ${kind}`,
    });
  settle(sheets, ground, { activityId, runId, type: job.type });
  return { activityId, runId };
}

// Held, then consumed in a month that is over: the allowance is given anew before each, so that the balance stays what the plan gives.
function settle(
  sheets: Sheets,
  { tenantId }: Ground,
  work: { activityId: string; runId: string; type: keyof typeof doers },
): void {
  const amount = creditRates[work.type];
  const reservationId = newId("creditReservation");
  const { activityId, runId } = work;
  add(sheets, "creditReservations", {
    tenantId,
    id: reservationId,
    rateKey: work.type,
    amount,
    status: "consumed",
    activityId,
  });
  const entry = { tenantId, rateKey: work.type, reservationId, activityId };
  add(
    sheets,
    "creditLedger",
    {
      ...entry,
      id: newId("creditEntry"),
      type: "allocated",
      amount,
      balanceAfter: 100_000 + amount,
      reservedAfter: 0,
      runId: null,
    },
    {
      ...entry,
      id: newId("creditEntry"),
      type: "reserved",
      amount,
      balanceAfter: 100_000 + amount,
      reservedAfter: amount,
      runId: null,
    },
    {
      ...entry,
      id: newId("creditEntry"),
      type: "consumed",
      amount: -amount,
      balanceAfter: 100_000,
      reservedAfter: 0,
      runId,
    },
    {
      ...entry,
      id: newId("creditEntry"),
      type: "closed",
      amount: -amount,
      balanceAfter: 100_000,
      reservedAfter: 0,
      runId: null,
    },
  );
}
