import { follow } from "#core/action-item/row.ts";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { monthOf, movedTo } from "#core/month/beside.ts";
import { dueAtOf } from "#core/month/days.ts";
import { mark, may, person, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { TaskResult } from "#schema/activity.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { NewTask, TaskPatch } from "#schema/manual-task.ts";
import { assigneeFor, demandMember, members } from "./assignee.ts";
import { tie } from "./ties.ts";

/** Adds a task that a person does once, to the month of its day where that is planned. @returns the activity's id */
export const add = fn(NewTask, async (task) => {
  require("plan.refresh", "add tasks");
  return transaction(async (tx) => {
    const people = await members(tx);
    if (task.assigneeUserId) demandMember(people, task.assigneeUserId);
    return place(tx, { ...task, assigneeUserId: assigneeFor(people, task) });
  });
});

/** Puts a task into the month of its day, and ties it. @returns the activity's id */
export async function place(tx: Tx, task: NewTask, input: Record<string, unknown> = {}): Promise<string> {
  const planMonthId = await monthOf(tx, task.dueOn);
  const id = await Activity.plan(tx, {
    ...{ type: "manual_task", doer: "human", priority: "normal", title: task.title, description: task.notes ?? "" },
    input: { ...input, beside: true, assigneeRole: task.assigneeRole },
    assigneeUserId: task.assigneeUserId,
    dueAt: dueAtOf(task.dueOn),
    ...(planMonthId ? { planMonthId } : {}),
  });
  await tie(tx, id, task);
  await Activity.consider(tx, id);
  await announce(tx, await locked(tx, id));
  return id;
}

/** Words a task anew, gives it to somebody else, or ties it to other work, while it is not over. */
export async function edit(id: string, input: TaskPatch): Promise<void> {
  require("plan.refresh", "change tasks");
  const { title, notes, assigneeRole, ...patch } = TaskPatch.parse(input);
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.status !== "pending" && row.status !== "in_progress")
      throw new AppError("request.illegal_transition", `${row.ref} is ${row.status}; it stays as it is.`);
    const before = await words(tx, id);
    const { dueOn, assigneeUserId, ...ties } = changedOf(patch, before);
    if (assigneeUserId) demandMember(await members(tx), assigneeUserId);
    const given = {
      ...(title === undefined ? {} : { title }),
      ...(notes === undefined ? {} : { description: notes || null }),
      ...(assigneeUserId === undefined ? {} : { assigneeUserId }),
      ...(dueOn === undefined ? {} : { dueAt: dueAtOf(dueOn), ...(await movedTo(tx, row.input, dueOn)) }),
    };
    const inputs = { ...(assigneeRole === undefined ? {} : { assigneeRole }), ...(dueOn ? { movedTo: dueOn } : {}) };
    await tx
      .updateTable("activities")
      .set((eb) => ({ ...given, input: eb("input", "||", JSON.stringify(inputs)) }))
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await tie(tx, id, ties);
    await Activity.consider(tx, id);
    await Effect.audit("activity.updated", subjectOf(row), { before, after: await words(tx, id) });
    if (assigneeUserId !== undefined)
      await Effect.audit("activity.assigned", subjectOf(row), { after: { assigneeUserId } });
    await announce(tx, row);
  });
}

/** Begins a task, as its person or in their place. @throws request.illegal_transition while something that it needs is not done */
export async function start(id: string): Promise<void> {
  await transaction((tx) => startIn(tx, id));
}

/** A task is done: what came of it is kept, and what waited for it goes on. */
export async function finish(id: string, input: TaskResult): Promise<void> {
  const result = TaskResult.parse(input);
  await transaction(async (tx) => {
    await startIn(tx, id);
    await Activity.finish(tx, id, "finish", { ...result, by: person().userId });
  });
}

/** Goes on with a task that was done. */
export async function reopen(id: string, reason?: string): Promise<void> {
  await transaction(async (tx) => {
    demandOwn(await workedOn(tx, id));
    await Activity.reopen(tx, id, reason);
  });
}

/** Nobody does a task any more: what waited for it waits no longer. */
export async function cancel(id: string, reason?: string): Promise<void> {
  require("plan.refresh", "give tasks up");
  await transaction(async (tx) => {
    await locked(tx, id);
    await Activity.cancel(tx, id, reason);
    await follow(tx, id, "dismiss");
  });
}

async function startIn(tx: Tx, id: string): Promise<void> {
  const row = await workedOn(tx, id);
  demandOwn(row);
  const blocked = await Activity.consider(tx, id);
  if (blocked === "dependency")
    throw new AppError("request.illegal_transition", `${row.ref} waits for other work. Begin it once that is done.`);
  if (blocked) throw new AppError("request.illegal_transition", `${row.ref} is held back. Let it go on first.`);
  await Activity.takeUp(tx, id, row.assigneeUserId ?? person().userId);
}

type Task = Activity.Row & { assigneeUserId: string | null };

async function workedOn(tx: Tx, id: string): Promise<Task> {
  require("activity.read", "work on tasks");
  const row = await locked(tx, id);
  return { ...row, assigneeUserId: (await words(tx, id)).assigneeUserId };
}

// Whoever leads the work, whoever it was given to, and of one that nobody was given whoever has its role.
function demandOwn({ assigneeUserId, input }: Task): void {
  if (may("plan.refresh") || assigneeUserId === person().userId) return;
  const isOfRole = assigneeUserId === null && input["assigneeRole"] !== null && input["assigneeRole"] === mark();
  if (!isOfRole) require("plan.refresh", "work on tasks that are not yours");
}

async function locked(tx: Tx, id: string): Promise<Activity.Row> {
  const row = await Activity.locked(tx, id);
  if (row.type !== "manual_task") throw notFound("Task", id);
  return row;
}

async function words(tx: Tx, id: string) {
  return tx
    .selectFrom("activities")
    .select(["title", "description", "dueAt", "assigneeUserId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

// A day and a person that are said again as they are move and assign nothing.
function changedOf<T extends Pick<TaskPatch, "dueOn" | "assigneeUserId">>(
  { dueOn, assigneeUserId, ...rest }: T,
  before: Awaited<ReturnType<typeof words>>,
) {
  return {
    ...rest,
    dueOn: dueOn === before.dueAt?.toISOString().slice(0, 10) ? undefined : dueOn,
    assigneeUserId: assigneeUserId === before.assigneeUserId ? undefined : assigneeUserId,
  };
}

async function announce(tx: Tx, { id, ref, status }: Activity.Row): Promise<void> {
  const { blockedReason } = await Activity.locked(tx, id);
  await Effect.live("activity:updated", { id, ref, status, blockedReason });
  await Effect.searchSync("activities", id);
}

const subjectOf = ({ id, ref }: Activity.Row) => ({ type: "activity", id, label: ref });
