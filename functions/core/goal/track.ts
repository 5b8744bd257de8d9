import * as Effect from "#core/effect/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { type GoalEdit, type GoalMeasure, goalMachine } from "#schema/goal.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { archive as archiveIn, locked, move } from "./index.ts";
import { numbersOf, read } from "./read.ts";

type Kind = "value" | "target_change";
const editable: readonly string[] = ["draft", "active"];
const today = (): string => new Date().toISOString().slice(0, 10);

/** Keeps what was measured on a day; the newest day is where the goal stands. Of one day the last word counts. */
export async function measure(id: string, { value, measuredOn, note }: GoalMeasure): Promise<void> {
  require("goal.edit", "measure goals");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    after(goalMachine, row.status, "edit_target", row.title);
    const { currentValue } = await numbersOf(tx, id);
    await keep(tx, id, "value", { value, measuredOn, note: note ?? null, previous: currentValue });
    const newest = await tx
      .selectFrom("goalProgress")
      .select("value")
      .where("tenantId", "=", tenant())
      .where("goalId", "=", id)
      .where("kind", "=", "value")
      .orderBy("measuredOn", "desc")
      .limit(1)
      .executeTakeFirstOrThrow();
    await set(tx, id, { currentValue: newest.value });
    const subject = { type: "goal", id, label: row.title };
    await Effect.audit("goal.measured", subject, { after: { value, measuredOn } }, note);
    await Effect.live("goal:updated", { id });
  });
}

/** Sets another target; the one before stays in the goal's history. */
export async function retarget(
  id: string,
  { target, note }: { target: number; note?: string | undefined },
): Promise<void> {
  require("goal.edit", "change targets");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    const { targetValue: before } = await numbersOf(tx, id);
    if (before === target) return;
    await move(tx, row, "edit_target", { targetValue: target });
    await keep(tx, id, "target_change", { value: target, measuredOn: today(), note: note ?? null, previous: before });
    const subject = { type: "goal", id, label: row.title };
    await Effect.audit("goal.target_changed", subject, { before: { target: before }, after: { target } }, note);
  });
}

/**
 * Words a goal anew: what it is called, what is measured, how far it goes and until when. Another target stays in its history.
 * @throws request.version_mismatch; request.validation_failed for a day before it begins; request.illegal_transition once it is over
 */
export async function edit(id: string, { target, note, ...wanted }: GoalEdit, rowVersion: number): Promise<void> {
  require("goal.edit", "edit goals");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    const [goal] = await read(tx, [id]);
    if (goal?.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", "The goal was changed meanwhile. Load it again.");
    if (!editable.includes(row.status))
      throw new AppError("request.illegal_transition", `${row.title} is ${row.status}; it stays as it is.`);
    if (wanted.dueOn <= goal.startsOn) {
      const message = `The goal begins on ${goal.startsOn}; it is due after that.`;
      throw new AppError("request.validation_failed", message, { fields: [{ path: "dueOn", rule: "after", message }] });
    }
    const before = { ...wanted, title: goal.title, metric: goal.metric, unit: goal.unit, dueOn: goal.dueOn };
    await set(tx, id, { ...wanted, targetValue: target });
    const subject = { type: "goal", id, label: wanted.title };
    if (JSON.stringify(before) !== JSON.stringify(wanted))
      await Effect.audit("goal.edited", subject, { before, after: wanted }, note);
    if (goal.targetValue !== target) {
      const change = { value: target, measuredOn: today(), note: note ?? null, previous: goal.targetValue };
      await keep(tx, id, "target_change", change);
      const targets = { before: { target: goal.targetValue }, after: { target } };
      await Effect.audit("goal.target_changed", subject, targets, note);
    }
    await Effect.live("goal:updated", { id });
  });
}

/** Takes a goal out of view. */
export async function archive(id: string): Promise<void> {
  require("goal.edit", "archive goals");
  await transaction((tx) => archiveIn(tx, id));
}

/** Brings an archived goal back. */
export async function restore(id: string): Promise<void> {
  require("goal.edit", "bring goals back");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    await move(tx, row, "restore", { archivedAt: null });
    await Effect.audit("goal.restored", { type: "goal", id, label: row.title });
  });
}

async function keep(
  tx: Tx,
  goalId: string,
  kind: Kind,
  entry: { value: number; measuredOn: string; note: string | null; previous: number | null },
): Promise<void> {
  await tx
    .insertInto("goalProgress")
    .values({ tenantId: tenant(), id: newId("goalProgress"), goalId, kind, source: "manual", ...entry })
    .onConflict((conflict) =>
      conflict
        .columns(["tenantId", "goalId", "kind", "measuredOn"])
        .doUpdateSet({ value: entry.value, note: entry.note, source: "manual" }),
    )
    .execute();
}

async function set(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx.updateTable("goals").set(values).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}
