import { detectDue } from "#core/anomaly/index.ts";
import { countDue } from "#core/goal/order.ts";
import { weekly } from "#core/insight/order.ts";
import { orderDue } from "#core/metric/sync.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

const settledHour = 6;

/** Orders what is looked at by the day or the week: the numbers of channels, the analyses that clients wish for, goals, and what is unusual. A missed hour is made up for by the next. */
export async function handler(): Promise<void> {
  await forTenantsDue("analysis.turn", dueNumbers, () => orderDue(new Date()));
  await forTenantsDue("analysis.turn", dueInsights, () => weekly(new Date()));
  // By then the numbers of the day before were read.
  if (new Date().getUTCHours() < settledHour) return;
  await forTenantsDue("analysis.turn", dueGoals, () => countDue(new Date()));
  await forTenantsDue("analysis.turn", measured, () => detectDue(new Date()));
}

const dueNumbers = sql<{ tenantId: string }>`
  select tenant_id from connected_channels
  where status = 'connected' and deleted_at is null and type not in ('website', 'wordpress')
    and (last_sync_at is null or last_sync_at < now() - interval '22 hours')`;

const dueInsights = sql<{ tenantId: string }>`
  select c.tenant_id from connected_channels c
  where c.status = 'connected' and c.deleted_at is null and c.settings @> '{"weeklyInsights": true}' and not exists (
    select from channel_insights i where i.tenant_id = c.tenant_id and i.channel_id = c.id
    and i.created_at >= now() - interval '7 days' + interval '1 hour')`;

const dueGoals = sql<{ tenantId: string }>`
  select g.tenant_id from goals g
  where g.status = 'active' and g.deleted_at is null and g.starts_on <= current_date and not exists (
    select from goal_progress p where p.tenant_id = g.tenant_id and p.goal_id = g.id and p.kind = 'value'
    and p.measured_on = current_date)`;

const measured = sql<{ tenantId: string }>`
  select tenant_id from connected_channels where status = 'connected' and last_sync_at >= now() - interval '1 day'`;
