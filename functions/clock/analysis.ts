import { orderDue } from "#core/metric/sync.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** Orders what is looked at by the day or the week: the numbers of channels. A missed hour is made up for by the next. */
export async function handler(): Promise<void> {
  await forTenantsDue("analysis.turn", dueNumbers, () => orderDue(new Date()));
}

const dueNumbers = sql<{ tenantId: string }>`
  select tenant_id from connected_channels
  where status = 'connected' and deleted_at is null and type not in ('website', 'wordpress')
    and (last_sync_at is null or last_sync_at < now() - interval '22 hours')`;
