import * as Activity from "#core/activity/index.ts";
import { latest } from "#core/critic/read.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type Content, type DraftType, kindOf } from "./kinds.ts";
import { contentOf, locked, ofActivity, tableOf } from "./rows.ts";

const earlierMax = 50;

/** What the writer of any piece gets. */
export interface Material {
  activity: Activity.Row;
  owner: { name: string; websiteUrl: string | null };
  /** What a person set on the work, beside its subject. */
  details: Record<string, unknown>;
  topic: string;
  previous: Content | undefined;
  /** Parts of every writer's input: the last version and what was said of it. */
  said: { previousVersion?: Content; revisionNotes?: string; criticIssues: readonly unknown[] };
}

/** Reads what a piece is written from: its activity and, for a new version, the last one with what was said of it. */
export async function materialOf(tx: Tx, type: DraftType, run: ClaimedRun): Promise<Material> {
  const row = run.activityId
    ? (await ofActivity(tx, run.activityId, [type]))?.row
    : await locked(tx, type, run.subjectId ?? "");
  const activity = await Activity.locked(tx, run.activityId ?? row?.activityId ?? "");
  const owner = await tx
    .selectFrom("tenants")
    .select(["name", "websiteUrl"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  const { subject, criticIssues: _, reviewerNotes: __, ...details } = activity.input;
  const notes = run.activityId ? null : (row?.dmRejectionNote ?? row?.clientRejectionNote ?? null);
  const verdict = run.wakeReason === "critic" && row ? await latest(tx, { type, id: row.id }) : null;
  const previous = row ? await contentOf(tx, type, row.id) : undefined;
  return {
    activity,
    owner,
    details,
    topic: typeof subject === "string" ? subject.replace(/^Subject: |\.$/g, "") : activity.title,
    previous,
    said: {
      criticIssues: verdict?.issues ?? [],
      ...(notes ? { revisionNotes: notes } : {}),
      ...(previous ? { previousVersion: previous } : {}),
    },
  };
}

/** The texts of the tenant's last pieces of the kind beside the one at work: what a new one must not repeat. */
export async function earlierOf(tx: Tx, type: DraftType, run: ClaimedRun): Promise<string[]> {
  const kind = kindOf(type);
  const rows = await tx
    .selectFrom("contentVersions as v")
    .innerJoin(`${tableOf(kind)} as p`, (join) =>
      join
        .onRef("p.tenantId", "=", "v.tenantId")
        .onRef("p.id", "=", "v.subjectId")
        .onRef("p.version", "=", "v.version"),
    )
    .select("v.content")
    .where("v.tenantId", "=", tenant())
    .where("v.subjectType", "=", type)
    .where("p.deletedAt", "is", null)
    .where("p.activityId", "is distinct from", run.activityId)
    .where("p.id", "!=", run.subjectId ?? "")
    .orderBy("v.id", "desc")
    .limit(earlierMax)
    .execute();
  return rows.map(({ content }) => kind.article(content as Content));
}
