import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { type GoalStatus, type GoalVerb, goalMachine } from "#schema/goal.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";

interface Row {
  id: string;
  title: string;
  status: GoalStatus;
}

/** A goal in draft; it counts from the day its plan is approved. @returns its id */
export async function propose(
  tx: Tx,
  goal: {
    title: string;
    metric: string;
    unit: string;
    baseline?: number | undefined;
    target: number;
    startsOn: string;
    endsOn: string;
    strategyId: string | null;
  },
): Promise<string> {
  const id = newId("goal");
  const { title, metric, unit, baseline = null, target, startsOn, endsOn: dueOn, strategyId } = goal;
  const direction = baseline !== null && target < baseline ? "down" : "up";
  await tx
    .insertInto("goals")
    .values({
      ...{ tenantId: tenant(), id, strategyId, title, metric, unit, direction },
      baselineValue: baseline,
      targetValue: target,
      currentValue: baseline,
      startsOn,
      dueOn,
      status: "draft",
    })
    .execute();
  await Effect.audit("goal.proposed", { type: "goal", id, label: title }, { after: { metric, target, dueOn } });
  return id;
}

/** Tracking starts. A goal that is no draft stays as it is. */
export async function activate(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status !== "draft") return;
  await move(tx, row, "activate");
  await Effect.audit("goal.activated", subject(row));
}

/** Takes a goal out of view; one that is archived stays so. */
export async function archive(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status === "archived") return;
  await move(tx, row, "archive", { archivedAt: new Date() });
  await Effect.audit("goal.archived", subject(row));
}

/** Reads and locks a goal of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("goals")
    .select(["id", "title", "status"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Goal", id);
  return row as Row;
}

/** Moves a goal by a verb of its machine. */
export async function move(tx: Tx, row: Row, verb: GoalVerb, set: Record<string, unknown> = {}): Promise<void> {
  await tx
    .updateTable("goals")
    .set({ status: after(goalMachine, row.status, verb, row.title), ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.live("goal:updated", { id: row.id });
}

function subject(row: Row) {
  return { type: "goal", id: row.id, label: row.title };
}
