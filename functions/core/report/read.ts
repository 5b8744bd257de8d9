import * as Paging from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";
import type { Report, ReportDetail, ReportQuery } from "#schema/report.ts";
import { thaw } from "./snapshot.ts";

const { iso } = Paging;
type Details = Partial<Pick<ReportDetail, "sections" | "highlights" | "recommendations" | "numbersUsed">>;

/** The reports of the tenant, newest first. */
export async function list(query: ReportQuery): Promise<Page<Report>> {
  require("report.read", "see reports");
  const { source, status, from, to, cursor, limit } = query;
  const scope = JSON.stringify(["reports", tenant(), source, status, from, to]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await reports(tx)
      .$if(source !== undefined, (some) => some.where("source", "in", source ?? []))
      .$if(status !== undefined, (some) => some.where("status", "in", status ?? []))
      .$if(from !== undefined, (some) => some.where("endOn", ">=", from ?? ""))
      .$if(to !== undefined, (some) => some.where("startOn", "<=", to ?? ""))
      .$if(position !== undefined, (some) => some.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    return { items: page.rows.map(shape), nextCursor: page.nextCursor };
  });
}

/** One report with its sections and everything that was counted for it. */
export async function get(id: string): Promise<ReportDetail> {
  require("report.read", "see reports");
  const row = await transaction((tx) => reports(tx).where("id", "=", id).executeTakeFirst());
  if (!row) throw notFound("Report", id);
  const { sections = [], highlights = [], recommendations = [], numbersUsed = [] } = row.details as Details;
  return {
    ...shape(row),
    content: row.content,
    ...{ sections, highlights, recommendations, numbersUsed },
    figures: row.reportSnapshotId ? await thaw(row.reportSnapshotId) : null,
  };
}

function reports(tx: Tx) {
  return tx.selectFrom("reports").selectAll().where("tenantId", "=", tenant()).where("deletedAt", "is", null);
}

function shape(row: Awaited<ReturnType<ReturnType<typeof reports>["execute"]>>[number]): Report {
  return {
    ...{ id: row.id, label: row.label, period: row.period, startsOn: row.startOn, endsOn: row.endOn },
    source: row.source as Report["source"],
    status: row.status as Report["status"],
    contentType: row.contentType as Report["contentType"],
    ...{ summary: row.summary, prompt: row.userPrompt, requestedBy: row.requestedBy, activityId: row.activityId },
    failureMessage: row.failureMessage,
    createdAt: iso(row.createdAt),
  };
}
