import * as Credit from "#core/credit/index.ts";
import * as Deliverable from "#core/deliverable/index.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ActivityStatus, ActivityType, ActivityVerb, Priority, WakeReason } from "#schema/activity.ts";
import { activityMachine } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";

export interface Row {
  id: string;
  ref: string;
  type: ActivityType;
  title: string;
  status: ActivityStatus;
  doer: string;
  priority: Priority;
  wakeReason: WakeReason;
  version: number;
  rejections: number;
  needsHuman: boolean;
  input: Record<string, unknown>;
  pausedAt: Date | null;
  pausedBy: string | null;
  blockedReason: string | null;
  dueAt: Date | null;
}

/** Reads and locks an activity of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("activities")
    .select([
      "id",
      "ref",
      "type",
      "title",
      "status",
      "doer",
      "priority",
      "wakeReason",
      "version",
      "rejections",
      "needsHuman",
      "input",
      "pausedAt",
      "pausedBy",
      "blockedReason",
      "dueAt",
    ])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Activity", id);
  return row as unknown as Row;
}

/** What the audit log and people call an activity. */
export function subject(row: Row) {
  return { type: "activity", id: row.id, label: row.ref };
}

/** What a version of an activity costs, and for what. */
export async function chargeOf(tx: Tx, row: Row, version: number) {
  const template = await tx
    .selectFrom("activityTemplates")
    .select("creditRateKey")
    .where("type", "=", row.type)
    .executeTakeFirst();
  const rateKey = template?.creditRateKey ?? row.type;
  return { activityId: row.id, rateKey, amount: await Credit.rate(tx, rateKey), version };
}

/** Moves an activity along its machine, and what the plan promised of it. */
export async function move(tx: Tx, row: Row, verb: ActivityVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(activityMachine, row.status, verb, row.ref);
  await tx
    .updateTable("activities")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await promised(tx, row, verb);
  await announce(row, status, null);
}

// The item that the plan promised goes the way of its work.
async function promised(tx: Tx, row: Row, verb: ActivityVerb): Promise<void> {
  if (verb === "enqueue" || verb === "retry" || verb === "take_up") return Deliverable.begin(tx, row.id);
  const drafted = activityTypes[row.type].awaits === "groups" ? "drafted_groups" : "drafted";
  const follows = {
    draft_ready: drafted,
    finish: "drafted_auto",
    approve_last: "approve",
    reject: "reject",
    fail: "fail",
  } as const;
  if (verb in follows) await Deliverable.move(tx, row.id, follows[verb as keyof typeof follows]);
}

/** Tells the screens and the search of a change. */
export async function announce(row: Row, status: string, blockedReason: string | null): Promise<void> {
  await Effect.live("activity:updated", { id: row.id, ref: row.ref, status, blockedReason });
  await Effect.searchSync("activities", row.id);
}
