import * as ActionItem from "#core/action-item/index.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Month from "#core/month/index.ts";
import * as Planning from "#core/planning/index.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import type { DeliverablePlanStatus, DeliverablePlanVerb } from "#schema/deliverable-plan.ts";
import { activate, retire } from "./contents.ts";
import { hashOf } from "./hash.ts";

export interface Row extends Planning.Row {
  strategyId: string;
  status: DeliverablePlanStatus;
  summary: string | null;
  creditsPerMonth: number;
  details: Record<string, unknown>;
}

/** Begins a new version: a draft that the two planners fill. @returns what keeps it from being planned, or null */
export async function generate(
  tx: Tx,
  { strategyId, ...wish }: Planning.Wish & { strategyId: string },
): Promise<BlockedReason | null> {
  return Planning.begin(tx, "deliverable_plan", wish, () => ({ strategyId }));
}

/** Orders the runs of a draft that are missing: those that waited for credits or for their agent. */
export async function resume(tx: Tx, id: string): Promise<BlockedReason | null> {
  return Planning.resume(tx, "deliverable_plan", id);
}

/** Puts the plan before the agency once its quantities are there, and its one-time tasks are there or given up. */
export async function ready(tx: Tx, id: string, given: { hasItems?: boolean } = {}): Promise<void> {
  const row = await locked(tx, id);
  const hasItems = given.hasItems ?? row.details["hasItems"] === true;
  if (given.hasItems)
    await Planning.set(tx, "deliverable_plan", id, { details: JSON.stringify({ ...row.details, hasItems }) });
  if (row.status === "draft" && row.runId !== null && hasItems) await submit(tx, id);
}

/** Leaves a draft to people, whose planner gave up; or takes it back from them, for its planner to try again. */
export async function leave(tx: Tx, { id, details }: Row, isLeft: boolean): Promise<void> {
  await Planning.set(tx, "deliverable_plan", id, { details: JSON.stringify({ ...details, isLeft }) });
}

/** Hash, version and title an approval of a version is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: await hashOf(tx, id), version: row.version, title: Planning.titleOf("deliverable_plan", row) };
}

/** Puts a plan before the agency. */
export async function submit(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "submit");
  await Effect.audit("deliverable_plan.submitted", subject(row));
  await Approval.open(tx, {
    kind: "deliverable_plan",
    subject: { type: "deliverable_plan", id, title: Planning.titleOf("deliverable_plan", row) },
    version: row.version,
    contentHash: await hashOf(tx, id),
    stage: "dm",
    author: row.runId ? `agent:${row.runId}` : reference(),
  });
}

/** The plan is in force: the one before is replaced, goals and templates are active, and the first month is planned. */
export async function approved(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  for (const other of await Planning.supersede(tx, "deliverable_plan", row)) {
    await retire(tx, other);
    await Month.abandon(tx, other);
  }
  await move(tx, row, "approve", { approvedBy: reference(), approvedAt: new Date() });
  await Effect.audit("deliverable_plan.approved", subject(row));
  await activate(tx, id);
  await Month.begin(tx, id);
}

/** The planner runs again with the note; what it plans is a new version. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  const wish = await Planning.sentBack(tx, "deliverable_plan", row, note);
  await giveBack(tx, row);
  await retire(tx, id);
  if (wish) await generate(tx, { strategyId: row.strategyId, ...wish });
}

/** Reads and locks a version of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  return Planning.locked<Row>(tx, "deliverable_plan", id);
}

// What a person changed in the plan in force came to nothing: that plan keeps its one-time tasks.
async function giveBack(tx: Tx, { id, details }: Row): Promise<void> {
  const from = details["editedFrom"];
  if (typeof from !== "string") return;
  const before = await locked(tx, from);
  if (before.status === "approved") await ActionItem.carry(tx, id, from);
}

async function move(tx: Tx, row: Row, verb: DeliverablePlanVerb, set: Record<string, unknown> = {}): Promise<void> {
  await Planning.move(tx, "deliverable_plan", row, verb, set);
}

const subject = (row: Row) => Planning.subject("deliverable_plan", row);
