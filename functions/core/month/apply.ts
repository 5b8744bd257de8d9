import * as ActionItem from "#core/action-item/index.ts";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { assigneeFor, type Member, members } from "#core/manual-task/assignee.ts";
import { atLocalTime, publishTime } from "#core/publish/slot.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { newId } from "#schema/ids.ts";
import { adopt, isBeside, retie } from "./beside.ts";
import { dueAtOf, todayIn } from "./days.ts";
import { fund, shortage } from "./fund.ts";
import * as Month from "./index.ts";
import type { Inputs } from "./inputs.ts";
import type { PlannedActivity } from "./schedule.ts";

/**
 * Writes the plan of a month: a period for each quantity, an activity for each piece, with what it waits for; then starts what
 * may start, in order, until the credits are used. Work of an earlier planning that has begun stays and counts.
 */
export async function apply(
  tx: Tx,
  monthId: string,
  inputs: Inputs,
  activities: readonly PlannedActivity[],
  { runId, warnings }: { runId: string | null; warnings: readonly string[] },
): Promise<void> {
  const month = await Month.locked(tx, monthId);
  const moved = await movedIn(tx, monthId, inputs.timezone);
  const begun = await clear(tx, monthId);
  const dated = activities.map((planned) => ({ ...planned, ...moved.get(keyOf(planned)) }));
  const ids = await writeAll(tx, month, inputs, dated, begun);
  await adopt(tx, month);
  const current = await present(tx, monthId);
  const tied = await retie(tx, monthId, ({ type, input }) =>
    current.get(keyOf({ ...(input as Omit<Place, "type">), type })),
  );
  const funding = fund(dated, inputs.effectiveCredits, (planned) => begun.has(keyOf(planned)));
  await Month.move(tx, month, "plan", {
    planned: activities.length,
    skipped: JSON.stringify(inputs.skipped),
    warnings: [...shortage(funding, inputs.effectiveCredits), ...warnings].slice(0, 20),
    plannedAt: new Date(),
    plannedBy: reference(),
    runId,
  });
  await Effect.audit("plan_month.planned", Month.subject(month), { after: { activities: activities.length } });
  for (const planned of activities) await Activity.consider(tx, ids.get(planned.tempId) ?? "");
  for (const id of tied) await Activity.consider(tx, id);
}

/**
 * Adds to a month at work what its quantities ask for since something was carried over into it. What is planned stays as it is.
 * @returns how many activities were added
 */
export async function extend(
  tx: Tx,
  monthId: string,
  inputs: Inputs,
  activities: readonly PlannedActivity[],
): Promise<number> {
  const month = await Month.locked(tx, monthId);
  const known = await present(tx, monthId);
  const added = activities.filter((one) => !known.has(keyOf(one)));
  if (added.length === 0) return 0;
  const ids = await writeAll(tx, month, inputs, activities, known);
  await tx
    .updateTable("planMonths")
    .set((eb) => ({ planned: eb("planned", "+", added.length) }))
    .where("tenantId", "=", tenant())
    .where("id", "=", monthId)
    .execute();
  await Effect.audit("plan_month.planned", Month.subject(month), { after: { added: added.length } });
  for (const planned of added) await Activity.consider(tx, ids.get(planned.tempId) ?? "");
  return added.length;
}

async function writeAll(
  tx: Tx,
  month: Month.Row,
  inputs: Inputs,
  activities: readonly PlannedActivity[],
  known: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const periods = new Map<string, string>();
  for (const template of inputs.templates) periods.set(template.id, await period(tx, month, template));
  const ids = new Map<string, string>();
  const { timezone } = inputs;
  const people = await members(tx);
  for (const planned of activities) {
    const id = known.get(keyOf(planned)) ?? (await write(tx, month.id, planned, { periods, ids, timezone, people }));
    ids.set(planned.tempId, id);
  }
  return ids;
}

/** The place of a piece in the plan of its month. Tasks of people have many templates of one type. */
export const keyOf = ({ type, sequence, actionItemId, task }: Place): string =>
  actionItemId ?? `${task?.templateId ?? type}/${sequence}`;

type Place = Pick<PlannedActivity, "type" | "actionItemId" | "task"> & Partial<Pick<PlannedActivity, "sequence">>;

