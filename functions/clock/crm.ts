import { nightly } from "#core/crm/sync.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** Reads every night what changed in the CRMs of the clients. */
export async function handler(): Promise<void> {
  await forTenantsDue("crm.sync", due, nightly);
}

const due = sql<{ tenantId: string }>`
  select tenant_id from connected_channels where type = 'hubspot' and status = 'connected' and deleted_at is null`;
