import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Goal, GoalDetail } from "#schema/goal.ts";

/** The goals of the tenant at work, those at work first. */
export async function list(): Promise<Goal[]> {
  require("goal.read", "see goals");
  return transaction((tx) => read(tx));
}

/** One goal with what was measured, the newest first. */
export async function get(id: string): Promise<GoalDetail> {
  require("goal.read", "see goals");
  return transaction(async (tx) => {
    const [goal] = await read(tx, [id]);
    if (!goal) throw notFound("Goal", id);
    const rows = await tx
      .selectFrom("goalProgress")
      .select(["id", "kind", "measuredOn", "value", "previous", "source", "note"])
      .where("tenantId", "=", tenant())
      .where("goalId", "=", id)
      .orderBy("measuredOn", "desc")
      .orderBy("id", "desc")
      .limit(200)
      .execute();
    return {
      ...goal,
      progress: rows.map((row) => ({
        ...row,
        kind: row.kind as GoalDetail["progress"][number]["kind"],
        source: row.source as GoalDetail["progress"][number]["source"],
        value: Number(row.value),
        previous: row.previous === null ? null : Number(row.previous),
      })),
    };
  });
}

/** The figures of a goal. */
export async function numbersOf(tx: Tx, id: string): Promise<Pick<Goal, "targetValue" | "currentValue">> {
  const [goal] = await read(tx, [id]);
  if (!goal) throw notFound("Goal", id);
  return goal;
}

/** Goals by their ids, or all. */
export async function read(tx: Tx, ids?: readonly string[]): Promise<Goal[]> {
  if (ids?.length === 0) return [];
  const rows = await tx
    .selectFrom("goals")
    .select(["id", "title", "metric", "unit", "direction", "baselineValue", "targetValue", "currentValue"])
    .select(["startsOn", "dueOn", "status", "rowVersion"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .$if(ids !== undefined, (query) => query.where("id", "in", ids ?? []))
    .orderBy("status")
    .orderBy("id")
    .limit(200)
    .execute();
  const number = (value: unknown) => (value === null ? null : Number(value));
  return rows.map((row) => ({
    ...row,
    direction: row.direction as Goal["direction"],
    status: row.status as Goal["status"],
    baselineValue: number(row.baselineValue),
    targetValue: Number(row.targetValue),
    currentValue: number(row.currentValue),
  }));
}
