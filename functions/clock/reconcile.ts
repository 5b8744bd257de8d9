import * as Publish from "#core/publish/index.ts";
import { sql } from "#platform/db.ts";
import { forTenantsDue } from "./due.ts";

/** Orders the next step of publish attempts that are due for a look or have lain still. */
export async function handler(): Promise<void> {
  await forTenantsDue("publish.reconcile", due, () => Publish.reconcile(new Date()));
}

const due = sql<{ tenantId: string }>`
  select tenant_id from publish_attempts
  where status in ('prepared', 'posting', 'checking', 'unknown')
    and (look_at <= now() or (look_at is null and updated_at < now() - interval '90 seconds' and publish_at < now() - interval '90 seconds'))`;
