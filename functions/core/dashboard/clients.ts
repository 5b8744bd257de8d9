import { require, tenants } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ClientCard, Overview } from "#schema/dashboard.ts";

const hourMs = 3_600_000;

/** The clients the actor is assigned to, by name, each with what waits, runs and is stuck. */
export async function clients(): Promise<ClientCard[]> {
  return await transaction((tx) => cards(tx));
}

/** All assigned clients with their totals. A problem is failed work or a post of which publishing failed or is unknown. */
export async function overview(): Promise<Overview> {
  return await transaction(async (tx) => {
    const rows = await cards(tx);
    const sum = (field: "pendingApprovals" | "activitiesInProgress" | "activitiesBlocked") =>
      rows.reduce((total, row) => total + row[field], 0);
    return {
      tenants: rows,
      totals: {
        pendingApprovals: sum("pendingApprovals"),
        activitiesInProgress: sum("activitiesInProgress"),
        activitiesBlocked: sum("activitiesBlocked"),
        problems: await problems(tx),
      },
    };
  });
}

async function cards(tx: Tx): Promise<ClientCard[]> {
  const ids = assigned();
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom("tenants")
    .select(["id", "name", "slug", "plan", "status"])
    .where("id", "in", ids)
    .orderBy("name")
    .execute();
  const waiting = await tx
    .selectFrom("approvals")
    .select((eb) => ["tenantId", eb.fn.countAll<number>().as("count"), eb.fn.min("createdAt").as("oldest")])
    .where("tenantId", "in", ids)
    .where("status", "=", "pending")
    .where("stage", "=", "dm")
    .groupBy("tenantId")
    .execute();
  const work = await tx
    .selectFrom("activities")
    .select((eb) => [
      "tenantId",
      eb.fn.countAll<number>().filterWhere("status", "=", "in_progress").as("inProgress"),
      eb.fn.countAll<number>().filterWhere("blockedReason", "is not", null).as("blocked"),
    ])
    .where("tenantId", "in", ids)
    .where("status", "in", ["pending", "in_progress"])
    .where("deletedAt", "is", null)
    .groupBy("tenantId")
    .execute();
  return rows.map((row) => {
    const approvals = waiting.find((group) => group.tenantId === row.id);
    const activities = work.find((group) => group.tenantId === row.id);
    return {
      ...row,
      pendingApprovals: approvals?.count ?? 0,
      activitiesInProgress: activities?.inProgress ?? 0,
      activitiesBlocked: activities?.blocked ?? 0,
      oldestPendingAgeH: approvals ? Math.round(((Date.now() - approvals.oldest.getTime()) / hourMs) * 10) / 10 : null,
    };
  });
}

async function problems(tx: Tx): Promise<number> {
  const ids = assigned();
  if (ids.length === 0) return 0;
  const failed = await tx
    .selectFrom("activities")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "in", ids)
    .where("status", "=", "failed")
    .where("deletedAt", "is", null)
    .executeTakeFirstOrThrow();
  const lost = await tx
    .selectFrom("blogPosts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "in", ids)
    .where("status", "in", ["publish_unknown", "publish_failed"])
    .where("deletedAt", "is", null)
    .executeTakeFirstOrThrow();
  return failed.count + lost.count;
}

function assigned(): string[] {
  const ids = tenants();
  for (const id of ids) require("content.decide_dm", "see the agency's clients", id);
  return ids;
}
