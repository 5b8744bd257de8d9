import type { GoalCount } from "#agents/data-analyst.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { countGoal, outlookOf } from "./count.ts";
import { locked, move } from "./index.ts";
import { read } from "./read.ts";

/** What the analyst gets: the goal with its number as it was counted. @throws CannotCompose when nothing measures it */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const found = await counted(tx, run.subjectId ?? "");
    if (!found) throw new CannotCompose("Nothing measures this goal. Connect the channel that does.");
    const { goal, count, outlook } = found;
    const { forecast, pct, onTrack } = outlook;
    return {
      ...{ goalId: goal.id, title: goal.title, unit: goal.unit, direction: goal.direction, dueOn: goal.dueOn },
      ...{ ...count, target: goal.targetValue, baseline: goal.baselineValue, forecast, pct, onTrack },
    };
  });
}

/** Keeps what was counted, with the explanation; a goal that is reached or over says so. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<GoalCount>): Promise<void> {
  await keep(tx, run.subjectId ?? "", data.explanation);
}

/** The number is kept without an explanation. */
export async function giveUp(tx: Tx, run: Failed): Promise<void> {
  await keep(tx, run.subjectId ?? "", null);
}

async function keep(tx: Tx, goalId: string, note: string | null): Promise<void> {
  const row = await locked(tx, goalId);
  const found = await counted(tx, goalId);
  if (row.status !== "active" || !found) return;
  const { goal, count, outlook } = found;
  const measuredOn = new Date().toISOString().slice(0, 10);
  const { value } = count;
  await tx
    .insertInto("goalProgress")
    .values({
      ...{ tenantId: tenant(), id: newId("goalProgress"), goalId, kind: "value", measuredOn, value, note },
      ...{ previous: goal.currentValue, source: "agent" },
    })
    .onConflict((conflict) =>
      conflict
        .columns(["tenantId", "goalId", "kind", "measuredOn"])
        .doUpdateSet({ value, note, source: "agent" })
        // What a person measured today is the last word of the day.
        .where("goalProgress.source", "!=", "manual"),
    )
    .execute();
  await tx
    .updateTable("goals")
    .set({ currentValue: value })
    .where("tenantId", "=", tenant())
    .where("id", "=", goalId)
    .execute();
  const subject = { type: "goal", id: goalId, label: goal.title };
  await Effect.audit("goal.measured", subject, { before: { value: goal.currentValue }, after: { value } });
  if (outlook.isReached) {
    await move(tx, row, "achieve");
    await Effect.audit("goal.achieved", subject, { after: { value, target: goal.targetValue } });
  } else if (outlook.isOver) {
    await move(tx, row, "miss");
    await Effect.audit("goal.missed", subject, { after: { value, target: goal.targetValue } });
  } else await Effect.live("goal:updated", { id: goalId });
}

async function counted(tx: Tx, goalId: string) {
  const [goal] = await read(tx, [goalId]);
  if (!goal) throw notFound("Goal", goalId);
  const now = new Date();
  const count = await countGoal(tx, goal, now);
  return count && { goal, count, outlook: outlookOf(goal, count, now.toISOString().slice(0, 10)) };
}
