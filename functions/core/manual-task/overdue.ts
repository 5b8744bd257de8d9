import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { dayName, plusDays } from "#core/month/days.ts";
import { atLocalTime } from "#core/publish/slot.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";

/** By the client's clock, on the morning after its day. */
const toldAt = "09:00";
const mark = "overdue";

/** Tells whoever does a task that it is overdue, once for each; those that have another day by then are not. */
export async function tellOverdue(now: Date): Promise<void> {
  for (const id of await transaction((tx) => late(tx, now))) await transaction((tx) => tell(tx, id, now));
}

async function tell(tx: Tx, id: string, now: Date): Promise<void> {
  const { status, dueAt, ref, title, input } = await Activity.locked(tx, id);
  const dueOn = dueAt?.toISOString().slice(0, 10);
  if (!dueOn || (status !== "pending" && status !== "in_progress") || (await isTold(tx, id))) return;
  if (atLocalTime(plusDays(dueOn, 1), toldAt, await zoneOf(tx)) > now) return;
  await Activity.note(tx, id, mark, `Overdue since ${dayName(dueOn)}`);
  const { assigneeRole: role } = input;
  await Effect.notify(
    "task.overdue",
    { type: "activity", id },
    { title, ref, due: dayName(dueOn), ...(typeof role === "string" ? { role } : {}) },
  );
}

async function late(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx
    .selectFrom("activities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", "manual_task")
    .where("status", "in", ["pending", "in_progress"])
    .where("pausedAt", "is", null)
    .where("deletedAt", "is", null)
    .where("dueAt", "<", now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("activityEvents as e")
            .select("e.id")
            .whereRef("e.tenantId", "=", "activities.tenantId")
            .whereRef("e.activityId", "=", "activities.id")
            .where("e.kind", "=", mark),
        ),
      ),
    )
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

async function isTold(tx: Tx, activityId: string): Promise<boolean> {
  const told = await tx
    .selectFrom("activityEvents")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .where("kind", "=", mark)
    .limit(1)
    .executeTakeFirst();
  return told !== undefined;
}
