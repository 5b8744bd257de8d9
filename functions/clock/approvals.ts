import * as Approval from "#core/approval/index.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** Closes approvals whose time is over. */
export async function handler(): Promise<void> {
  await forTenantsDue("approvals.expire", due, () => Approval.expireDue(new Date()));
}

const due = sql<{ tenantId: string }>`select tenant_id from approvals where status = 'pending' and expires_at <= now()`;
