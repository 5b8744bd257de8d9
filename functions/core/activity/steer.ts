import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type ActivityType, activityMachine, repeatableTypes } from "#schema/activity.ts";
import { AppError } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { consider } from "./consider.ts";
import { release } from "./depend.ts";
import { next, unpaid } from "./next.ts";
import { note } from "./note.ts";
import { announce, locked, move, type Row, subject } from "./row.ts";

/** Tries a failed activity again with a new hold. */
export async function retry(id: string): Promise<void> {
  require("activity.steer", "retry activities");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    const ends = await next(tx, row, {
      ...{ verb: "retry", wakeReason: "retry", priority: "high", isPaid: true },
      set: { failureCode: null, failureMessage: null },
    });
    if (ends === "unpaid") throw unpaid(row);
  });
}

/** Does finished work again, which costs credits from its fourth version on. What is made from it follows if it says something else. */
export async function redo(id: string, notes?: string): Promise<void> {
  require("activity.steer", "have work done again");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (!repeatableTypes.includes(row.type))
      throw new AppError(
        "request.illegal_transition",
        `${row.ref} is a text of its own: reject it to have it written again.`,
      );
    if (!(await again(tx, row, notes ?? null))) throw unpaid(row);
    await note(tx, id, "redone", notes ?? "Done again");
  });
}

/**
 * Brings up to date what was made from an output that says something else now. What has begun reads its input when it starts, what is
 * in review is sent back by its own kind; finished work is done again where that is possible, else it says so.
 */
export async function renew(tx: Tx, id: string, source: Row): Promise<void> {
  const row = await locked(tx, id);
  if (row.status !== "done") return;
  const said = `${source.ref} says something else now`;
  const isRedone = repeatableTypes.includes(row.type) && (await again(tx, row, null));
  await note(tx, id, isRedone ? "redone" : "input_changed", isRedone ? `Done again: ${said}` : said);
}

// @returns false when another version cannot be paid
async function again(tx: Tx, row: Row, notes: string | null): Promise<boolean> {
  after(activityMachine, row.status, "redo", row.ref);
  const { reviewerNotes: _, ...input } = row.input;
  const ends = await next(tx, row, {
    ...{ verb: "redo", wakeReason: "refresh", priority: "high" },
    set: { completedAt: null, input: JSON.stringify(notes === null ? input : { ...input, reviewerNotes: notes }) },
  });
  return ends === "queued";
}

/**
 * Pauses or resumes: the present turn ends, no new run starts until resumed. `by` is who pauses, as a rule the actor; given for
 * resuming, what others have paused stays so.
 */
export async function setPaused(id: string, paused: boolean, reason?: string, by?: string): Promise<void> {
  require("activity.steer", "pause activities");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (!["pending", "queued", "in_progress", "awaiting_approval"].includes(row.status))
      after(activityMachine, row.status, "enqueue", row.ref);
    if (Boolean(row.pausedAt) === paused || (!paused && by && row.pausedBy !== by)) return;
    await tx
      .updateTable("activities")
      .set(paused ? { pausedAt: new Date(), pausedBy: by ?? reference() } : { pausedAt: null, pausedBy: null })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await note(tx, id, paused ? "paused" : "resumed", reason ?? (paused ? "Paused" : "Resumed"));
    await Effect.audit(paused ? "activity.paused" : "activity.resumed", subject(row), {}, reason);
    await announce(row, row.status, row.blockedReason);
    if (!paused) await consider(tx, id);
  });
}

/**
 * Cancels work that has not been finished; its hold is released and a waiting run will not start. What needs a task of people waits
 * for it no longer.
 */
export async function cancel(tx: Tx, id: string, reason?: string): Promise<void> {
  await cancelAll(tx, [id], reason);
}

/** Cancels pieces of work together: none of them begins because another one is gone. */
export async function cancelAll(tx: Tx, ids: readonly string[], reason?: string): Promise<void> {
  const freed: string[] = [];
  for (const id of ids) if ((await withdraw(tx, id, reason)) === "manual_task") freed.push(...(await release(tx, id)));
  for (const id of new Set(freed)) await consider(tx, id);
}

/** Cancels work that gets another one in its place, for which waits what needs it. @returns its type, unless it was cancelled before */
export async function withdraw(tx: Tx, id: string, reason?: string): Promise<ActivityType | undefined> {
  const row = await locked(tx, id);
  if (row.status === "cancelled") return undefined;
  await move(tx, row, row.doer === "human" && row.status === "in_progress" ? "drop" : "cancel", {});
  await Credit.release({ activityId: id });
  await tx
    .updateTable("agentRuns")
    .set({ status: "cancelled", finishedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("activityId", "=", id)
    .where("status", "=", "queued")
    .execute();
  await note(tx, id, "cancelled", reason ?? "Cancelled");
  await Effect.audit("activity.cancelled", subject(row), {}, reason);
  return row.type;
}
