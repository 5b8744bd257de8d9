import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { dispatch } from "#core/run/dispatch.ts";
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
import { activityMachine } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { blockedBy } from "./gates.ts";

export { events, get, list, retrievals, runs } from "./read.ts";

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

/** Plans an activity; `dependsOn` must be done before it starts. @returns its id */
export async function plan(
  tx: Tx,
  input: {
    type: ActivityType;
    doer: AgentName;
    title: string;
    priority: Priority;
    input: Record<string, unknown>;
    dependsOn?: string;
  },
): Promise<string> {
  const now = new Date();
  const period = `${String(now.getUTCFullYear()).slice(2)}${String(now.getUTCMonth() + 1).padStart(2, "0")}`;
  const number = await tx
    .selectNoFrom((eb) => eb.fn<number>("take_number", [eb.val("activity"), eb.val(period)]).as("n"))
    .executeTakeFirstOrThrow();
  const id = newId("activity");
  const ref = `ACT-${period}-${String(number.n).padStart(3, "0")}`;
  await tx
    .insertInto("activities")
    .values({
      tenantId: tenant(),
      id,
      ref,
      type: input.type,
      title: input.title,
      doer: input.doer,
      status: "pending",
      priority: input.priority,
      input: JSON.stringify(input.input),
    })
    .execute();
  if (input.dependsOn)
    await tx
      .insertInto("activityDependencies")
      .values({
        tenantId: tenant(),
        id: newId("dependency"),
        activityId: id,
        dependsOnId: input.dependsOn,
        kind: "output",
      })
      .execute();
  await note(tx, id, "planned", `Planned as ${ref}`);
  await Effect.searchSync("activities", id);
  await Effect.audit(
    "activity.planned",
    { type: "activity", id, label: ref },
    { after: { type: input.type, title: input.title } },
  );
  return id;
}

/** Passes the gates of an activity that is due to start: either it is queued with its credits held, or it says what blocks it. */
export async function consider(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status !== "pending") return;
  const blocked = row.pausedAt ? "agent_paused" : await blockedBy(tx, row);
  if (blocked) return block(tx, row, blocked);
  const rateKey = row.type;
  const amount = await Credit.rate(tx, rateKey);
  if (!(await Credit.reserve({ activityId: id, rateKey, amount }))) {
    await Effect.notify("credits.exhausted", { type: "activity", id }, { title: row.title, ref: row.ref });
    return block(tx, row, "insufficient_credits");
  }
  await move(tx, row, "enqueue", { blockedReason: null, creditsCost: amount });
  if (row.blockedReason) await Effect.audit("activity.unblocked", subject(row));
  await Effect.audit("activity.queued", subject(row));
  await dispatch(tx, {
    agent: row.doer as AgentName,
    activityId: id,
    version: row.version,
    wakeReason: row.wakeReason,
    priority: row.priority,
    credits: amount,
  });
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
  await Credit.release(id);
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
    const amount = await Credit.rate(tx, row.type);
    if (!(await Credit.reserve({ activityId: id, rateKey: row.type, amount })))
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
  await Credit.release(id);
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

/** Adds a line to the timeline. */
export async function note(tx: Tx, activityId: string, kind: string, message: string, runId?: string): Promise<void> {
  await tx
    .insertInto("activityEvents")
    .values({
      tenantId: tenant(),
      id: newId("activityEvent"),
      activityId,
      kind,
      message: message.slice(0, 1_000),
      ...(runId ? { runId } : {}),
    })
    .execute();
}

function subject(row: Row) {
  return { type: "activity", id: row.id, label: row.ref };
}

async function block(tx: Tx, row: Row, reason: BlockedReason): Promise<void> {
  if (row.blockedReason === reason) return;
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
}

// Versions 2 and 3 are free; a later one costs the normal rate.
async function reserveAgain(tx: Tx, row: Row, version: number): Promise<void> {
  if (version <= 3) return;
  const amount = await Credit.rate(tx, row.type);
  if (!(await Credit.reserve({ activityId: row.id, rateKey: row.type, amount })))
    throw new AppError(
      "credits.insufficient_credits",
      `Version ${version} of ${row.ref} costs ${amount / 100} credits, more than are left.`,
    );
}

async function move(tx: Tx, row: Row, verb: ActivityVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(activityMachine, row.status, verb, row.ref);
  await tx
    .updateTable("activities")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await announce(row, status, null);
}

async function announce(row: Row, status: string, blockedReason: string | null): Promise<void> {
  await Effect.live("activity:updated", { id: row.id, ref: row.ref, status, blockedReason });
  await Effect.searchSync("activities", row.id);
}
