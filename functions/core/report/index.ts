import { ask } from "#core/activity/ask.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { todayIn } from "#core/month/days.ts";
import { order } from "#core/run/order.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { MonthlyReportOrder, ReportOrder, type ReportSource } from "#schema/report.ts";
import { monthBefore, nameOf, spanOf } from "./period.ts";

/** A report as verbs hold it. */
export interface Row {
  id: string;
  label: string;
  status: string;
  source: string;
  startOn: string;
  endOn: string;
  userPrompt: string | null;
  reportSnapshotId: string | null;
  reportScheduleId: string | null;
  version: number;
}

/**
 * Orders the report of a month. @returns its id
 * @throws request.illegal_transition for a month that is not over; plan.plan_limit; credits.insufficient_credits
 */
export const requestMonth = fn(MonthlyReportOrder, async ({ month }) => {
  require("report.generate", "order reports");
  return transaction(async (tx) => {
    const last = await lastMonth(tx);
    if (month !== undefined && month > last)
      throw new AppError("request.illegal_transition", `${nameOf(month)} is not over. Ask for an earlier month.`);
    return askFor(tx, month ?? last);
  });
});

/** What the clock does on the second of a month: the last one is reported, once. */
export async function requestDue(): Promise<void> {
  await transaction(async (tx) => {
    const month = await lastMonth(tx);
    const known = await tx
      .selectFrom("reports")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("source", "=", "agent")
      .where("startOn", "=", spanOf(month).from)
      .executeTakeFirst();
    if (known || (await plannedOf(tx))) return;
    await askFor(tx, month);
  });
}

/**
 * Orders a report that answers a question. @returns its id
 * @throws plan.plan_limit; credits.insufficient_credits; request.illegal_transition while the writer cannot work
 */
export const generate = fn(ReportOrder, async (wanted) => {
  require("report.generate", "order reports");
  return transaction((tx) => orderAnswer(tx, wanted, { source: "ai_generated", requestedBy: reference() }));
});

/** Orders an answer to a question in the name of whoever wants it. @returns its id @throws like `generate` */
export async function orderAnswer(
  tx: Tx,
  { prompt, label, startDate, endDate }: ReportOrder,
  by: { source: ReportSource; requestedBy: string; frequency?: string },
): Promise<string> {
  const id = newId("report");
  await write(tx, id);
  await tx
    .insertInto("reports")
    .values({
      ...{ tenantId: tenant(), id, label, period: `${startDate} to ${endDate}`, startOn: startDate, endOn: endDate },
      ...{ status: "generating", userPrompt: prompt, ...by },
    })
    .execute();
  await Effect.audit("report.requested", { type: "report", id, label }, { after: { startDate, endDate } });
  await changed(id, "generating");
  return id;
}

/** The report of a month: that which is there or on its way, else one that is ordered now. @returns its id */
export async function ofMonth(tx: Tx, month: string): Promise<string> {
  const known = await tx
    .selectFrom("reports")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("source", "=", "agent")
    .where("startOn", "=", spanOf(month).from)
    .where("status", "!=", "failed")
    .where("deletedAt", "is", null)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (known) return known.id;
  const planned = await plannedOf(tx);
  return planned ? begin(tx, planned, month) : askFor(tx, month);
}

/** Orders a report anew that could not be written. @throws request.illegal_transition of any other */
export async function retry(id: string): Promise<void> {
  require("report.generate", "order reports");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.status !== "failed" || row.userPrompt === null)
      throw new AppError(
        "request.illegal_transition",
        `${row.label} cannot be tried again: only a request that failed.`,
      );
    const version = row.version + 1;
    await write(tx, id, version);
    await tx
      .updateTable("reports")
      .set({ status: "generating", failureMessage: null, version })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("report.requested", subjectOf(row), { after: { version } });
    await changed(id, "generating");
  });
}

/** Takes a report away. */
export async function remove(id: string): Promise<void> {
  require("report.generate", "remove reports");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    await tx
      .updateTable("reports")
      .set({ deletedAt: new Date(), deletedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("report.removed", subjectOf(row));
    await changed(id, "removed");
  });
}

/** The report of an activity; made when there is none yet. @returns its id */
export async function begin(tx: Tx, activityId: string, month: string): Promise<string> {
  const known = await tx
    .selectFrom("reports")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .executeTakeFirst();
  if (known) return known.id;
  const id = newId("report");
  const { from, to } = spanOf(month);
  const label = `Monthly report ${nameOf(month)}`;
  await tx
    .insertInto("reports")
    .values({
      ...{ tenantId: tenant(), id, label, period: month, startOn: from, endOn: to, source: "agent" },
      ...{ frequency: "monthly", status: "generating", activityId, requestedBy: reference() },
    })
    .execute();
  await Effect.audit("report.requested", { type: "report", id, label }, { after: { month } });
  await changed(id, "generating");
  return id;
}

/** The last month that is over where the tenant at work is. */
export async function lastMonth(tx: Tx): Promise<string> {
  return monthBefore(todayIn(await zoneOf(tx), new Date()));
}

/** A report of the tenant at work, locked. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("reports")
    .select(["id", "label", "status", "source", "startOn", "endOn", "userPrompt", "reportSnapshotId", "version"])
    .select("reportScheduleId")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Report", id);
  return row;
}

/** What the audit log calls a report. */
export function subjectOf({ id, label }: { id: string; label: string }) {
  return { type: "report", id, label };
}

/** Tells the screens and the search of a change. */
export async function changed(id: string, status: string): Promise<void> {
  await Effect.live("report:updated", { id, status });
  await Effect.searchSync("reports", id);
}

async function askFor(tx: Tx, month: string): Promise<string> {
  const title = `Monthly report ${nameOf(month)}`;
  return begin(tx, await ask(tx, { type: "monthly_report", title, input: { month } }), month);
}

// The month's plan holds it already.
async function plannedOf(tx: Tx): Promise<string | undefined> {
  const open = await tx
    .selectFrom("activities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", "monthly_report")
    .where("status", "in", ["pending", "queued", "in_progress"])
    .limit(1)
    .executeTakeFirst();
  return open?.id;
}

async function write(tx: Tx, id: string, version = 1): Promise<void> {
  const subject = { type: "report", id };
  const blocked = await order(tx, { agent: "custom-report-writer", subject, version, priority: "high" });
  if (blocked === "plan")
    throw new AppError("plan.plan_limit", "Reports come with the pro plan. Change the plan first.");
  if (blocked === "insufficient_credits")
    throw new AppError("credits.insufficient_credits", "There are not enough credits for a report.");
  if (blocked) throw new AppError("request.illegal_transition", `The report writer cannot work now (${blocked}).`);
}
