import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { tellOverdue } from "#core/manual-task/overdue.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import { extend } from "./apply.ts";
import { fromDay } from "./beside.ts";
import { monthStart, plusDays, todayIn } from "./days.ts";
import * as Month from "./index.ts";
import { inputsFor } from "./inputs.ts";
import { schedule } from "./schedule.ts";

/** On this day of the next month, at its first hour, a month is over: until then its last pieces may be finished. */
const closesOnDay = 5;

/**
 * What the calendar does to the months of the tenant at work, by the day it is there: the running month of the plan in force is
 * begun once, a month that waits for its planner is ordered again, and what is past its time is closed. Safe to repeat.
 */
export async function turn(now: Date): Promise<void> {
  const today = todayIn(await transaction(zoneOf), now);
  for (const id of await transaction((tx) => onTheirDay(tx, today)))
    await transaction((tx) => Activity.consider(tx, id));
  await transaction((tx) => open(tx, monthStart(today)));
  await transaction((tx) => orderWaiting(tx));
  const isPast = Number(today.slice(8)) >= closesOnDay;
  const before = monthStart(today, isPast ? 0 : -1);
  for (const id of await transaction((tx) => due(tx, before))) await transaction((tx) => close(tx, id));
  await tellOverdue(now);
}

// Work that waited for the day it was given, or for its month.
async function onTheirDay(tx: Tx, today: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("activities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "=", "pending")
    .where("blockedReason", "is", null)
    .where("pausedAt", "is", null)
    .where("deletedAt", "is", null)
    .where((eb) =>
      eb.or([
        eb("input", "?", "onItsDay").and("dueAt", "<=", new Date(`${today}T23:59:59Z`)),
        sql<boolean>`input ->> 'notBefore' <= ${today}`,
      ]),
    )
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

// A plan that was approved late in a month has begun with the next one: then the running month is none of its own.
async function open(tx: Tx, startsOn: string): Promise<void> {
  const plan = await tx
    .selectFrom("deliverablePlans")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "=", "approved")
    .executeTakeFirst();
  if (!plan) return;
  const begun = await tx
    .selectFrom("planMonths")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", plan.id)
    .where("startsOn", ">=", startsOn)
    .executeTakeFirst();
  if (!begun) await Month.plan(tx, plan.id, startsOn);
}

async function orderWaiting(tx: Tx): Promise<void> {
  const rows = await tx
    .selectFrom("planMonths")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "=", "planning")
    .execute();
  for (const { id } of rows) await Month.resume(tx, id);
}

async function due(tx: Tx, before: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("planMonths")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "in", ["planning", "active", "paused"])
    .where("startsOn", "<", before)
    .orderBy("startsOn")
    .execute();
  return rows.map(({ id }) => id);
}

// What has not begun is given up, unless people put it into the next month; what is missing is noted, and the month after it makes up for its part.
async function close(tx: Tx, id: string): Promise<void> {
  const row = await Month.locked(tx, id);
  if (row.status === "closed" || row.status === "cancelled") return;
  const later = await laterThan(tx, row);
  const over = (await Month.unbegun(tx, row)).filter((one) => !later.includes(one));
  await Activity.cancelAll(tx, over, "The month is over");
  const periods = await tx
    .updateTable("deliverablePeriods")
    .set((eb) => ({
      status: "closed",
      closedAt: new Date(),
      shortfall: eb.fn<number>("greatest", [
        sql<number>`target - done - (select count(*) from activities a where a.tenant_id = deliverable_periods.tenant_id
          and a.deliverable_period_id = deliverable_periods.id and a.id = any(${later}))`,
        eb.val(0),
      ]),
    }))
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", row.deliverablePlanId)
    .where("startsOn", "=", row.startsOn)
    .where("status", "in", ["planned", "active"])
    .returning(["id", "target", "done", "shortfall"])
    .execute();
  for (const { id: periodId, ...after } of periods)
    await Effect.audit(
      "deliverable_period.closed",
      { type: "deliverable_period", id: periodId, label: row.startsOn.slice(0, 7) },
      { after },
    );
  await Month.move(tx, row, "close");
  const missing = periods.reduce((sum, { shortfall }) => sum + shortfall, 0);
  await Effect.audit("plan_month.closed", Month.subject(row), { after: { missing } });
  if (missing > 0) await makeUp(tx, row);
}

// What people put into the month after: it is still made, and nothing has to make up for it.
async function laterThan(tx: Tx, row: Month.Row): Promise<string[]> {
  const rows = await tx
    .selectFrom("activities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("planMonthId", "=", row.id)
    .where("status", "in", ["pending", "queued"])
    .where(await fromDay(tx, plusDays(row.endsOn, 1)))
    .execute();
  return rows.map(({ id }) => id);
}

async function makeUp(tx: Tx, closed: Month.Row): Promise<void> {
  const next = await tx
    .selectFrom("planMonths")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", closed.deliverablePlanId)
    .where("startsOn", "=", monthStart(closed.startsOn, 1))
    .where("status", "=", "active")
    .executeTakeFirst();
  if (!next) return;
  const inputs = await inputsFor(tx, await Month.locked(tx, next.id));
  await extend(tx, next.id, inputs, schedule(inputs));
}
