import { guardSpend } from "#core/campaign/spend.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** Four times a day, reads what platforms have charged for the campaigns of every client, and stops those whose budget is used up. */
export async function handler(): Promise<void> {
  await forTenantsDue("campaigns.guard", due, guardSpend);
}

const due = sql<{ tenantId: string }>`
  select m.tenant_id from campaign_external_mappings m
  join campaigns c on c.tenant_id = m.tenant_id and c.id = m.campaign_id
  where c.status in ('active', 'paused') and c.deleted_at is null`;
