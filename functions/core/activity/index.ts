import * as Credit from "#core/credit/index.ts";
import * as Deliverable from "#core/deliverable/index.ts";
import * as Effect from "#core/effect/index.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { parkedOf, unpark } from "#core/run/parked.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type {
  ActivityStatus,
  ActivityType,
  ActivityVerb,
  BlockedReason,
  Priority,
  WakeReason,
} from "#schema/activity.ts";
import { activityMachine, jobPriority } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { AgentName } from "#schema/agent.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { blockedBy } from "./gates.ts";
import { note } from "./note.ts";

export { detail } from "./detail.ts";
export { note } from "./note.ts";
export { plan } from "./plan.ts";
export { events, get, list, retrievals, runs } from "./read.ts";

const freeVersions = 3;

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
  blockedReason: string | null;
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
      "blockedReason",
    ])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Activity", id);
  return row as unknown as Row;
}

/**
 * Passes the gates of an activity that is due to start: either it is queued with its credits held, or it says what blocks it.
 * @returns what blocks it, or null
 */
export async function consider(tx: Tx, id: string): Promise<BlockedReason | null> {
  const row = await locked(tx, id);
  if (row.status !== "pending") return null;
  const parked = await parkedOf(tx, id, row.version);
  const blocked = row.pausedAt ? "agent_paused" : await blockedBy(tx, row, parked?.neededMinor ?? 1);
  if (blocked) return block(tx, row, blocked);
  const charge = await chargeOf(tx, row, row.version);
  const isFree = row.version <= freeVersions && ["rejection", "critic"].includes(row.wakeReason);
  if (!isFree && !(await Credit.reserve(charge))) {
    if (row.blockedReason !== "insufficient_credits")
      await Effect.notify("credits.exhausted", { type: "activity", id }, { title: row.title, ref: row.ref });
    return block(tx, row, "insufficient_credits");
  }
  const { amount } = charge;
  await move(tx, row, "enqueue", { blockedReason: null, creditsCost: amount });
  if (row.blockedReason) await Effect.audit("activity.unblocked", subject(row));
  await Effect.audit("activity.queued", subject(row));
  if (parked) {
    await unpark(tx, parked, jobPriority[row.priority]);
    return null;
  }
  await dispatch(tx, {
    agent: row.doer as AgentName,
    activityId: id,
    version: row.version,
    wakeReason: row.wakeReason,
    priority: row.priority,
    credits: amount,
  });
  return null;
}

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

/** Closes an activity and lets those that waited for it pass their gates. */
export async function finish(
  tx: Tx,
  id: string,
  verb: "finish" | "approve_last",
  output?: Record<string, unknown>,
): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, verb, { completedAt: new Date(), ...(output ? { output: JSON.stringify(output) } : {}) });
  await note(tx, id, "finished", "Finished");
  await Effect.audit("activity.finished", subject(row));
  const waiting = await tx
    .selectFrom("activityDependencies")
    .select("activityId")
    .where("tenantId", "=", tenant())
    .where("dependsOnId", "=", id)
    .execute();
  for (const { activityId } of waiting) await consider(tx, activityId);
}

/** Sends an activity back to its agent with a new version at critical priority. After the third rejection in a row a person must act. */
export async function reject(
  tx: Tx,
  id: string,
  reviewerNotes: string,
  counts: boolean,
): Promise<{ queued: boolean; version: number }> {
  const row = await locked(tx, id);
  const rejections = row.rejections + (counts ? 1 : 0);
  const version = row.version + 1;
  const needsHuman = rejections >= 3;
  const input = JSON.stringify({ ...row.input, reviewerNotes });
  if (needsHuman) {
    await tx
      .updateTable("activities")
      .set({ rejections, needsHuman, input })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await note(tx, id, "needs_human", "Rejected three times: a reviewer must edit or cancel");
    return { queued: false, version: row.version };
  }
  await move(tx, row, "reject", { version, rejections, input, priority: "critical", wakeReason: "rejection" });
  await note(tx, id, "rejected", reviewerNotes);
  await Effect.audit("activity.queued", subject(row), { before: { version: row.version }, after: { version } });
  await reserveAgain(tx, row, version);
  await dispatch(tx, {
    agent: row.doer as AgentName,
    activityId: id,
    version,
    wakeReason: "rejection",
    priority: "critical",
    rejections,
  });
  return { queued: true, version };
}

