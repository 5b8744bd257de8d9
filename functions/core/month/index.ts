import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { newest, order } from "#core/run/order.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { daysLeftMin, type MonthStatus, type MonthVerb, monthMachine } from "#schema/month.ts";
import { isRunOver } from "#schema/run.ts";
import { isBeside } from "./beside.ts";
import { monthEnd, monthStart, plusDays, todayIn } from "./days.ts";

export interface Row {
  id: string;
  deliverablePlanId: string;
  startsOn: string;
  endsOn: string;
  status: MonthStatus;
  planned: number;
}

/** Begins the first month of a plan: the running one when enough of it is left. */
export async function begin(tx: Tx, planId: string): Promise<BlockedReason | null> {
  const today = todayIn(await zoneOf(tx), new Date());
  const isLate = plusDays(today, daysLeftMin - 1) > monthEnd(today);
  return plan(tx, planId, monthStart(today, isLate ? 1 : 0));
}

/** Plans a month of a plan. Planned again it changes only work that has not begun. @returns what keeps it from being planned, or null */
export async function plan(tx: Tx, planId: string, startsOn: string): Promise<BlockedReason | null> {
  const made = await tx
    .insertInto("planMonths")
    .values({
      tenantId: tenant(),
      id: newId("planMonth"),
      deliverablePlanId: planId,
      startsOn,
      endsOn: monthEnd(startsOn),
      status: "planning",
      createdBy: reference(),
    })
    .onConflict((conflict) => conflict.columns(["tenantId", "deliverablePlanId", "startsOn"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  const row = await ofPlan(tx, planId, startsOn);
  if (made) await Effect.audit("plan_month.begun", subject(row), { after: { startsOn } });
  return resume(tx, row.id);
}

/** Orders the planner of a month that waits for it. */
export async function resume(tx: Tx, id: string): Promise<BlockedReason | null> {
  const row = await locked(tx, id);
  if (row.status !== "planning" && row.status !== "active") return null;
  const run = await newest(tx, "activity-planner", { type: "plan_month", id });
  if (run && !isRunOver(run.status)) return null;
  const blocked = await order(tx, {
    agent: "activity-planner",
    subject: { type: "plan_month", id },
    version: (run?.version ?? 0) + 1,
    wakeReason: run ? "refresh" : "new_task",
  });
  await changed(row, blocked ?? row.status);
  return blocked;
}

/**
 * Holds back or lets go on all that has not begun in a month; what somebody had paused by itself stays paused.
 * @throws request.illegal_transition while its planner is at work, whose answer would find no month
 */
export async function setPaused(tx: Tx, id: string, paused: boolean): Promise<void> {
  const row = await locked(tx, id);
  const run = await newest(tx, "activity-planner", { type: "plan_month", id });
  if (paused && run && !isRunOver(run.status))
    throw new AppError(
      "request.illegal_transition",
      "The month is being planned. Wait for the planner, then pause it.",
    );
  await move(tx, row, paused ? "pause" : "resume");
  await Effect.audit(paused ? "plan_month.paused" : "plan_month.resumed", subject(row));
  const reason = paused ? "The month was paused" : "The month goes on";
  for (const activityId of await unbegun(tx, row, "all")) await Activity.setPaused(activityId, paused, reason, id);
}

/** Gives a month up: what has not begun is cancelled, its holds are released. */
export async function cancel(tx: Tx, id: string, reason?: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "cancel");
  await Effect.audit("plan_month.cancelled", subject(row), {}, reason);
  await Activity.cancelAll(tx, await unbegun(tx, row), reason ?? "The month was given up");
}

/** Gives up every month of a plan that another one replaces. */
export async function abandon(tx: Tx, planId: string): Promise<void> {
  const rows = await tx
    .selectFrom("planMonths")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", planId)
    .where("status", "in", ["planning", "active", "paused"])
    .execute();
  for (const { id } of rows) await cancel(tx, id, "Another plan took the place of this one");
}

/** Has months looked at again whose work was changed, not they themselves. */
export async function touched(tx: Tx, ids: readonly string[]): Promise<void> {
  const rows = await tx
    .selectFrom("planMonths")
    .select(["id", "startsOn", "status"])
    .where("tenantId", "=", tenant())
    .where("id", "in", ids)
    .execute();
  for (const row of rows) await changed(row, row.status);
}

/** Reads and locks a month of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("planMonths")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Month", id);
  return row as unknown as Row;
}

/** Moves a month by a verb of its machine. */
export async function move(tx: Tx, row: Row, verb: MonthVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(monthMachine, row.status, verb, `The month ${row.startsOn}`);
  await tx
    .updateTable("planMonths")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await changed(row, status);
}

/** The plan in force of the tenant at work. @throws when there is none */
export async function planInForce(tx: Tx): Promise<{ id: string; version: number; strategyId: string }> {
  const row = await tx
    .selectFrom("deliverablePlans")
    .select(["id", "version", "strategyId"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "approved")
    .executeTakeFirst();
  if (row) return row;
  throw new AppError("request.illegal_transition", "There is no approved plan yet. Approve one first.");
}

/** The newest plan of the tenant at work that waits for a decision. */
export async function planInReview(tx: Tx): Promise<{ id: string } | undefined> {
  return tx
    .selectFrom("deliverablePlans")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "=", "pending_review")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** What the audit log and people call a month. */
export function subject(row: Pick<Row, "id" | "startsOn">) {
  return { type: "plan_month", id: row.id, label: row.startsOn.slice(0, 7) };
}

async function ofPlan(tx: Tx, planId: string, startsOn: string): Promise<Row> {
  const row = await tx
    .selectFrom("planMonths")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", planId)
    .where("startsOn", "=", startsOn)
    .executeTakeFirstOrThrow();
  return row as unknown as Row;
}

/** The activities of a month that nobody has begun; `promised` leaves out what was added beside the plan, which outlives its month. */
export async function unbegun(tx: Tx, row: Row, of: "all" | "promised" = "promised"): Promise<string[]> {
  const rows = await tx
    .selectFrom("activities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("planMonthId", "=", row.id)
    .where("status", "in", ["pending", "queued"])
    .where("deletedAt", "is", null)
    .$if(of === "promised", (query) => query.where((eb) => eb.not(isBeside)))
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

async function changed(row: Pick<Row, "id" | "startsOn">, status: string): Promise<void> {
  await Effect.live("month:updated", { id: row.id, month: row.startsOn.slice(0, 7), status });
}
