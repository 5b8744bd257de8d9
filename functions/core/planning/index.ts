import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { newest as newestRun, order, rejectionsMax } from "#core/run/order.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { kinds, type PlanningType, tableOf } from "./kinds.ts";

/** A version of what the work is led by, of whatever kind. */
export interface Row {
  id: string;
  version: number;
  status: string;
  runId: string | null;
}

/** What the next version is written for: a person's words, and how often in a row people sent one back. */
export interface Wish {
  notes?: string;
  rejections?: number;
  mode?: "full" | "refresh";
}

/** What people call a version. */
export function titleOf(type: PlanningType, { version }: Pick<Row, "version">): string {
  return `${kinds[type].label}, version ${version}`;
}

/** What the audit log calls a version. */
export function subject(type: PlanningType, row: Pick<Row, "id" | "version">) {
  return { type, id: row.id, label: titleOf(type, row) };
}

/** Begins the next version: a draft that its agents fill. @returns what keeps it from being written, or null */
export async function begin(
  tx: Tx,
  type: PlanningType,
  { notes, rejections = 0, mode }: Wish,
  columns: (version: number) => Record<string, unknown>,
): Promise<BlockedReason | null> {
  const { table, idOf, state } = kinds[type];
  const last = await newest(tx, type);
  const [id, version] = [newId(idOf), (last?.version ?? 0) + 1];
  const wish = { ...(notes ? { notes } : {}), ...(mode ? { mode } : {}), rejections };
  const values = {
    ...columns(version),
    tenantId: tenant(),
    id,
    version,
    status: "draft",
    [state]: JSON.stringify(wish),
  };
  await tx
    .insertInto(tableOf(table))
    .values(values as never)
    .execute();
  await Effect.audit(`${type}.generated`, subject(type, { id, version }));
  return resume(tx, type, id);
}

/** Orders the runs of a draft that are missing: those that waited for credits or for their agent. */
export async function resume(tx: Tx, type: PlanningType, id: string): Promise<BlockedReason | null> {
  const row = await locked(tx, type, id);
  if (row.status !== "draft") return null;
  const { rejections, mode } = wishOf(type, row);
  for (const agent of kinds[type].agents) {
    if (await newestRun(tx, agent, { type, id })) continue;
    const blocked = await order(tx, {
      agent,
      subject: { type, id },
      version: row.version,
      wakeReason: rejections > 0 ? "rejection" : mode === "refresh" ? "refresh" : "new_task",
      priority: rejections > 0 ? "critical" : "high",
      rejections,
    });
    await changed(type, row, blocked ?? "draft");
    if (blocked) return blocked;
  }
  return null;
}

/** Takes the versions that a new one comes in place of out of force. @returns their ids */
export async function supersede(tx: Tx, type: PlanningType, by: Row): Promise<string[]> {
  const { table, overtaken, overtake } = kinds[type];
  const rows = await tx
    .selectFrom(tableOf(table))
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "in", [...overtaken])
    .where("id", "!=", by.id)
    .execute();
  for (const { id } of rows) {
    const row = await locked(tx, type, id);
    await move(tx, type, row, overtake);
    await Effect.audit(`${type}.archived`, subject(type, row));
  }
  return rows.map(({ id }) => id);
}

/** People sent a version back. @returns what the next one is written for; null after the third time: then a person writes */
export async function sentBack(
  tx: Tx,
  type: PlanningType,
  row: Row,
  note: string,
  set: Record<string, unknown> = {},
): Promise<Wish | null> {
  await move(tx, type, row, "reject", { rejectionNote: note, ...set });
  await Effect.audit(`${type}.rejected`, subject(type, row), {}, note);
  const rejections = wishOf(type, row).rejections + 1;
  return rejections < rejectionsMax ? { notes: note, rejections } : null;
}

/**
 * Makes room for a person's own wording: approvals of the newest version are superseded, and one that nobody decided is laid aside.
 * @returns the newest version
 * @throws request.stale_state when `version` is another; request.illegal_transition when there is none, or an agent is at it
 */
export async function makeRoom<R extends Row>(tx: Tx, type: PlanningType, version?: number): Promise<R> {
  const { label, first } = kinds[type];
  const last = await newest<R>(tx, type);
  if (!last) throw new AppError("request.illegal_transition", `There is no ${label.toLowerCase()} yet. ${first}`);
  if (version !== undefined) demandNewest(last, version);
  if (last.status === "draft")
    throw new AppError("request.illegal_transition", "A new version is being written. Wait for it, then edit.");
  await Approval.supersede(tx, { type, id: last.id });
  if (last.status === "pending_review") await set(tx, type, last.id, { status: "archived", ...kinds[type].undecided });
  return last;
}

/** Reads and locks a version of the tenant at work. */
export async function locked<R extends Row>(tx: Tx, type: PlanningType, id: string): Promise<R> {
  const { table, label } = kinds[type];
  const row = await tx
    .selectFrom(tableOf(table))
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound(label, id);
  return row as unknown as R;
}

/** Moves a version by a verb of its machine. */
export async function move(
  tx: Tx,
  type: PlanningType,
  row: Row,
  verb: string,
  values: Record<string, unknown> = {},
): Promise<void> {
  const status = after(kinds[type].machine, row.status, verb, titleOf(type, row));
  await set(tx, type, row.id, { status, ...values });
  await changed(type, row, status);
}

/** Sets columns of a version. */
export async function set(tx: Tx, type: PlanningType, id: string, values: Record<string, unknown>): Promise<void> {
  await tx
    .updateTable(tableOf(kinds[type].table))
    .set(values)
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

/** @throws request.stale_state unless somebody who edits a version has the newest one before them */
export function demandNewest({ version: newest }: Pick<Row, "version">, version: number): void {
  if (newest !== version)
    throw new AppError(
      "request.stale_state",
      `Version ${newest} is the newest; open it and edit that one instead of version ${version}.`,
      { details: { version: newest } },
    );
}

/** The newest version, locked. */
export async function newest<R extends Row>(tx: Tx, type: PlanningType): Promise<R | undefined> {
  const row = await tx
    .selectFrom(tableOf(kinds[type].table))
    .selectAll()
    .where("tenantId", "=", tenant())
    .orderBy("version", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row as R | undefined;
}

function wishOf(type: PlanningType, row: Row): Wish & { rejections: number } {
  const wish = (row as unknown as Record<string, unknown>)[kinds[type].state] as Wish;
  return { ...wish, rejections: Number(wish.rejections ?? 0) };
}

async function changed(type: PlanningType, { id, version }: Row, status: string): Promise<void> {
  await Effect.live("content:updated", { kind: type, id, status, version });
}
