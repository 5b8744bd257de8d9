import { isMine } from "#core/activity/mine.ts";
import { iso } from "#core/page/index.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Month, MonthGraph, MonthNode } from "#schema/month.ts";
import { todayIn } from "./days.ts";

/** The months that were planned, newest first. */
export async function list(): Promise<Month[]> {
  require("plan.read", "see months");
  return transaction((tx) => select(tx));
}

/** One month as a graph: its activities, and what each waits for. */
export async function get(id: string): Promise<MonthGraph> {
  require("plan.read", "see months");
  return transaction(async (tx) => {
    const [month] = await select(tx, id);
    if (!month) throw notFound("Month", id);
    return { ...month, nodes: await nodesOf(tx, id) };
  });
}

async function nodesOf(tx: Tx, monthId: string): Promise<MonthNode[]> {
  const rows = await tx
    .selectFrom("activities as a")
    .leftJoin("users as u", "u.id", "a.assigneeUserId")
    .select([
      "a.id",
      "a.ref",
      "a.type",
      "a.title",
      "a.status",
      "a.blockedReason",
      "a.doer",
      "a.dueAt",
      "a.scheduledFor",
    ])
    .select(["a.creditsCost", "a.pausedAt", "u.firstName", "u.lastName"])
    .select(isMine().as("isYours"))
    .where("a.tenantId", "=", tenant())
    .where("a.planMonthId", "=", monthId)
    .where("a.status", "!=", "cancelled")
    .where("a.deletedAt", "is", null)
    .orderBy("a.dueAt")
    .orderBy("a.id")
    .execute();
  const zone = await zoneOf(tx);
  const edges = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.id", "=", "d.activityId"),
    )
    .select(["d.activityId", "d.dependsOnId"])
    .where("d.tenantId", "=", tenant())
    .where("a.planMonthId", "=", monthId)
    .execute();
  return rows.map(({ firstName, lastName, ...row }) => ({
    ...row,
    assignee: firstName === null ? null : `${firstName} ${lastName ?? ""}`.trim(),
    type: row.type as MonthNode["type"],
    status: row.status as MonthNode["status"],
    blockedReason: row.blockedReason as MonthNode["blockedReason"],
    dueAt: iso(row.dueAt),
    scheduledFor: iso(row.scheduledFor),
    goesOutOn: row.scheduledFor && todayIn(zone, row.scheduledFor),
    pausedAt: iso(row.pausedAt),
    creditsCost: row.creditsCost / 100,
    dependsOn: edges.filter(({ activityId }) => activityId === row.id).map(({ dependsOnId }) => dependsOnId),
  }));
}

async function select(tx: Tx, id?: string): Promise<Month[]> {
  const rows = await tx
    .selectFrom("planMonths as m")
    .select([
      "m.id",
      "m.deliverablePlanId",
      "m.startsOn",
      "m.endsOn",
      "m.status",
      "m.planned",
      "m.warnings",
      "m.plannedAt",
    ])
    .select((eb) =>
      (["done", "failed"] as const).map((status) =>
        eb
          .selectFrom("activities as a")
          .select((inner) => inner.fn.countAll<number>().as("count"))
          .whereRef("a.tenantId", "=", "m.tenantId")
          .whereRef("a.planMonthId", "=", "m.id")
          .where("a.status", "=", status)
          .as(status),
      ),
    )
    .where("m.tenantId", "=", tenant())
    .$if(id !== undefined, (query) => query.where("m.id", "=", id ?? ""))
    .orderBy("m.startsOn", "desc")
    .orderBy("m.id", "desc")
    .limit(60)
    .execute();
  return rows.map((row) => ({
    ...row,
    status: row.status as Month["status"],
    done: Number(row.done ?? 0),
    failed: Number(row.failed ?? 0),
    plannedAt: iso(row.plannedAt),
  }));
}
