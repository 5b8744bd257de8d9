import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type ActionItemStatus, type ActionItemVerb, actionItemMachine } from "#schema/action-item.ts";
import { notFound } from "#schema/errors.ts";
import { after, allows } from "#schema/machine.ts";

export interface Row {
  id: string;
  title: string;
  description: string;
  doer: string;
  suggestedPeriod: number;
  activityId: string | null;
  assigneeUserId: string | null;
  status: ActionItemStatus;
  deliverablePlanId: string;
  rowVersion: number;
}

const columns = [
  ...(["id", "title", "description", "doer", "suggestedPeriod", "status", "activityId", "assigneeUserId"] as const),
  ...(["deliverablePlanId", "rowVersion"] as const),
];

/** The tasks of a plan in some states, in the order they were planned. */
export async function ofPlan(tx: Tx, planId: string, statuses: readonly ActionItemStatus[]): Promise<Row[]> {
  const rows = await tx
    .selectFrom("actionItems")
    .select(columns)
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", planId)
    .where("status", "in", statuses)
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows as Row[];
}

/** Moves a task by a verb of its machine. */
export async function move(
  tx: Tx,
  row: Row,
  verb: ActionItemVerb,
  action: "action_item.approved" | "action_item.scheduled" | "action_item.done" | "action_item.dismissed",
  set: Record<string, unknown> = {},
): Promise<void> {
  await tx
    .updateTable("actionItems")
    .set({ status: after(actionItemMachine, row.status, verb, row.title), decidedBy: reference(), ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.audit(action, { type: "action_item", id: row.id, label: row.title });
}

/** Reads and locks a task of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("actionItems")
    .select(columns)
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Action item", id);
  return row as Row;
}

/** What the plan wanted done once goes the way of the work that does it. */
export async function follow(
  tx: Tx,
  activityId: string,
  verb: Extract<ActionItemVerb, "finish" | "reopen" | "dismiss">,
): Promise<void> {
  const found = await tx
    .selectFrom("actionItems")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .executeTakeFirst();
  const row = found && (await locked(tx, found.id));
  if (!row || !allows(actionItemMachine, row.status, verb)) return;
  await move(tx, row, verb, audits[verb]);
  const status = after(actionItemMachine, row.status, verb, row.title);
  await Effect.live("content:updated", { kind: "action_item", id: row.id, status, version: 1 });
}

const audits = {
  finish: "action_item.done",
  reopen: "action_item.scheduled",
  dismiss: "action_item.dismissed",
} as const;
