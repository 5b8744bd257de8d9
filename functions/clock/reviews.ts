import { poll } from "#core/customer-review/sync.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** Reads what customers wrote of every client whose business profile is connected. */
export async function handler(): Promise<void> {
  await forTenantsDue("reviews.poll", due, poll);
}

const due = sql<{ tenantId: string }>`
  select tenant_id from connected_channels
  where type = 'google_business_profile' and status = 'connected' and deleted_at is null`;
