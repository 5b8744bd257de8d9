import type { Span } from "#core/metric/read.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import type { ReportFigure } from "#schema/report.ts";
import { amountOf } from "#schema/value.ts";
import { counted } from "./count.ts";

interface Counts {
  created: number;
  qualified: number;
  converted: number;
  revenue: number;
}

/**
 * What became of leads in a time, by the days of the client's zone: a lead counts as qualified from its first time on, unless it was
 * given up within the time; spam never counts. Names are never told. @returns null while there was never a lead
 */
export async function leadsOf(tx: Tx, now: Span, earlier: Span): Promise<ReportFigure[] | null> {
  const known = await tx
    .selectFrom("leads")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .limit(1)
    .executeTakeFirst();
  if (!known) return null;
  const { timezone, currency } = await tx
    .selectFrom("tenants")
    .select(["timezone", "currency"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  const place = { timezone, currency };
  const [current, previous] = [await countsIn(tx, now, place), await countsIn(tx, earlier, place)];
  const figures = (["created", "qualified", "converted"] as const).map((what) =>
    counted(`leads ${what}`, "leads", current[what], previous[what]),
  );
  if (current.revenue + previous.revenue > 0)
    figures.push(counted("revenue of converted leads", "leads", current.revenue, previous.revenue, currency));
  return [...figures, ...(await sourcesIn(tx, now, earlier, timezone))];
}

async function countsIn(
  tx: Tx,
  { from, to }: Span,
  { timezone, currency }: { timezone: string; currency: string },
): Promise<Counts> {
  const within = (column: string) =>
    sql`(${sql.ref(column)} at time zone ${timezone})::date between ${from}::date and ${to}::date`;
  const { rows } = await sql<Record<keyof Counts, unknown>>`
    select count(*) filter (where ${within("created_at")}) as created,
      count(*) filter (where ${within("qualified_at")}
        and not (status = 'disqualified' and ${within("status_changed_at")})) as qualified,
      count(*) filter (where ${within("converted_at")}) as converted,
      coalesce(sum(revenue_minor) filter (where ${within("converted_at")} and currency = ${currency}), 0) as revenue
    from leads where tenant_id = ${tenant()} and deleted_at is null and ${real}`.execute(tx);
  const row = rows[0];
  const number = (key: keyof Counts) => Number(row?.[key] ?? 0);
  const [created, qualified, converted] = [number("created"), number("qualified"), number("converted")];
  return { created, qualified, converted, revenue: amountOf(number("revenue"), currency) };
}

// Where they came from, beside the time before.
async function sourcesIn(tx: Tx, now: Span, earlier: Span, timezone: string): Promise<ReportFigure[]> {
  const within = ({ from, to }: Span) =>
    sql`(created_at at time zone ${timezone})::date between ${from}::date and ${to}::date`;
  const { rows } = await sql<{ source: string; current: unknown; previous: unknown }>`
    select source, count(*) filter (where ${within(now)}) as current, count(*) filter (where ${within(earlier)}) as previous
    from leads where tenant_id = ${tenant()} and deleted_at is null and ${real} and (${within(now)} or ${within(earlier)})
    group by source order by 2 desc, source`.execute(tx);
  return rows.map(({ source, current, previous }) =>
    counted(`leads by ${source.replaceAll("_", " ")}`, "leads", Number(current), Number(previous)),
  );
}

const real = sql`disqualification_reason is distinct from 'spam'`;