/** The critic's loop: the writer runs again on its issues without charge, while the activity stays in progress. */
export async function rewrite(tx: Tx, id: string, criticIssues: unknown[]): Promise<number> {
  const row = await locked(tx, id);
  const version = row.version + 1;
  await tx
    .updateTable("activities")
    .set({ version, wakeReason: "critic", input: JSON.stringify({ ...row.input, criticIssues }) })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await note(tx, id, "critic", "The critic asked for another draft");
  await dispatch(tx, {
    agent: row.doer as AgentName,
    activityId: id,
    version,
    wakeReason: "critic",
    priority: "critical",
  });
  return version;
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

/** Tries a failed activity again with a new hold. */
export async function retry(id: string): Promise<void> {
  require("activity.steer", "retry activities");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    const version = row.version + 1;
    const charge = await chargeOf(tx, row, version);
    const { amount } = charge;
    if (!(await Credit.reserve(charge)))
      throw new AppError(
        "credits.insufficient_credits",
        `${row.ref} needs ${amount / 100} credits; top up or wait for the next month.`,
      );
    await move(tx, row, "retry", {
      version,
      failureCode: null,
      failureMessage: null,
      wakeReason: "retry",
      priority: "high",
    });
    await Effect.audit("activity.retried", subject(row));
    await dispatch(tx, {
      agent: row.doer as AgentName,
      activityId: id,
      version,
      wakeReason: "retry",
      priority: "high",
      credits: amount,
    });
  });
}

/** Pauses or resumes: the present turn ends, no new run starts until resumed. */
export async function setPaused(id: string, paused: boolean, reason?: string): Promise<void> {
  require("activity.steer", "pause activities");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (!["pending", "queued", "in_progress", "awaiting_approval"].includes(row.status))
      after(activityMachine, row.status, "enqueue", row.ref);
    if (Boolean(row.pausedAt) === paused) return;
    await tx
      .updateTable("activities")
      .set({ pausedAt: paused ? new Date() : null })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await note(tx, id, paused ? "paused" : "resumed", reason ?? (paused ? "Paused" : "Resumed"));
    await Effect.audit(paused ? "activity.paused" : "activity.resumed", subject(row), {}, reason);
    await announce(row, row.status, row.blockedReason);
    if (!paused) await consider(tx, id);
  });
}

/** Cancels work that has not been finished; its hold is released and a waiting run will not start. */
export async function cancel(tx: Tx, id: string, reason?: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status === "cancelled") return;
  await move(tx, row, "cancel", {});
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
}

function subject(row: Row) {
  return { type: "activity", id: row.id, label: row.ref };
}

async function block(tx: Tx, row: Row, reason: BlockedReason): Promise<BlockedReason> {
  if (row.blockedReason === reason) return reason;
  await tx
    .updateTable("activities")
    .set({ blockedReason: reason })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.audit("activity.blocked", subject(row), {
    before: { blockedReason: row.blockedReason },
    after: { blockedReason: reason },
  });
  await announce(row, row.status, reason);
  return reason;
}

// Versions 2 and 3 are free; a later one costs the normal rate.
async function reserveAgain(tx: Tx, row: Row, version: number): Promise<void> {
  if (version <= freeVersions) return;
  const charge = await chargeOf(tx, row, version);
  if (!(await Credit.reserve(charge)))
    throw new AppError(
      "credits.insufficient_credits",
      `Version ${version} of ${row.ref} costs ${charge.amount / 100} credits, more than are left.`,
    );
}

async function chargeOf(tx: Tx, row: Row, version: number) {
  const template = await tx
    .selectFrom("activityTemplates")
    .select("creditRateKey")
    .where("type", "=", row.type)
    .executeTakeFirst();
  const rateKey = template?.creditRateKey ?? row.type;
  return { activityId: row.id, rateKey, amount: await Credit.rate(tx, rateKey), version };
}

async function move(tx: Tx, row: Row, verb: ActivityVerb, set: Record<string, unknown> = {}): Promise<void> {
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
  if (verb === "enqueue" || verb === "retry") return Deliverable.begin(tx, row.id);
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

async function announce(row: Row, status: string, blockedReason: string | null): Promise<void> {
  await Effect.live("activity:updated", { id: row.id, ref: row.ref, status, blockedReason });
  await Effect.searchSync("activities", row.id);
}
