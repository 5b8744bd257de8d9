import * as Approval from "#core/approval/index.ts";
import { inForce } from "#core/context/in-force.ts";
import * as DeliverablePlan from "#core/deliverable-plan/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Planning from "#core/planning/index.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { BlockedReason } from "#schema/activity.ts";
import type { ApprovalStage } from "#schema/approval.ts";
import type { StrategyStatus, StrategyVerb } from "#schema/strategy.ts";

export interface Row extends Planning.Row {
  status: StrategyStatus;
  reviewStage: ApprovalStage | null;
  title: string;
  summary: string | null;
  body: string | null;
  sha256: string;
  details: Record<string, unknown>;
  contextFileId: string;
  createdBy: string | null;
}

const horizonMonths = 6;

/**
 * Begins a new version from the context file in force: a draft that its writer fills. Notes are what a person asked for.
 * @returns what keeps it from being written, or null
 */
export async function generate(tx: Tx, { mode = "full", ...wish }: Planning.Wish): Promise<BlockedReason | null> {
  const context = await inForce(tx);
  if (!context) return "plan_gate";
  const startsOn = new Date().toISOString().slice(0, 10);
  const ends = new Date(`${startsOn}T00:00:00Z`);
  ends.setUTCMonth(ends.getUTCMonth() + horizonMonths);
  return Planning.begin(tx, "strategy", { mode, ...wish }, (version) => ({
    ...{ title: Planning.titleOf("strategy", { version }), body: "", sha256: sha256(""), contextFileId: context.id },
    ...{ horizonMonths, startsOn, endsOn: ends.toISOString().slice(0, 10) },
  }));
}

/** Orders the run of a draft that has none: one that waited for credits or for its agent. */
export async function resume(tx: Tx, id: string): Promise<BlockedReason | null> {
  return Planning.resume(tx, "strategy", id);
}

/** Hash, version and title an approval of a version is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: row.sha256, version: row.version, title: row.title };
}

/** Puts a written version before the agency. */
export async function submit(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "submit", { reviewStage: "dm" });
  await Effect.audit("strategy.submitted", subject(row));
  await open(tx, row, "dm");
}

/** A stage has approved: after the agency the client decides, after the client the version is in force. */
export async function approved(tx: Tx, id: string, stage: ApprovalStage): Promise<void> {
  const row = await locked(tx, id);
  if (stage === "dm") {
    await move(tx, row, "dm_approve", { reviewStage: "client" });
    await Effect.audit("strategy.dm_approved", subject(row));
    return open(tx, row, "client");
  }
  await Planning.supersede(tx, "strategy", row);
  await move(tx, row, "approve", { reviewStage: null, approvedBy: reference(), approvedAt: new Date() });
  await Effect.audit("strategy.approved", subject(row));
  await DeliverablePlan.generate(tx, { strategyId: id });
}

/** The writer runs again with the note; what it writes is a new version. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  const wish = await Planning.sentBack(tx, "strategy", row, note, { reviewStage: null });
  if (wish) await generate(tx, wish);
}

/** Reads and locks a version of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  return Planning.locked<Row>(tx, "strategy", id);
}

/** Moves a version by a verb of its machine. */
export async function move(tx: Tx, row: Row, verb: StrategyVerb, set: Record<string, unknown> = {}): Promise<void> {
  await Planning.move(tx, "strategy", row, verb, set);
}

const subject = (row: Row) => Planning.subject("strategy", row);

async function open(tx: Tx, row: Row, stage: ApprovalStage): Promise<void> {
  await Approval.open(tx, {
    kind: "strategy",
    subject: { type: "strategy", id: row.id, title: row.title },
    version: row.version,
    contentHash: row.sha256,
    stage,
    author: row.runId ? `agent:${row.runId}` : (row.createdBy ?? reference()),
  });
}
