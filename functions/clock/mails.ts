import { sendDue } from "#core/campaign/mail-due.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** Sends what is due of campaigns and to leads. */
export async function handler(): Promise<void> {
  await forTenantsDue("mails.send", due, () => sendDue(new Date()));
}

const due = sql<{ tenantId: string }>`
  select tenant_id from campaigns where status in ('active', 'paused') and deleted_at is null
  union select tenant_id from lead_emails where status = 'approved' and deleted_at is null
  union select tenant_id from backlinks where outreach_status = 'outreach_sent' and deleted_at is null`;
