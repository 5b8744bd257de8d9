import { follow } from "#core/action-item/row.ts";
import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { rejectionsMax } from "#core/run/order.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { hasChanged } from "./again.ts";
import { block, consider } from "./consider.ts";
import { next } from "./next.ts";
import { note } from "./note.ts";
import { locked, move, subject } from "./row.ts";
import { renew } from "./steer.ts";

export { hasChanged, isOutdated, outdate } from "./again.ts";
export { depend } from "./depend.ts";
export { detail } from "./detail.ts";
export { note } from "./note.ts";
export { plan } from "./plan.ts";
export { events, get, list, retrievals, runs } from "./read.ts";
export { locked, type Row } from "./row.ts";
export { cancel, cancelAll, redo, retry, setPaused, withdraw } from "./steer.ts";
export { consider };

/** Puts work whose run met a cap back in line: its credits stay held, and it goes on by itself once there is money. */
export async function wait(tx: Tx, id: string, reason: BlockedReason, message: string, runId: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "wait");
  await note(tx, id, "waiting", message, runId);
  await block(tx, { ...row, status: "pending" }, reason);
}

/** Marks the start of the first run. A later attempt finds it in progress and changes nothing. */
export async function start(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status === "in_progress") return;
  await move(tx, row, "start", { startedAt: new Date() });
  await Effect.audit("activity.started", subject(row));
}

/** The draft waits for people now. */
export async function draftReady(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status === "awaiting_approval") return;
  await move(tx, row, "draft_ready");
  await note(tx, id, "drafted", "The draft is ready for review");
  await Effect.audit("activity.drafted", subject(row));
}

/** A person begins a task. One at work changes nothing. */
export async function takeUp(tx: Tx, id: string, assigneeUserId: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status === "in_progress") return;
  await move(tx, row, "take_up", { startedAt: new Date(), assigneeUserId });
  await note(tx, id, "started", "Begun");
  await Effect.audit("activity.started", subject(row));
}

/** A person goes on with a task that was done. What was made from it stays. */
export async function reopen(tx: Tx, id: string, reason?: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "reopen", { completedAt: null });
  if (row.input["actionItemId"]) await follow(tx, id, "reopen");
  await note(tx, id, "reopened", reason ?? "Opened again");
  await Effect.audit("activity.reopened", subject(row), {}, reason);
}

/** Closes an activity and lets those that waited for it pass their gates. What was made from an earlier output is made again. */
export async function finish(
  tx: Tx,
  id: string,
  verb: "finish" | "approve_last",
  output?: Record<string, unknown>,
): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, verb, { completedAt: new Date(), ...(output ? { output: JSON.stringify(output) } : {}) });
  if (row.input["actionItemId"]) await follow(tx, id, "finish");
  await note(tx, id, "finished", "Finished");
  await Effect.audit("activity.finished", subject(row));
  const waiting = await tx
    .selectFrom("activityDependencies")
    .select("activityId")
    .where("tenantId", "=", tenant())
    .where("dependsOnId", "=", id)
    .execute();
  const isNew = waiting.length > 0 && (await hasChanged(tx, row));
  for (const { activityId } of waiting) {
    await consider(tx, activityId);
    if (isNew) await renew(tx, activityId, row);
  }
}

/**
 * Sends an activity back to its agent with a new version at critical priority; one that cannot be paid waits for credits.
 * @returns false after the third rejection in a row: then a person must act
 */
export async function reject(tx: Tx, id: string, reviewerNotes: string, counts: boolean): Promise<boolean> {
  const row = await locked(tx, id);
  const rejections = row.rejections + (counts ? 1 : 0);
  const needsHuman = rejections >= rejectionsMax;
  const input = JSON.stringify({ ...row.input, reviewerNotes });
  if (needsHuman) {
    await tx
      .updateTable("activities")
      .set({ rejections, needsHuman, input })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await note(tx, id, "needs_human", "Rejected three times: a reviewer must edit or cancel");
    return false;
  }
  await note(tx, id, "rejected", reviewerNotes);
  const ends = await next(tx, row, {
    ...{ verb: "reject", wakeReason: "rejection", priority: "critical", rejections, mayWait: true },
    set: { rejections, input },
  });
  if (ends === "unpaid") await note(tx, id, "waiting", `Version ${row.version + 1} waits for credits`);
  return true;
}

/** The critic's loop: the writer runs again on its issues without charge, while the activity stays in progress. */
export async function rewrite(tx: Tx, id: string, criticIssues: unknown[]): Promise<void> {
  const row = await locked(tx, id);
  await next(tx, row, {
    ...{ wakeReason: "critic", priority: "critical", isPaid: false },
    set: { input: JSON.stringify({ ...row.input, criticIssues, outdated: false }) },
  });
  await note(tx, id, "critic", "The critic asked for another draft");
}

/** Final failure: the hold is released and people are told. */
export async function fail(tx: Tx, id: string, code: string, message: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status === "failed" || row.status === "cancelled") return;
  await move(tx, row, "fail", { failureCode: code, failureMessage: message.slice(0, 500) });
  await Credit.release({ activityId: id });
  await note(tx, id, "failed", message);
  await Effect.audit("activity.failed", subject(row), { after: { code } });
  await Effect.notify("activity.failed", { type: "activity", id }, { title: row.title, ref: row.ref, code });
}
