import type { ResearchNotes } from "#agents/research-note-writer.ts";
import * as Activity from "#core/activity/index.ts";
import { audienceOf } from "#core/context/in-force.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { Topic } from "#schema/topic.ts";
import { write } from "./index.ts";

interface Subject {
  topicId: string;
  workingTitle: string;
  angle: string;
  seoBrief?: unknown;
}

/** What the writer of notes gets: the subject its activity names, else the next topic or the brief it was planned for. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    return {
      ...(await subjectOf(tx, activity)),
      researchDepth: activity.input["researchDepth"] === "deep" ? "deep" : "standard",
      targetAudience: (await audienceOf(tx)).slice(0, 1_000),
    };
  });
}

/** Keeps the notes for those who write about the subject. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<ResearchNotes>): Promise<void> {
  const activityId = run.activityId ?? "";
  const { topicId, workingTitle } = await subjectOf(tx, await Activity.locked(tx, activityId));
  const researchNoteId = await write(tx, {
    kind: "research",
    title: workingTitle.slice(0, 300),
    body: data.markdownNotes,
    metadata: { ...data.metadata, topicId },
    runId: run.id,
    activityId,
  });
  await Activity.finish(tx, activityId, "finish", { researchNoteId });
}

async function subjectOf(tx: Tx, activity: Activity.Row): Promise<Subject> {
  const {
    topicId,
    workingTitle,
    angle,
    subject,
    sequence = 1,
  } = activity.input as Partial<Subject> & {
    subject?: string;
    sequence?: number;
  };
  if (workingTitle) return { topicId: topicId ?? activity.id, workingTitle, angle: angle ?? "" };
  return (
    (await ofBrief(tx, activity.id)) ??
    (await ofTopics(tx, activity.id, sequence)) ?? {
      topicId: activity.id,
      workingTitle: (subject ?? activity.title).replace(/^Subject: |\.$/g, ""),
      angle: "",
    }
  );
}

async function ofBrief(tx: Tx, activityId: string): Promise<Subject | undefined> {
  const row = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("contentBriefs as b", (join) =>
      join.onRef("b.tenantId", "=", "d.tenantId").onRef("b.activityId", "=", "d.dependsOnId"),
    )
    .select(["b.id", "b.title", "b.angle", "b.details"])
    .where("d.tenantId", "=", tenant())
    .where("d.activityId", "=", activityId)
    .orderBy("b.id")
    .limit(1)
    .executeTakeFirst();
  return row && { topicId: row.id, workingTitle: row.title, angle: row.angle ?? "", seoBrief: row.details };
}

// The nth notes of a month take the nth topic of its list.
async function ofTopics(tx: Tx, activityId: string, sequence: number): Promise<Subject | undefined> {
  const row = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("researchNotes as r", (join) =>
      join.onRef("r.tenantId", "=", "d.tenantId").onRef("r.activityId", "=", "d.dependsOnId"),
    )
    .select(["r.id", "r.metadata"])
    .where("d.tenantId", "=", tenant())
    .where("d.activityId", "=", activityId)
    .where("r.kind", "=", "topic")
    .orderBy("r.id", "desc")
    .limit(1)
    .executeTakeFirst();
  const topics = (row?.metadata as { topics?: Topic[] } | undefined)?.topics ?? [];
  const topic = topics[(sequence - 1) % Math.max(1, topics.length)];
  return row && topic
    ? { topicId: `${row.id}#${topic.rank}`, workingTitle: topic.workingTitle, angle: topic.angle }
    : undefined;
}
