import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { type ActionItemStatus, type ActionItemVerb, actionItemMachine } from "#schema/action-item.ts";
import { notFound } from "#schema/errors.ts";
import { after, sources } from "#schema/machine.ts";

export interface Row {
  id: string;
  title: string;
  description: string;
  doer: string;
  suggestedPeriod: number;
  activityId: string | null;
  status: ActionItemStatus;
  deliverablePlanId: string;
  rowVersion: number;
}

const columns = [
  ...(["id", "title", "description", "doer", "suggestedPeriod", "status", "activityId"] as const),
  ...(["deliverablePlanId", "rowVersion"] as const),
];

/** Hash, version and title an approval of a plan's one-time tasks is about. */
export async function present(
  tx: Tx,
  planId: string,
): Promise<{ contentHash: string; version: number; title: string }> {
  const plan = await tx
    .selectFrom("deliverablePlans")
    .select("version")
    .where("tenantId", "=", tenant())
    .where("id", "=", planId)
    .executeTakeFirstOrThrow();
  const items = await ofPlan(tx, planId, ["pending_review"]);
  const contentHash = sha256(JSON.stringify(items.map(({ title, description, doer }) => [title, description, doer])));
  return { contentHash, version: plan.version, title: `Action items of plan ${plan.version}` };
}

/** The agency approved the list: its tasks wait to be scheduled. */
export async function approved(tx: Tx, planId: string): Promise<void> {
  for (const row of await ofPlan(tx, planId, ["pending_review"]))
    await move(tx, row, "approve", "action_item.approved");
}

/** Puts a plan's list before the agency; an empty one needs nobody. */
export async function submit(tx: Tx, planId: string, author: string): Promise<void> {
  if ((await ofPlan(tx, planId, ["pending_review"])).length === 0) return;
  const { contentHash, version, title } = await present(tx, planId);
  await Approval.open(tx, {
    kind: "action_items",
    subject: { type: "deliverable_plan", id: planId, title },
    version,
    contentHash,
    stage: "dm",
    author,
  });
}

/** Puts a plan's list before the agency again since a person words it differently: whoever did may not decide it. */
export async function resubmit(tx: Tx, planId: string): Promise<void> {
  await Approval.supersede(tx, { type: "deliverable_plan", id: planId, kind: "action_items" });
  await submit(tx, planId, reference());
}

/** Tasks that are not over go with a plan into the version that takes its place; undecided ones are put before the agency again. */
export async function carry(tx: Tx, fromPlanId: string, toPlanId: string): Promise<void> {
  const rows = await tx
    .updateTable("actionItems")
    .set({ deliverablePlanId: toPlanId })
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", fromPlanId)
    .where("status", "in", sources(actionItemMachine, "dismiss"))
    .returning("status")
    .execute();
  if (!rows.some(({ status }) => status === "pending_review")) return;
  const asked = await tx
    .selectFrom("approvals")
    .select("requestedBy")
    .where("tenantId", "=", tenant())
    .where("kind", "=", "action_items")
    .where("subjectId", "=", fromPlanId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  await submit(tx, toPlanId, asked?.requestedBy ?? reference());
}

/** Nothing of a plan's list is done any more. */
export async function dismissOf(tx: Tx, planId: string): Promise<void> {
  for (const row of await ofPlan(tx, planId, sources(actionItemMachine, "dismiss")))
    await move(tx, row, "dismiss", "action_item.dismissed");
}

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
