import * as Paging from "#core/page/index.ts";
import { shapeRuns } from "#core/run/read.ts";
import { tenant, tenants } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import type { Activity, ActivityEvent, ActivityStatus } from "#schema/activity.ts";
import { budgetReasons, TaskRole } from "#schema/activity.ts";
import { notFound } from "#schema/errors.ts";
import type { Page, PageQuery } from "#schema/page.ts";
import type { Retrieval, Run } from "#schema/run.ts";
import { isMine } from "./mine.ts";

const { iso } = Paging;

export interface Filter extends PageQuery {
  status?: ActivityStatus[] | undefined;
  type?: string[] | undefined;
  blocked?: boolean | undefined;
  mine?: boolean | undefined;
  tenantId?: string | undefined;
}

/** Activities of the tenants the actor sees, newest first; their own tasks by the day they are due. */
export async function list(filter: Filter): Promise<Page<Activity>> {
  const { status, type, blocked, mine, tenantId } = filter;
  const scope = JSON.stringify(["activities", tenants(), status, type, blocked, tenantId, mine]);
  const position = Paging.decode(scope, filter.cursor) as [string, string] | undefined;
  const due = sql<Date>`coalesce(a.due_at, 'infinity')`;
  return transaction(async (tx) => {
    const rows = await select(tx)
      .$if(status !== undefined, (query) => query.where("a.status", "in", status ?? []))
      .$if(type !== undefined, (query) => query.where("a.type", "in", type ?? []))
      .$if(blocked === true, (query) => query.where("a.blockedReason", "is not", null))
      .$if(tenantId !== undefined, (query) => query.where("a.tenantId", "=", tenantId ?? ""))
      .$if(mine === true, (query) => query.where(isMine()).orderBy(due))
      .$if(position !== undefined, (query) =>
        mine
          ? query.where(sql<boolean>`(${due}, a.id) > (${position?.[1]}, ${position?.[0]})`)
          : query.where("a.id", "<", position?.[0] ?? ""),
      )
      .orderBy("a.id", mine ? "asc" : "desc")
      .limit(filter.limit + 1)
      .execute();
    const page = Paging.slice(rows, filter.limit, scope, ({ id, dueAt }) => [id, iso(dueAt) ?? "infinity"]);
    return { items: page.rows.map(shape), nextCursor: page.nextCursor };
  });
}

