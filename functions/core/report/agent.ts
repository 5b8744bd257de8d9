import type { Failed } from "#agents/descriptor/index.ts";
import type { MonthlyReport } from "#agents/report-writer.ts";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sectionsIn } from "./document.ts";
import * as Report from "./index.ts";
import { nameOf, spanOf } from "./period.ts";
import { sendReady } from "./send.ts";
import { figuresFor } from "./snapshot.ts";

/** What the writer gets: the figures of a month, counted once, and what the agency does next. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const { id, month } = await transaction((tx) => reportOf(tx, run.activityId ?? ""));
  const span = spanOf(month);
  const figures = await figuresFor(id, span);
  return transaction(async (tx) => ({
    reportMonth: month,
    monthName: nameOf(month),
    company: await nameOfTenant(tx),
    figures,
    planned: await plannedTitles(tx),
  }));
}

/** Stores the report as a document with sections; the activity is done. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<MonthlyReport>): Promise<void> {
  const { id } = await reportOf(tx, run.activityId ?? "");
  const { markdown, highlights, recommendations, numbersUsed } = data;
  await finish(tx, id, {
    content: markdown,
    summary: highlights.join(" ").slice(0, 2_000),
    details: { sections: sectionsIn(markdown), highlights, recommendations, numbersUsed },
    runId: run.id,
  });
  await Activity.finish(tx, run.activityId ?? "", "finish", { reportId: id });
}

/** There is no report, and its activity has failed. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  if (run.activityId) await fail(tx, (await reportOf(tx, run.activityId)).id, code, message);
  await giveUpActivity(tx, run, code, message);
}

/** A report that can be read now. */
export async function finish(
  tx: Tx,
  id: string,
  { details, ...written }: { content: string; summary: string; details: Record<string, unknown>; runId: string },
): Promise<void> {
  const row = await Report.locked(tx, id);
  await tx
    .updateTable("reports")
    .set({ status: "ready", failureMessage: null, pdfKey: null, details: JSON.stringify(details), ...written })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await Effect.audit("report.ready", Report.subjectOf(row));
  await Report.changed(id, "ready");
  await sendReady(tx, id);
  await Effect.notify("report.ready", { type: "report", id }, { title: row.label });
}

/** A report that nobody could write. */
export async function fail(tx: Tx, id: string, code: string, message: string): Promise<void> {
  const row = await Report.locked(tx, id);
  await tx
    .updateTable("reports")
    .set({ status: "failed", failureMessage: message.slice(0, 500) })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await Effect.audit("report.failed", Report.subjectOf(row), { after: { code } });
  await Report.changed(id, "failed");
}

/** The name of the company at work. */
export async function nameOfTenant(tx: Tx): Promise<string> {
  const { name } = await tx.selectFrom("tenants").select("name").where("id", "=", tenant()).executeTakeFirstOrThrow();
  return name;
}

async function reportOf(tx: Tx, activityId: string): Promise<{ id: string; month: string }> {
  const { input } = await Activity.locked(tx, activityId);
  const wanted = input["month"];
  const month = typeof wanted === "string" ? wanted : await Report.lastMonth(tx);
  const id = await Report.begin(tx, activityId, month);
  const { startOn } = await Report.locked(tx, id);
  return { id, month: startOn.slice(0, 7) };
}

async function plannedTitles(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("activities")
    .select("title")
    .where("tenantId", "=", tenant())
    .where("status", "in", ["pending", "queued"])
    .where("type", "!=", "monthly_report")
    .where("deletedAt", "is", null)
    .orderBy("scheduledFor", (by) => by.asc().nullsLast())
    .orderBy("id")
    .limit(10)
    .execute();
  return rows.map(({ title }) => title.slice(0, 200));
}
