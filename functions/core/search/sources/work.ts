import { sql } from "#platform/db.ts";
import { common, given, moment, picked, type Source } from "./source.ts";

interface Row {
  id: string;
  tenantId: string;
  createdAt: Date;
  updatedAt: Date;
  status: string;
  title: string;
  type: string;
}

/** Units of work. */
export const activities: Source<"activities"> = async (tx, pick) => {
  const { rows } = await sql<
    Row & {
      ref: string;
      description: string | null;
      doer: string;
      assigneeUserId: string | null;
      dueAt: Date | null;
    }
  >`
    select t.id, t.tenant_id, t.created_at, t.updated_at, t.status, t.title, t.type, t.ref, t.description, t.doer,
      t.assignee_user_id, t.due_at
    from activities t where t.deleted_at is null and ${picked(pick)}`.execute(tx);
  return rows.map((row) => ({
    ...common(row),
    ref: row.ref,
    title: row.title,
    description: given(row.description),
    type: row.type,
    doer: row.doer,
    assigneeId: given(row.assigneeUserId),
    dueAt: moment(row.dueAt),
    status: row.status,
  }));
};

/** Promised items, with the month and the goal they belong to. */
export const deliverables: Source<"deliverables"> = async (tx, pick) => {
  const { rows } = await sql<Row & { period: string | null; goalTitle: string | null; dueOn: string | null }>`
    select t.id, t.tenant_id, t.created_at, t.updated_at, t.status, t.title, t.type, to_char(p.starts_on, 'YYYY-MM') as period,
      g.title as goal_title, t.due_on
    from deliverables t
    left join deliverable_periods p on p.tenant_id = t.tenant_id and p.id = t.deliverable_period_id
    left join goals g on g.tenant_id = t.tenant_id and g.id = t.goal_id
    where t.deleted_at is null and ${picked(pick)}`.execute(tx);
  return rows.map((row) => ({
    ...common(row),
    title: row.title,
    type: row.type,
    period: row.period ?? "",
    goalTitle: given(row.goalTitle),
    dueAt: row.dueOn ? Date.parse(row.dueOn) : undefined,
    status: row.status,
  }));
};
