import * as ActionItem from "#core/action-item/index.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Month from "#core/month/index.ts";
import { newest, order, rejectionsMax } from "#core/run/order.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import {
  type DeliverablePlanStatus,
  type DeliverablePlanVerb,
  deliverablePlanMachine,
} from "#schema/deliverable-plan.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { activate, retire } from "./contents.ts";
import { hashOf } from "./hash.ts";

export interface Row {
  id: string;
  strategyId: string;
  version: number;
  status: DeliverablePlanStatus;
  summary: string | null;
  creditsPerMonth: number;
  details: Record<string, unknown>;
  runId: string | null;
}

/** Begins a new version: a draft that the two planners fill. @returns what keeps it from being planned, or null */
export async function generate(
  tx: Tx,
  { strategyId, notes, rejections = 0 }: { strategyId: string; notes?: string; rejections?: number },
): Promise<BlockedReason | null> {
  const last = await tx
    .selectFrom("deliverablePlans")
    .select("version")
    .where("tenantId", "=", tenant())
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  const id = newId("deliverablePlan");
  const version = (last?.version ?? 0) + 1;
  const details = JSON.stringify({ ...(notes ? { notes } : {}), rejections });
  await tx
    .insertInto("deliverablePlans")
    .values({ tenantId: tenant(), id, strategyId, version, status: "draft", details })
    .execute();
  await Effect.audit("deliverable_plan.generated", { type: "deliverable_plan", id, label: `Plan, version ${version}` });
  return resume(tx, id);
}

/** Orders the runs of a draft that are missing: those that waited for credits or for their agent. */
export async function resume(tx: Tx, id: string): Promise<BlockedReason | null> {
  const row = await locked(tx, id);
  if (row.status !== "draft") return null;
  const rejections = Number(row.details["rejections"] ?? 0);
  const wakeReason = rejections > 0 ? ("rejection" as const) : ("new_task" as const);
  const subject = { type: "deliverable_plan", id };
  for (const agent of ["deliverable-planner", "action-item-planner"] as const) {
    if (await newest(tx, agent, subject)) continue;
    const blocked = await order(tx, { agent, subject, version: row.version, wakeReason, rejections });
    if (blocked) {
      await changed(row, blocked);
      return blocked;
    }
  }
  return null;
}

/** Puts the plan before the agency once its quantities are there, and its one-time tasks are there or given up. */
export async function ready(tx: Tx, id: string, given: { hasItems?: boolean } = {}): Promise<void> {
  const row = await locked(tx, id);
  const hasItems = given.hasItems ?? row.details["hasItems"] === true;
  if (given.hasItems)
    await tx
      .updateTable("deliverablePlans")
      .set({ details: JSON.stringify({ ...row.details, hasItems }) })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
  if (row.status === "draft" && row.runId !== null && hasItems) await submit(tx, id);
}

/** Hash, version and title an approval of a version is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: await hashOf(tx, id), version: row.version, title: titleOf(row) };
}

/** Puts a plan before the agency. */
export async function submit(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "submit");
  await Effect.audit("deliverable_plan.submitted", subject(row));
  await Approval.open(tx, {
    kind: "deliverable_plan",
    subject: { type: "deliverable_plan", id, title: titleOf(row) },
    version: row.version,
    contentHash: await hashOf(tx, id),
    stage: "dm",
    author: row.runId ? `agent:${row.runId}` : reference(),
  });
}

/** The plan is in force: the one before is replaced, goals and templates are active, and the first month is planned. */
export async function approved(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  const earlier = await tx
    .selectFrom("deliverablePlans")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "in", ["approved", "rejected"])
    .where("id", "!=", id)
    .execute();
  for (const { id: other } of earlier) await replace(tx, other);
  await move(tx, row, "approve", { approvedBy: reference(), approvedAt: new Date() });
  await Effect.audit("deliverable_plan.approved", subject(row));
  await activate(tx, id);
  await Month.begin(tx, id);
}

/** The planner runs again with the note; what it plans is a new version. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "reject", { rejectionNote: note });
  await Effect.audit("deliverable_plan.rejected", subject(row), {}, note);
  await giveBack(tx, row);
  await retire(tx, id);
  const rejections = Number(row.details["rejections"] ?? 0) + 1;
  if (rejections < rejectionsMax) await generate(tx, { strategyId: row.strategyId, notes: note, rejections });
}

/** Reads and locks a version of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("deliverablePlans")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Plan", id);
  return row as unknown as Row;
}

// What a person changed in the plan in force came to nothing: that plan keeps its one-time tasks.
async function giveBack(tx: Tx, { id, details }: Row): Promise<void> {
  const from = details["editedFrom"];
  if (typeof from !== "string") return;
  const before = await locked(tx, from);
  if (before.status === "approved") await ActionItem.carry(tx, id, from);
}

async function replace(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "replace");
  await Effect.audit("deliverable_plan.archived", subject(row));
  await retire(tx, id);
  await Month.abandon(tx, id);
}

async function move(tx: Tx, row: Row, verb: DeliverablePlanVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(deliverablePlanMachine, row.status, verb, titleOf(row));
  await tx
    .updateTable("deliverablePlans")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await changed(row, status);
}

function titleOf({ version }: Pick<Row, "version">): string {
  return `Deliverable plan, version ${version}`;
}

function subject(row: Pick<Row, "id" | "version">) {
  return { type: "deliverable_plan", id: row.id, label: titleOf(row) };
}

async function changed(row: Pick<Row, "id" | "version">, status: string): Promise<void> {
  await Effect.live("content:updated", { kind: "deliverable_plan", id: row.id, status, version: row.version });
}
