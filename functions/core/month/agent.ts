import type { MonthPlan } from "#agents/activity-planner.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { apply } from "./apply.ts";
import { monthStart } from "./days.ts";
import * as Month from "./index.ts";
import { inputsFor } from "./inputs.ts";
import { enforce, schedule } from "./schedule.ts";

/** What the planner gets: quantities, one-time tasks, dates, credits, and the subjects of the strategy. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const month = await Month.locked(tx, run.subjectId ?? "");
    const { skipped: _, ...inputs } = await inputsFor(tx, month);
    const before = await summaryOf(tx, monthStart(month.startsOn, -1));
    return {
      ...{ ...inputs, pillars: await pillars(tx, month.deliverablePlanId), accounts: await accounts(tx) },
      ...(before ? { previousPeriodSummary: before } : {}),
    };
  });
}

/** Holds the answer to the rules, row by row, and writes the month. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<MonthPlan>): Promise<void> {
  const month = await Month.locked(tx, run.subjectId ?? "");
  if (month.status !== "planning" && month.status !== "active") return;
  const inputs = await inputsFor(tx, month);
  const { activities, replaced } = enforce(data.activities, inputs);
  await apply(tx, month.id, inputs, activities, { runId: run.id, warnings: [...data.warnings, ...replaced] });
}

/** Without the planner the month is planned by rule. */
export async function giveUp(tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  const month = await Month.locked(tx, run.subjectId ?? "");
  if (month.status !== "planning") return;
  const inputs = await inputsFor(tx, month);
  const warnings = [`Planned by rule: ${message}`.slice(0, 200)];
  await apply(tx, month.id, inputs, schedule(inputs), { runId: null, warnings });
  const words = { month: inputs.periodStart.slice(0, 7), reason: message.slice(0, 200) };
  await Effect.notify("month.planned_by_rule", { type: "month", id: month.id }, words);
}

// What the month before made and what it left, newest first.
async function summaryOf(tx: Tx, startsOn: string) {
  const rows = await tx
    .selectFrom("activities as a")
    .innerJoin("planMonths as m", (join) =>
      join.onRef("m.tenantId", "=", "a.tenantId").onRef("m.id", "=", "a.planMonthId"),
    )
    .select(["a.title", "a.type", "a.status", "a.rejections", "m.id as periodId"])
    .where("a.tenantId", "=", tenant())
    .where("m.startsOn", "=", startsOn)
    .where("a.status", "in", ["done", "failed", "cancelled"])
    .orderBy("a.id", "desc")
    .limit(120)
    .execute();
  const [newest] = rows;
  if (!newest) return undefined;
  const { periodId } = newest;
  const titled = (done: boolean) =>
    rows.flatMap(({ title, type, status }) => ((status === "done") === done ? [`${type}: ${title}`] : [])).slice(0, 60);
  const sentBack = Map.groupBy(
    rows.filter(({ rejections }) => rejections > 0),
    ({ type }) => type,
  );
  const learnings = [...sentBack].map(
    ([type, { length }]) => `${length} of ${type} went back to the writer at least once`,
  );
  return { periodId, completed: titled(true), skipped: titled(false), learnings };
}

// Where texts can go out.
async function accounts(tx: Tx) {
  return tx
    .selectFrom("connectedChannels")
    .select(["id", "type", "name"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "connected")
    .where("deletedAt", "is", null)
    .orderBy("id")
    .limit(50)
    .execute();
}

async function pillars(tx: Tx, planId: string): Promise<string[]> {
  const row = await tx
    .selectFrom("deliverablePlans as p")
    .innerJoin("strategies as s", (join) =>
      join.onRef("s.tenantId", "=", "p.tenantId").onRef("s.id", "=", "p.strategyId"),
    )
    .select("s.details")
    .where("p.tenantId", "=", tenant())
    .where("p.id", "=", planId)
    .executeTakeFirst();
  const found = (row?.details as { pillars?: { name: string }[] } | null)?.pillars ?? [];
  return found.map(({ name }) => name);
}
