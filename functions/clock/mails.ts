import { sendDue } from "#core/campaign/mail-due.ts";
import { turn } from "#core/nurture/turn.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** Leads those on who follow a sequence, and sends what is due of campaigns and to leads. */
export async function handler(): Promise<void> {
  await forTenantsDue("mails.send", following, () => turn(new Date()));
  await forTenantsDue("mails.send", due, () => sendDue(new Date()));
}

const following = sql<{ tenantId: string }>`
  select tenant_id from lead_nurture_enrollments where status = 'active' and next_step_at <= now()`;

const due = sql<{ tenantId: string }>`
  select tenant_id from campaigns where status in ('active', 'paused') and deleted_at is null
  union select tenant_id from lead_emails where status = 'approved' and deleted_at is null
  union select tenant_id from backlinks where outreach_status = 'outreach_sent' and deleted_at is null`;
