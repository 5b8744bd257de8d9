import { requestDue } from "#core/visibility/index.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** Has the assistants asked about every client that wants it: nightly, or on Sundays. */
export async function handler(): Promise<void> {
  await forTenantsDue("ai_visibility.ask", due, requestDue);
}

const due = sql<{ tenantId: string }>`
  select tenant_id from tenant_settings
  where ai_visibility_schedule = 'nightly'
    or (ai_visibility_schedule = 'weekly' and extract(dow from now() at time zone 'UTC') = 0)`;