// Where people put work that nobody has begun: it stays there when the month is planned anew.
async function movedIn(tx: Tx, monthId: string, zone: string) {
  const rows = await tx
    .selectFrom("activities")
    .select(["type", "input", "dueAt", "scheduledFor"])
    .where("tenantId", "=", tenant())
    .where("planMonthId", "=", monthId)
    .where("status", "=", "pending")
    .where((eb) => eb("input", "?", "movedTo"))
    .where((eb) => eb.not(isBeside))
    .execute();
  return new Map(
    rows.map(({ type, input, dueAt, scheduledFor }) => {
      const { movedTo, ...place } = input as Omit<Place, "type"> & { movedTo: string };
      const publishOn = scheduledFor && todayIn(zone, scheduledFor);
      const dates = {
        dueOn: dueAt?.toISOString().slice(0, 10) ?? movedTo,
        ...(publishOn ? { publishOn } : {}),
        movedTo,
      };
      return [keyOf({ ...place, type }), dates];
    }),
  );
}

// Takes back what an earlier planning wrote and nobody has begun. @returns what has begun, by its place in the plan
async function clear(tx: Tx, monthId: string): Promise<Map<string, string>> {
  const pending = await present(tx, monthId, ["pending"]);
  for (const id of pending.values()) await Activity.withdraw(tx, id, "Planned anew");
  return present(tx, monthId);
}

/** The activities of a month by their place in its plan. */
export async function present(tx: Tx, monthId: string, statuses?: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom("activities")
    .select(["id", "input", "type"])
    .where("tenantId", "=", tenant())
    .where("planMonthId", "=", monthId)
    .where("status", "!=", "cancelled")
    .where((eb) => eb.not(isBeside))
    .$if(statuses !== undefined, (query) => query.where("status", "in", statuses ?? []))
    .execute();
  return new Map(rows.map(({ id, input, type }) => [keyOf({ ...(input as Omit<Place, "type">), type }), id]));
}

async function period(
  tx: Tx,
  month: Month.Row,
  template: { id: string; quantity: number; carried: number },
): Promise<string> {
  const row = await tx
    .insertInto("deliverablePeriods")
    .values({
      tenantId: tenant(),
      id: newId("deliverablePeriod"),
      deliverablePlanId: month.deliverablePlanId,
      deliverableTemplateId: template.id,
      startsOn: month.startsOn,
      endsOn: month.endsOn,
      status: "active",
      target: template.quantity,
      carriedIn: template.carried,
      plannedAt: new Date(),
    })
    .onConflict((conflict) =>
      conflict.columns(["tenantId", "deliverableTemplateId", "startsOn"]).doUpdateSet({
        target: template.quantity,
        carriedIn: template.carried,
        status: "active",
        plannedAt: new Date(),
      }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

interface Frame {
  /** By template. */
  periods: ReadonlyMap<string, string>;
  /** By temporary id. */
  ids: ReadonlyMap<string, string>;
  timezone: string;
  people: readonly Member[];
}

async function write(
  tx: Tx,
  monthId: string,
  planned: PlannedActivity,
  { periods, ids, timezone, people }: Frame,
): Promise<string> {
  const { task } = planned;
  const id = await Activity.plan(tx, {
    type: planned.type as ActivityType,
    doer: activityTypes[planned.type as ActivityType].agent,
    title: planned.title,
    description: planned.description,
    priority: "normal",
    input: {
      sequence: planned.sequence,
      ...(planned.description && !task ? { subject: planned.description } : {}),
      ...(task ? { task, assigneeRole: task.assigneeRole } : {}),
      ...(planned.onItsDay && !task ? { onItsDay: true } : {}),
      ...(planned.actionItemId ? { actionItemId: planned.actionItemId } : {}),
      ...(planned.movedTo ? { movedTo: planned.movedTo } : {}),
    },
    planMonthId: monthId,
    deliverablePeriodId: periods.get(planned.templateId ?? "") ?? null,
    platform: planned.platform ?? null,
    assigneeUserId: task ? assigneeFor(people, task) : null,
    dueAt: dueAtOf(planned.dueOn),
    scheduledFor: planned.publishOn ? atLocalTime(planned.publishOn, publishTime, timezone) : null,
    dependsOn: planned.dependsOn.flatMap((tempId) => ids.get(tempId) ?? []),
  });
  if (planned.actionItemId) await scheduled(tx, planned.actionItemId, id);
  return id;
}

async function scheduled(tx: Tx, itemId: string, activityId: string): Promise<void> {
  const row = await ActionItem.locked(tx, itemId);
  if (row.status === "approved") return ActionItem.move(tx, row, "schedule", "action_item.scheduled", { activityId });
  if (row.status === "scheduled")
    await tx
      .updateTable("actionItems")
      .set({ activityId })
      .where("tenantId", "=", tenant())
      .where("id", "=", itemId)
      .execute();
}