/** Activities agents work on now, for the home page. */
export async function running(tx: Tx, limit: number): Promise<Activity[]> {
  const rows = await select(tx)
    .where("a.status", "in", ["queued", "in_progress"])
    .where("a.doer", "!=", "human")
    .orderBy("a.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(shape);
}

/** One activity. */
export async function get(id: string): Promise<Activity> {
  const row = await transaction((tx) => select(tx).where("a.id", "=", id).executeTakeFirst());
  if (!row) throw notFound("Activity", id);
  return shape(row);
}

/** The timeline, oldest first. */
export async function events(id: string): Promise<Page<ActivityEvent>> {
  await get(id);
  const rows = await transaction((tx) =>
    tx
      .selectFrom("activityEvents")
      .select(["id", "kind", "message", "runId", "createdAt"])
      .where("tenantId", "=", tenant())
      .where("activityId", "=", id)
      .orderBy("id")
      .limit(500)
      .execute(),
  );
  return { items: rows.map((row) => ({ ...row, createdAt: iso(row.createdAt) })), nextCursor: null };
}

/** Every run that worked for the activity, its critics included, newest first. */
export async function runs(id: string): Promise<Run[]> {
  await get(id);
  return transaction(async (tx) => {
    const rows = await tx
      .selectFrom("agentRuns as r")
      .innerJoin("agentVersions as v", "v.id", "r.agentVersionId")
      .selectAll("r")
      .select("v.version as agentVersion")
      .where("r.tenantId", "=", tenant())
      .where((eb) =>
        eb.or([
          eb("r.activityId", "=", id),
          eb(
            "r.subjectId",
            "in",
            // What runs of the activity wrote.
            eb
              .selectFrom("contentVersions as c")
              .innerJoin("agentRuns as w", (join) =>
                join.onRef("w.tenantId", "=", "c.tenantId").onRef("w.id", "=", "c.runId"),
              )
              .select("c.subjectId")
              .whereRef("c.tenantId", "=", "r.tenantId")
              .where("w.activityId", "=", id),
          ),
        ]),
      )
      .orderBy("r.id", "desc")
      .execute();
    return shapeRuns(rows);
  });
}

/** What the runs of an activity retrieved, and why. */
export async function retrievals(id: string): Promise<Retrieval[]> {
  const ids = (await runs(id)).map((run) => run.id);
  if (ids.length === 0) return [];
  return transaction(async (tx) => {
    const logs = await tx
      .selectFrom("retrievalLogs")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("runId", "in", ids)
      .orderBy("id", "desc")
      .execute();
    if (logs.length === 0) return [];
    const hits = await tx
      .selectFrom("retrievalHits as h")
      .innerJoin("datasetFiles as f", (join) =>
        join.onRef("f.tenantId", "=", "h.tenantId").onRef("f.id", "=", "h.datasetFileId"),
      )
      .leftJoin("datasetChunks as c", (join) =>
        join.onRef("c.tenantId", "=", "h.tenantId").onRef("c.id", "=", "h.datasetChunkId"),
      )
      .selectAll("h")
      .select(["f.title", "c.text", "c.page", "c.headingPath"])
      .where("h.tenantId", "=", tenant())
      .where(
        "h.retrievalLogId",
        "in",
        logs.map((log) => log.id),
      )
      .orderBy("h.rank")
      .execute();
    return logs.map((log) => ({
      id: log.id,
      runId: log.runId,
      query: log.query,
      mode: log.mode as Retrieval["mode"],
      denseWeight: log.denseWeight,
      degraded: log.degraded,
      latencyMs: log.latencyMs,
      createdAt: iso(log.createdAt),
      hits: hits
        .filter((hit) => hit.retrievalLogId === log.id)
        .map((hit) => ({
          rank: hit.rank,
          chunkId: hit.datasetChunkId,
          fileId: hit.datasetFileId,
          fileTitle: hit.title,
          page: hit.page,
          headingPath: hit.headingPath,
          text: hit.text ?? "(removed since)",
          dense: hit.denseScore,
          bm25: hit.bm25Score,
          recency: hit.recency,
          importance: hit.importance,
          score: hit.fusedScore,
          used: hit.used,
        })),
    }));
  });
}

function select(tx: Tx) {
  return tx
    .selectFrom("activities as a")
    .innerJoin("tenants as t", "t.id", "a.tenantId")
    .leftJoin("users as u", "u.id", "a.assigneeUserId")
    .selectAll("a")
    .select(["t.name as tenantName", "u.firstName", "u.lastName"])
    .select((eb) => [
      eb
        .selectFrom("agentRuns as r")
        .select("r.id")
        .whereRef("r.tenantId", "=", "a.tenantId")
        .whereRef("r.activityId", "=", "a.id")
        .orderBy("r.id", "desc")
        .limit(1)
        .as("runId"),
      eb
        .selectFrom("blogPosts as b")
        .select("b.id")
        .whereRef("b.tenantId", "=", "a.tenantId")
        .whereRef("b.activityId", "=", "a.id")
        .limit(1)
        .as("postId"),
    ])
    .where("a.tenantId", "in", tenants())
    .where("a.deletedAt", "is", null);
}

const nameOf = ({ firstName, lastName }: { firstName: string | null; lastName: string | null }): string =>
  `${firstName ?? ""} ${lastName ?? ""}`.trim();

type Selected = Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number];

function shape(row: Selected): Activity {
  return {
    id: row.id,
    tenantId: row.tenantId,
    tenantName: row.tenantName,
    ref: row.ref,
    type: row.type as Activity["type"],
    title: row.title,
    status: row.status as Activity["status"],
    blockedReason: row.blockedReason as Activity["blockedReason"],
    pausedBudget: row.status === "pending" && budgetReasons.includes(row.blockedReason),
    priority: row.priority as Activity["priority"],
    doer: row.doer,
    assignee: row.assigneeUserId ? { id: row.assigneeUserId, name: nameOf(row) } : null,
    assigneeRole: TaskRole.safeParse((row.input as { assigneeRole?: unknown }).assigneeRole).data ?? null,
    version: row.version,
    wakeReason: row.wakeReason as Activity["wakeReason"],
    needsHuman: row.needsHuman,
    failureCode: row.failureCode,
    failureMessage: row.failureMessage,
    creditsCost: row.creditsCost / 100,
    subject: row.postId ? { type: "blog_post", id: row.postId } : null,
    currentRunId: row.runId,
    pausedAt: iso(row.pausedAt),
    dueAt: iso(row.dueAt),
    startedAt: iso(row.startedAt),
    completedAt: iso(row.completedAt),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  };
}
