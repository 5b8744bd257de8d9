import { steer } from "#core/campaign/steer.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** On Mondays, looks at the campaigns of every client that has one at work. */
export async function handler(): Promise<void> {
  await forTenantsDue("campaigns.steer", due, steer);
}

const due = sql<{ tenantId: string }>`
  select tenant_id from (
    select tenant_id from campaigns where status = 'active' and deleted_at is null
    union select tenant_id from recommendation_batches where status in ('proposed', 'dm_accepted')) d
  where extract(isodow from now() at time zone 'utc') = 1`;
