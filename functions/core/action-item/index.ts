import * as Approval from "#core/approval/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { actionItemMachine } from "#schema/action-item.ts";
import { sources } from "#schema/machine.ts";
import { move, ofPlan } from "./row.ts";

export { locked, move, ofPlan, type Row } from "./row.ts";

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
