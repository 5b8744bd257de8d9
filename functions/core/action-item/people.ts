import * as Effect from "#core/effect/index.ts";
import { may, person, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type ActionItemEdit, actionItemMachine } from "#schema/action-item.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { allows } from "#schema/machine.ts";
import { locked, move, type Row, resubmit } from "./index.ts";

/** Gives a task of people to somebody of the workspace, or to nobody. @throws request.not_found for a person of another one */
export async function assign(id: string, userId: string | null): Promise<void> {
  require("plan.refresh", "give tasks to people");
  await transaction(async (tx) => {
    const row = await ofPeople(tx, id);
    demandOpen(row, "given to somebody");
    if (userId) await demandMember(tx, userId);
    const before = await assigneeOf(tx, id);
    await tx
      .updateTable("actionItems")
      .set({ assigneeUserId: userId })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    const subject = { type: "action_item", id, label: row.title };
    await Effect.audit("action_item.edited", subject, { before: { assignee: before }, after: { assignee: userId } });
    await changed(row, row.status);
  });
}

/** A task of people is done; whoever it was given to may say so too. */
export async function finish(id: string): Promise<void> {
  await transaction(async (tx) => {
    if (!may("plan.refresh") && (await assigneeOf(tx, id)) !== person().userId)
      require("plan.refresh", "mark tasks as done that are not yours");
    const row = await ofPeople(tx, id);
    await move(tx, row, "finish", "action_item.done");
    await changed(row, "done");
  });
}

/** Nobody will do a task. */
export async function dismiss(id: string): Promise<void> {
  require("plan.decide", "dismiss tasks");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    await move(tx, row, "dismiss", "action_item.dismissed");
    await changed(row, "dismissed");
  });
}

/**
 * Words a task anew that nobody has scheduled. A list that waits for its decision is put before the agency again, with the new words.
 * @throws request.version_mismatch; request.illegal_transition once it is scheduled or over
 */
export async function edit(id: string, wanted: ActionItemEdit, rowVersion: number): Promise<void> {
  require("plan.decide", "edit tasks");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", "The task was changed meanwhile. Load it again.");
    if (row.status !== "pending_review" && row.status !== "approved")
      throw new AppError("request.illegal_transition", `${row.title} is ${row.status}; it stays as it is.`);
    await tx.updateTable("actionItems").set(wanted).where("tenantId", "=", tenant()).where("id", "=", id).execute();
    const { title, description, suggestedPeriod } = row;
    await Effect.audit(
      "action_item.edited",
      { type: "action_item", id, label: wanted.title },
      { before: { title, description, suggestedPeriod }, after: wanted },
    );
    if (row.status === "pending_review") await resubmit(tx, row.deliverablePlanId);
    await changed(row, row.status);
  });
}

async function ofPeople(tx: Tx, id: string): Promise<Row> {
  const row = await locked(tx, id);
  if (row.doer === "human") return row;
  throw new AppError("request.illegal_transition", `${row.title} is an agent's work; it is done when its activity is.`);
}

function demandOpen({ title, status }: Row, what: string): void {
  if (!allows(actionItemMachine, status, "dismiss"))
    throw new AppError("request.illegal_transition", `${title} is ${status}; it cannot be ${what} any more.`);
}

async function demandMember(tx: Tx, userId: string): Promise<void> {
  const member = await tx
    .selectFrom("tenantMembers")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("userId", "=", userId)
    .executeTakeFirst();
  if (!member) throw notFound("Person", userId);
}

async function assigneeOf(tx: Tx, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom("actionItems")
    .select("assigneeUserId")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.assigneeUserId ?? null;
}

async function changed({ id }: Row, status: string): Promise<void> {
  await Effect.live("content:updated", { kind: "action_item", id, status, version: 1 });
}
