import { newest, order } from "#core/run/order.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { countGoal, isOfLeads } from "./count.ts";
import { locked } from "./index.ts";
import { read } from "./read.ts";

/** Has a goal counted now. @throws request.illegal_transition when nothing measures it or it is not being tracked */
export async function count(id: string): Promise<void> {
  require("goal.edit", "count goals");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.status !== "active")
      throw new AppError("request.illegal_transition", `${row.title} is ${row.status} and is not counted.`);
    if (!(await orderCount(tx, id)))
      throw new AppError(
        "request.illegal_transition",
        `Nothing measures ${row.title} yet, or it is being counted. Connect the channel that measures it.`,
      );
  });
}

/** Orders the count of every goal that was not counted today. */
export async function countDue(now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10);
  await transaction(async (tx) => {
    const rows = await tx
      .selectFrom("goals as g")
      .select("g.id")
      .where("g.tenantId", "=", tenant())
      .where("g.status", "=", "active")
      .where("g.deletedAt", "is", null)
      .where("g.startsOn", "<=", today)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("goalProgress as p")
              .select("p.id")
              .whereRef("p.tenantId", "=", "g.tenantId")
              .whereRef("p.goalId", "=", "g.id")
              .where("p.kind", "=", "value")
              .where("p.measuredOn", "=", today),
          ),
        ),
      )
      .execute();
    for (const { id } of rows) await orderCount(tx, id);
  });
}

/** Orders the count of the goals that a lead has just moved. */
export async function countLeads(tx: Tx): Promise<void> {
  const goals = await tx
    .selectFrom("goals")
    .select(["id", "metric"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "active")
    .where("deletedAt", "is", null)
    .where("startsOn", "<=", new Date().toISOString().slice(0, 10))
    .orderBy("id")
    .execute();
  for (const goal of goals) if (isOfLeads(goal)) await orderCount(tx, goal.id);
}

async function orderCount(tx: Tx, id: string): Promise<boolean> {
  const [goal] = await read(tx, [id]);
  if (!goal || !(await countGoal(tx, goal, new Date()))) return false;
  const subject = { type: "goal", id };
  const before = await newest(tx, "data-analyst", subject);
  if (before && (before.status === "queued" || before.status === "running")) return false;
  const blocked = await order(tx, {
    agent: "data-analyst",
    subject,
    version: (before?.version ?? 0) + 1,
    priority: "low",
  });
  return blocked === null;
}
