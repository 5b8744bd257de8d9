import type { TopicList } from "#agents/topic-researcher.ts";
import * as Activity from "#core/activity/index.ts";
import { audienceOf } from "#core/context/in-force.ts";
import * as Research from "#core/research/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { Topic } from "#schema/topic.ts";
import { hemisphereOf, seasonOf } from "./rules.ts";

const recentMax = 60;
const recentMs = 90 * 86_400_000;

/** What the researcher gets: the company, its goals, the time of year, and what was written about in the last 90 days. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const owner = await tx
      .selectFrom("tenants")
      .select(["name", "country", "industry"])
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow();
    const hemisphere = hemisphereOf(owner.country);
    const today = new Date().toISOString().slice(0, 10);
    const { subject, count, preferredAngles, excludeTopics } = activity.input as Record<string, unknown>;
    const wished = typeof subject === "string" ? [subject.replace(/^Subject: |\.$/g, "")] : [];
    return {
      industry: owner.industry ?? owner.name,
      niche: owner.industry ?? owner.name,
      targetAudience: (await audienceOf(tx)).slice(0, 1_000),
      contentGoals: await goalsOf(tx),
      recentTopics: await recent(tx),
      currentMonth: new Intl.DateTimeFormat("en", { month: "long" }).format(new Date()),
      currentSeason: seasonOf(today, hemisphere),
      hemisphere,
      preferredAngles: Array.isArray(preferredAngles) ? preferredAngles : wished,
      excludeTopics: Array.isArray(excludeTopics) ? excludeTopics : [],
      ...(typeof count === "number" ? { count } : {}),
    };
  });
}

/** Keeps the topics as research; people make requests of those they want. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<TopicList>): Promise<void> {
  const activityId = run.activityId ?? "";
  const researchNoteId = await Research.write(tx, {
    kind: "topic",
    title: `Topics of ${new Date().toISOString().slice(0, 7)}`,
    body: data.topics.map(lineOf).join("\n"),
    metadata: data,
    runId: run.id,
    activityId,
  });
  await Activity.finish(tx, activityId, "finish", { researchNoteId });
}

function lineOf({ rank, workingTitle, angle, relevanceNow }: Topic): string {
  return `${rank}. **${workingTitle}** ${angle} ${relevanceNow}`;
}

async function goalsOf(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("goals")
    .select("title")
    .where("tenantId", "=", tenant())
    .where("status", "=", "active")
    .orderBy("id")
    .limit(6)
    .execute();
  return rows.length > 0 ? rows.map(({ title }) => title) : ["More readers who find the company by a search"];
}

// Titles of posts, and topics proposed before, of the last 90 days.
async function recent(tx: Tx): Promise<string[]> {
  const since = new Date(Date.now() - recentMs);
  const posts = await tx
    .selectFrom("blogPosts")
    .select("title")
    .where("tenantId", "=", tenant())
    .where("createdAt", ">=", since)
    .where("deletedAt", "is", null)
    .orderBy("id", "desc")
    .limit(recentMax)
    .execute();
  const proposed = await Research.topicsSince(tx, since);
  return [...posts.map(({ title }) => title), ...proposed.map(({ workingTitle }) => workingTitle)].slice(0, recentMax);
}
