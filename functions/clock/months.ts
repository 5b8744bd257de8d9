import { freeTied } from "#core/manual-task/free.ts";
import { turn } from "#core/month/turn.ts";
import { orderDue } from "#core/routine/index.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/**
 * Begins and closes the months of every plan in force, begins what waited for its day and orders what comes round beside them, each
 * client's by the calendar of its own time zone. What still waits for a task that was given up goes on.
 */
export async function handler(): Promise<void> {
  await forTenantsDue("months.turn", due, () => turn(new Date()));
  await forTenantsDue("months.turn", comesRound, () => orderDue(new Date()));
  await forTenantsDue("months.turn", tied, freeTied);
}

// No zone is more than a day from UTC: who has a month that begins or is over by then is looked at more closely.
const due = sql<{ tenantId: string }>`
  select p.tenant_id from deliverable_plans p
  where p.status = 'approved' and not exists (
    select from plan_months m where m.tenant_id = p.tenant_id and m.deliverable_plan_id = p.id
    and m.starts_on >= date_trunc('month', now() + interval '1 day')::date)
  union select tenant_id from plan_months where status = 'planning'
  union select tenant_id from activities
  where status = 'pending' and blocked_reason is null and paused_at is null and deleted_at is null
  and (input ? 'onItsDay' and due_at < now() + interval '1 day'
    or input ->> 'notBefore' <= to_char(now() + interval '1 day', 'YYYY-MM-DD'))
  union select a.tenant_id from activities a
  where a.type = 'manual_task' and a.status in ('pending', 'in_progress') and a.paused_at is null and a.deleted_at is null
  and a.due_at < now() and not exists (
    select from activity_events e where e.tenant_id = a.tenant_id and e.activity_id = a.id and e.kind = 'overdue')
  union select tenant_id from plan_months
  where status in ('active', 'paused') and starts_on < date_trunc('month', now() - interval '3 days')::date`;

// Regular work is of the first days of a month, and of a week.
const comesRound = sql<{ tenantId: string }>`
  select p.tenant_id from deliverable_plans p join tenants t on t.id = p.tenant_id
  where p.status = 'approved' and (extract(day from now() at time zone t.timezone) <= 10
    or extract(isodow from now() at time zone t.timezone) <= 3)`;

const tied = sql<{ tenantId: string }>`
  select d.tenant_id from activities t
  join activity_dependencies d on d.tenant_id = t.tenant_id and d.depends_on_id = t.id
  where t.type = 'manual_task' and t.status = 'cancelled'`;
