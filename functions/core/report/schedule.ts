import * as Effect from "#core/effect/index.ts";
import { todayIn } from "#core/month/days.ts";
import { iso } from "#core/page/index.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { ReportSchedule, ReportScheduleInput } from "#schema/report-schedule.ts";
import * as Report from "./index.ts";
import { nextRun, type Rhythm, spanBefore } from "./occurrence.ts";
import { sendReady } from "./send.ts";

type Row = Awaited<ReturnType<typeof locked>>;

/** The standing orders of the tenant, the next one first. */
export async function list(): Promise<ReportSchedule[]> {
  require("report.generate", "see standing orders of reports");
  return transaction(async (tx) => {
    const rows = await tx
      .selectFrom("reportSchedules")
      .selectAll()
      .where("tenantId", "=", tenant())
      .orderBy("nextRunAt")
      .orderBy("id")
      .limit(100)
      .execute();
    return rows.map(shape);
  });
}

/** Orders reports once and for all. @throws plan.plan_limit */
export async function create(input: ReportScheduleInput): Promise<ReportSchedule> {
  require("report.generate", "order reports");
  return transaction(async (tx) => {
    const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
    if (plan === "free")
      throw new AppError("plan.plan_limit", "Reports come with the pro plan. Change the plan first.");
    const id = newId("reportSchedule");
    const values = await columns(tx, input);
    await tx
      .insertInto("reportSchedules")
      .values({ tenantId: tenant(), id, createdBy: reference(), ...values })
      .execute();
    await Effect.audit(
      "report_schedule.created",
      { type: "report_schedule", id, label: input.label },
      { after: values },
    );
    return shape(await locked(tx, id));
  });
}

/** Changes a standing order; its next time is found anew. @throws request.version_mismatch */
export async function change(id: string, input: ReportScheduleInput, rowVersion: number): Promise<ReportSchedule> {
  require("report.generate", "order reports");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", `${row.label} was changed meanwhile. Load it again.`);
    const values = await columns(tx, input);
    await set(tx, id, { ...values, lastProblem: null });
    const before = Object.fromEntries(Object.keys(values).map((key) => [key, row[key as keyof Row]]));
    await Effect.audit("report_schedule.updated", subjectOf(row), { before, after: values });
    return shape(await locked(tx, id));
  });
}

/** Ends a standing order; what it brought stays. */
export async function remove(id: string): Promise<void> {
  require("report.generate", "end standing orders of reports");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    await tx
      .updateTable("reports")
      .set({ reportScheduleId: null })
      .where("tenantId", "=", tenant())
      .where("reportScheduleId", "=", id)
      .execute();
    await tx.deleteFrom("reportSchedules").where("tenantId", "=", tenant()).where("id", "=", id).execute();
    await Effect.audit("report_schedule.removed", subjectOf(row));
  });
}

/**
 * Orders what is due of the tenant at work. Of times that were missed the last one counts, and each is ordered once: the order and the
 * next time are one transaction. What cannot be ordered says why and waits for its next time.
 */
export async function runDue(now: Date): Promise<void> {
  const due = await transaction((tx) =>
    tx
      .selectFrom("reportSchedules")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("enabled", "=", true)
      .where("nextRunAt", "<=", now)
      .orderBy("nextRunAt")
      .execute(),
  );
  for (const { id } of due) {
    try {
      await transaction((tx) => run(tx, id, now));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await transaction((tx) => putOff(tx, id, now, error.message));
    }
  }
}

async function run(tx: Tx, id: string, now: Date): Promise<void> {
  const row = await locked(tx, id);
  if (!row.enabled || row.nextRunAt > now) return;
  const timezone = await zoneOf(tx);
  const span = spanBefore(rhythmOf(row).frequency, todayIn(timezone, now));
  await set(tx, id, { nextRunAt: nextRun(rhythmOf(row), timezone, now), lastProblem: null });
  const reportId =
    row.kind === "custom"
      ? await Report.orderAnswer(
          tx,
          {
            ...{ prompt: row.prompt ?? row.label, label: `${row.label} ${span.from} to ${span.to}` },
            ...{ startDate: span.from, endDate: span.to },
          },
          { source: "scheduled", frequency: row.frequency, requestedBy: row.createdBy ?? reference() },
        )
      : await Report.ofMonth(tx, span.from.slice(0, 7));
  await tx
    .updateTable("reports")
    .set({ reportScheduleId: id })
    .where("tenantId", "=", tenant())
    .where("id", "=", reportId)
    .execute();
  await sendReady(tx, reportId);
}

async function putOff(tx: Tx, id: string, now: Date, problem: string): Promise<void> {
  const row = await locked(tx, id);
  const timezone = await zoneOf(tx);
  await set(tx, id, { nextRunAt: nextRun(rhythmOf(row), timezone, now), lastProblem: problem.slice(0, 500) });
}

async function columns(tx: Tx, input: ReportScheduleInput) {
  const { weekday, monthDay, ...rest } = input;
  const isWeekly = input.frequency === "weekly";
  const days = { weekday: isWeekly ? weekday : null, monthDay: isWeekly ? null : monthDay };
  const timezone = await zoneOf(tx);
  return { ...rest, ...days, nextRunAt: nextRun({ ...rest, ...days }, timezone, new Date()) };
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("reportSchedules")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Schedule", id);
  return row;
}

async function set(tx: Tx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx.updateTable("reportSchedules").set(values).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

function rhythmOf({ frequency, weekday, monthDay, sendAtLocal }: Row): Rhythm {
  return { frequency: frequency as Rhythm["frequency"], weekday, monthDay, sendAtLocal };
}

function subjectOf({ id, label }: Row) {
  return { type: "report_schedule", id, label };
}

function shape(row: Row): ReportSchedule {
  const { id, label, prompt, recipients, sendAtLocal, weekday, monthDay, enabled, lastProblem, rowVersion } = row;
  return {
    ...{ id, label, prompt, recipients, sendAtLocal, weekday, monthDay, enabled, lastProblem, rowVersion },
    kind: row.kind as ReportSchedule["kind"],
    frequency: row.frequency as ReportSchedule["frequency"],
    nextRunAt: iso(row.nextRunAt),
  };
}
