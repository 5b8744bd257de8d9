import type { Tx } from "#platform/db.ts";
import { asPlatform, sql } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { type TaskStatus, type TaskVerb, taskMachine } from "#schema/task.ts";

export const attemptsMax = 4;
const leaseMinutes = 10;
const backoffMs = [5_000, 10_000, 20_000];

/** A claimed task. It is ours until its lease ends. */
export interface Task {
  id: string;
  tenantId: string | null;
  type: string;
  payload: unknown;
  runAt: Date;
  attempts: number;
}

/** How a claimed task ended. */
export type Outcome = { done: true } | { skipped: string } | { failed: string; isFinal?: boolean };

/**
 * Takes tasks that are due, oldest first, so that no other clock takes the same ones. Tasks of tenants that are closed wait.
 */
export async function claim(limit: number): Promise<Task[]> {
  const { rows } = await asPlatform((tx) =>
    sql<Task>`
      update scheduled_tasks set status = ${to("claim")}, attempts = attempts + 1, lease_until = now() + ${leaseMinutes} * interval '1 minute'
      where id in (
        select k.id from scheduled_tasks k left join tenants t on t.id = k.tenant_id
        where k.status = 'pending' and k.run_at <= now() and (t.id is null or t.status in ('onboarding', 'trialing', 'active'))
        order by k.run_at limit ${limit} for update of k skip locked)
      returning id, tenant_id, type, payload, run_at, attempts`.execute(tx),
  );
  return rows;
}

/** Gives tasks back whose worker was lost; the fourth loss is the last. */
export async function expireLeases(): Promise<number> {
  const { rows } = await asPlatform((tx) =>
    sql<Task>`
      select id, tenant_id, type, payload, run_at, attempts from scheduled_tasks
      where status = 'running' and lease_until < now() limit 100 for update skip locked`
      .execute(tx)
      .then(async (lost) => {
        for (const task of lost.rows) await lose(tx, task);
        return lost;
      }),
  );
  return rows.length;
}

/** Records how a claimed task ended. A worker that comes after its lease was lost changes nothing. */
export async function finish(task: Task, outcome: Outcome): Promise<void> {
  await asPlatform((tx) => settle(tx, task, outcome));
}

async function settle(tx: Tx, task: Task, outcome: Outcome): Promise<void> {
  if ("done" in outcome) return void (await move(tx, task, "succeed", {}));
  if ("skipped" in outcome) return void (await move(tx, task, "skip", { skipReason: outcome.skipped }));
  const lastError = outcome.failed.slice(0, 1_000);
  const wait = backoffMs[task.attempts - 1];
  if (!outcome.isFinal && task.attempts < attemptsMax && wait !== undefined) {
    const runAt = new Date(Date.now() + wait * (0.8 + Math.random() * 0.4));
    return void (await move(tx, task, "put_off", { lastError, runAt }));
  }
  if (await move(tx, task, "fail", { lastError })) await bury(tx, task, lastError);
}

async function lose(tx: Tx, task: Task): Promise<void> {
  const lastError = "The worker was lost.";
  if (task.attempts < attemptsMax) return void (await move(tx, task, "lease_out", { lastError }));
  if (await move(tx, task, "fail", { lastError })) await bury(tx, task, lastError);
}

async function move(
  tx: Tx,
  task: Task,
  verb: TaskVerb,
  set: { skipReason?: string; lastError?: string; runAt?: Date },
): Promise<boolean> {
  const moved = await tx
    .updateTable("scheduledTasks")
    .set({ status: to(verb), leaseUntil: null, ...set })
    .where("id", "=", task.id)
    .where("status", "=", "running")
    .where("attempts", "=", task.attempts)
    .executeTakeFirst();
  return Number(moved.numUpdatedRows) > 0;
}

// What gave up lies among the dead letters, where somebody sees it.
async function bury(tx: Tx, task: Task, reason: string): Promise<void> {
  const now = new Date();
  await tx
    .insertInto("deadLetters")
    .values({
      id: newId("deadLetter"),
      tenantId: task.tenantId,
      queue: "scheduler__due",
      jobId: task.id,
      jobName: task.type,
      payload: JSON.stringify(task.payload),
      actor: `system:${task.type}`,
      attempts: task.attempts,
      errorCode: "failed",
      errorMessage: reason,
      firstFailedAt: task.runAt,
      lastFailedAt: now,
    })
    .execute();
}

function to(verb: TaskVerb): TaskStatus {
  const from: TaskStatus = verb === "claim" || verb === "cancel" ? "pending" : "running";
  return after(taskMachine, from, verb, "The task");
}
