import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Task from "#core/manual-task/index.ts";
import { plusDays, todayIn } from "#core/month/days.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { may, person, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type ActionItemEdit, type ActionItemVerb, actionItemMachine } from "#schema/action-item.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { locked, move, type Row, resubmit } from "./index.ts";

/** What is left to people for a task of which nobody chose the day. */
const daysToDo = 7;

/**
 * Makes a task of what people do once, which stands among the work: somebody begins it and says what came of it. One that is a task
 * already stays it.
 */
export async function toTask(id: string): Promise<void> {
  require("plan.refresh", "make tasks of action items");
  await transaction(async (tx) => {
    const row = await ofPeople(tx, id);
    if (row.status === "scheduled" && row.activityId) return;
    demand(row, "schedule");
    const { title, description: notes, assigneeUserId } = row;
    const dueOn = plusDays(todayIn(await zoneOf(tx), new Date()), daysToDo);
    const task = { title, notes, dueOn, assigneeUserId, assigneeRole: null, dependsOn: [], neededBy: [] };
    const activityId = await Task.place(tx, task, { actionItemId: id });
    await move(tx, row, "schedule", "action_item.scheduled", { activityId });
    await changed(row, "scheduled");
  });
}

/** Gives a task of people to somebody of the workspace, or to nobody. @throws request.not_found for a person of another one */
export async function assign(id: string, userId: string | null): Promise<void> {
  require("plan.refresh", "give tasks to people");
  await transaction(async (tx) => {
    const activityId = await taskOf(tx, id);
    if (activityId) await Task.edit(activityId, { assigneeUserId: userId });
    const row = await ofPeople(tx, id);
    demand(row, "dismiss");
    if (userId) await demandMember(tx, userId);
    await tx
      .updateTable("actionItems")
      .set({ assigneeUserId: userId })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    const subject = { type: "action_item", id, label: row.title };
    const before = { assignee: row.assigneeUserId };
    await Effect.audit("action_item.edited", subject, { before, after: { assignee: userId } });
    await changed(row, row.status);
  });
}

/** A task of people is done; whoever it was given to may say so too. */
export async function finish(id: string): Promise<void> {
  await transaction(async (tx) => {
    const activityId = await taskOf(tx, id);
    if (activityId) return Task.finish(activityId, {});
    const row = await ofPeople(tx, id);
    if (!may("plan.refresh") && row.assigneeUserId !== person().userId)
      require("plan.refresh", "mark tasks as done that are not yours");
    await move(tx, row, "finish", "action_item.done");
    await changed(row, "done");
  });
}

/** Nobody will do a task. */
export async function dismiss(id: string): Promise<void> {
  require("plan.decide", "dismiss tasks");
  await transaction(async (tx) => {
    const activityId = await taskOf(tx, id);
    if (activityId) await Activity.cancel(tx, activityId, "The action item was dismissed");
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

function demand({ title, status }: Row, verb: ActionItemVerb): void {
  after(actionItemMachine, status, verb, title);
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

// The open task that an item became: it is locked before the item, as where a task ends.
async function taskOf(tx: Tx, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom("actionItems as i")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "i.tenantId").onRef("a.id", "=", "i.activityId"),
    )
    .select("a.id")
    .where("i.tenantId", "=", tenant())
    .where("i.id", "=", id)
    .where("a.type", "=", "manual_task")
    .where("a.status", "in", ["pending", "in_progress"])
    .executeTakeFirst();
  return row?.id ?? null;
}

async function changed({ id }: Row, status: string): Promise<void> {
  await Effect.live("content:updated", { kind: "action_item", id, status, version: 1 });
}
