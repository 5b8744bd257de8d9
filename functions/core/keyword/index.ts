import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { type GroupStatus, type GroupVerb, keywordGroupMachine } from "#schema/keyword.ts";
import { after } from "#schema/machine.ts";

interface Row {
  id: string;
  name: string;
  status: GroupStatus;
  contentHash: string;
  version: number;
  activityId: string | null;
}

/** Hash, version and title an approval of a group is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: row.contentHash, version: row.version, title: row.name };
}

/** Texts may be written for the group. */
export async function approved(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "approve");
  await Effect.audit("keyword_group.approved", { type: "keyword_group", id, label: row.name });
  await conclude(tx, row);
}

/** Nothing is written for the group. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "reject", { decisionNote: note });
  await Effect.audit("keyword_group.rejected", { type: "keyword_group", id, label: row.name }, {}, note);
  await conclude(tx, row);
}

/** The approved groups of an activity, in the order they were made, each with its terms, the primary one first, and words akin to them. */
export async function groupsOf(
  tx: Tx,
  activityId: string,
): Promise<{ id: string; name: string; keywords: string[]; related: string[] }[]> {
  const rows = await tx
    .selectFrom("keywordGroups as g")
    .innerJoin("keywordGroupItems as i", (join) =>
      join.onRef("i.tenantId", "=", "g.tenantId").onRef("i.keywordGroupId", "=", "g.id"),
    )
    .innerJoin("keywords as k", (join) => join.onRef("k.tenantId", "=", "i.tenantId").onRef("k.id", "=", "i.keywordId"))
    .select(["g.id", "g.name", "k.keyword", "k.category", "i.isPrimary"])
    .where("g.tenantId", "=", tenant())
    .where("g.activityId", "=", activityId)
    .where("g.status", "=", "approved")
    .orderBy("g.id")
    .orderBy("i.position")
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id)].map(([id, members]) => ({
    id,
    name: members[0]?.name ?? "",
    keywords: members.filter((one) => !isRelated(one)).map(({ keyword }) => keyword),
    related: members.filter(isRelated).map(({ keyword }) => keyword),
  }));
}

function isRelated({ category, isPrimary }: { category: string | null; isPrimary: boolean }): boolean {
  return category === "lsi" && !isPrimary;
}

// The activity is done when its last group was decided; when none was approved, its agent tries once more.
async function conclude(tx: Tx, row: Row): Promise<void> {
  const { activityId } = row;
  if (!activityId) return;
  const groups = await tx
    .selectFrom("keywordGroups")
    .select(["status", "decisionNote"])
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .where("status", "!=", "archived")
    .execute();
  if (groups.some(({ status }) => status === "pending_review")) return;
  if (groups.some(({ status }) => status === "approved")) return Activity.finish(tx, activityId, "approve_last");
  const activity = await Activity.locked(tx, activityId);
  const notes = groups.flatMap(({ decisionNote }) => decisionNote ?? []).join("\n");
  await archiveOf(tx, activityId);
  if (activity.rejections === 0) await Activity.reject(tx, activityId, notes.slice(0, 4_000), true);
  else await Activity.finish(tx, activityId, "approve_last");
}

async function archiveOf(tx: Tx, activityId: string): Promise<void> {
  await tx
    .updateTable("keywordGroups")
    .set({ status: "archived" })
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .where("status", "=", "rejected")
    .execute();
}

async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("keywordGroups")
    .select(["id", "name", "status", "contentHash", "version", "activityId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Keyword group", id);
  return row as Row;
}

async function move(tx: Tx, row: Row, verb: GroupVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(keywordGroupMachine, row.status, verb, row.name);
  await tx
    .updateTable("keywordGroups")
    .set({ status, decidedBy: reference(), decidedAt: new Date(), ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.live("content:updated", { kind: "keyword_group", id: row.id, status, version: row.version });
}
