import { sql } from "#platform/db.ts";
import { common, given, picked, type Source } from "./source.ts";

interface Row {
  id: string;
  tenantId: string;
  createdAt: Date;
  updatedAt: Date;
  label: string;
  summary: string | null;
  period: string;
  source: string;
  endOn: string;
  status: string;
}

/** What was told of a time. */
export const reports: Source<"reports"> = async (tx, pick) => {
  const { rows } = await sql<Row>`
    select t.id, t.tenant_id, t.created_at, t.updated_at, t.label, t.summary, t.period, t.source, t.end_on, t.status
    from reports t where t.deleted_at is null and ${picked(pick)}`.execute(tx);
  return rows.map((row) => ({
    ...common(row),
    label: row.label,
    summary: given(row.summary),
    period: row.period,
    source: row.source,
    endsAt: Date.parse(row.endOn),
    status: row.status,
  }));
};
