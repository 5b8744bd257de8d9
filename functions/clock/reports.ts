import { requestDue } from "#core/report/index.ts";
import { sql } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { forTenantsDue } from "./due.ts";

/** From the second of a month on reports the last one of every client whose plan includes it, once. Who has no credits for it goes without. */
export async function handler(): Promise<void> {
  await forTenantsDue("reports.monthly", due, async () => {
    try {
      await requestDue();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  });
}

const due = sql<{ tenantId: string }>`
  select id as tenant_id from tenants where plan <> 'free' and status in ('trialing', 'active') and extract(day from now() at time zone 'UTC') >= 2`;
