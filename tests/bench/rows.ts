import pg from "pg";
import { pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";

/** More tenants like the given one, without people. @returns the ids of all */
export async function neighbours(tenantId: string, count: number): Promise<string[]> {
  const { rows } = await pool(platformRole).query<{ id: string }>(
    `insert into tenants (id, slug, name, status, plan, region_id, country, timezone, locale, currency)
      select 'ten_' || upper(substr(md5($1 || n), 1, 26)), slug || '-' || n, name || ' ' || n, status, plan, region_id, country, timezone,
        locale, currency
      from tenants, generate_series(1, $2::int - 1) n where id = $1 returning id`,
    [tenantId, count],
  );
  return [tenantId, ...rows.map(({ id }) => id)];
}

/**
 * Fills each tenant up to this many content requests. Ids are in no order, as if several writers had made them.
 * @returns the ids of the first tenant's requests
 */
export async function plantRequests(tenantIds: readonly string[], perTenant: number): Promise<string[]> {
  const db = pool(platformRole);
  await db.query(
    `insert into blog_requests (tenant_id, id, topic, brief, status, requested_by)
      select t, 'brq_' || upper(substr(md5(t || n), 1, 26)), 'A topic of number ' || n, repeat('What it should say. ', 10),
        'submitted', 'user:' || coalesce((select user_id from tenant_members m where m.tenant_id = t limit 1), '-')
      from unnest($1::text[]) t, generate_series(1, $2::int) n on conflict do nothing`,
    [tenantIds, perTenant],
  );
  await settle();
  const { rows } = await db.query<{ id: string }>("select id from blog_requests where tenant_id = $1", [tenantIds[0]]);
  return rows.map(({ id }) => id);
}

/** Gives each content request of the tenants the activity that works on it. */
export async function plantActivities(tenantIds: readonly string[]): Promise<void> {
  await pool(platformRole).query(
    `insert into activities (tenant_id, id, ref, type, title, doer, status, input)
      select r.tenant_id, 'act_' || substr(r.id, 5), 'ACT-2601-' || (('x' || substr(md5(r.id), 1, 8))::bit(32)::bigint), 'blog_post', r.topic, 'blog-writer', 'pending',
        jsonb_build_object('requestId', r.id)
      from blog_requests r where r.tenant_id = any($1::text[]) on conflict do nothing`,
    [tenantIds],
  );
  await settle();
}

// The planner's statistics as they are on a database that has run for a while.
async function settle(): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env["MIGRATOR_DATABASE_URL"] });
  await owner.connect();
  await owner.query("vacuum analyze blog_requests, activities");
  await owner.end();
}

/** `count` of the values, spread over all of them; the same choice every time. */
export function choose<T>(values: readonly T[], count: number): T[] {
  const step = 7_919;
  const chosen = Array.from({ length: count }, (_, index) => values[(index * step) % values.length]);
  return chosen.filter((value) => value !== undefined);
}
