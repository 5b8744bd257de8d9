import { keywordOf } from "#agents/offline/keywords.ts";
import * as Activity from "#core/activity/index.ts";
import * as Blog from "#core/blog/index.ts";
import { groupsOf } from "#core/keyword/index.ts";
import { ofActivity } from "#core/request/of-activity.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { BriefGoal } from "#schema/brief.ts";
import * as Brief from "./index.ts";
import { knownTerms, ownPages } from "./material.ts";

/** What the writer of briefs gets: the request its activity is about, else the group of search terms it was planned for. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const request = await ofActivity(tx, activity.id);
    const { keywordCluster: cluster, ...rest } = request ? asked(request) : await planned(tx, activity);
    return {
      ...{ ...rest, keywordCluster: cluster, ...aimOf(request) },
      keywordData: await knownTerms(tx, [cluster.primaryKeyword, ...(cluster.secondaryKeywords ?? [])]),
      internalPages: await ownPages(tx),
    };
  });
}

interface Task {
  topic: string;
  keywordCluster: { primaryKeyword: string; secondaryKeywords?: string[]; lsiTerms?: string[] };
  [more: string]: unknown;
}
type Request = NonNullable<Awaited<ReturnType<typeof ofActivity>>>;

// A request that names a page of the client's wants that page to be better, not another one beside it.
function aimOf(request: Request | undefined): { contentGoal: BriefGoal; targetUrl?: string } {
  const targetUrl = request?.targetUrl;
  return targetUrl ? { contentGoal: "optimise_existing", targetUrl } : { contentGoal: "new_blog_post" };
}

function asked(request: Request): Task {
  return {
    topic: request.topic,
    ...(request.audience ? { audience: request.audience } : {}),
    ...(request.brief ? { brief: request.brief } : {}),
    keywordCluster: { primaryKeyword: request.targetKeyword ?? keywordOf(request.topic) },
    ...(request.wordCount ? { wordCountTarget: request.wordCount } : {}),
  };
}

// The nth brief of a month takes the nth group; when fewer were approved, a group serves twice.
async function planned(tx: Tx, activity: Activity.Row): Promise<Task> {
  const cluster = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.id", "=", "d.dependsOnId"),
    )
    .select("a.id")
    .where("d.tenantId", "=", tenant())
    .where("d.activityId", "=", activity.id)
    .where("a.type", "=", "keyword_cluster")
    .executeTakeFirst();
  const groups = cluster ? await groupsOf(tx, cluster.id) : [];
  const { sequence = 1, subject = activity.title } = activity.input as { sequence?: number; subject?: string };
  const group = groups[(sequence - 1) % Math.max(1, groups.length)];
  const topic = group?.name ?? subject.replace(/^Subject: |\.$/g, "");
  const [primaryKeyword = keywordOf(topic), ...secondaryKeywords] = group?.keywords ?? [];
  const lsiTerms = group?.related.slice(0, 20) ?? [];
  return { topic, keywordCluster: { primaryKeyword, secondaryKeywords: secondaryKeywords.slice(0, 15), lsiTerms } };
}

/** Stores the brief, closes its activity and opens the posts that waited for it. */
export async function store(tx: Tx, run: ClaimedRun, { data: output }: Product<Brief.BriefOutput>): Promise<void> {
  if (!run.activityId) throw new Error("a brief belongs to an activity");
  const activity = await Activity.locked(tx, run.activityId);
  const briefId = await Brief.store(tx, {
    ...{ activityId: run.activityId, runId: run.id, output },
    ...aimOf(await ofActivity(tx, activity.id)),
  });
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
  const requestId = (activity.input["requestId"] as string | undefined) ?? null;
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
