import { pool } from "#platform/db.ts";

/**
 * Fills each tenant up to this many content requests, each with the activity that works on it. Ids are random in order, as those of
 * several writers are.
 */
export async function plantRequests(tenantIds: readonly string[], perTenant: number): Promise<void> {
  const db = pool("platform");
  await db.query(
    `insert into blog_requests (tenant_id, id, topic, brief, status, requested_by)
      select t, 'brq_' || upper(substr(md5(t || n), 1, 26)), 'A topic of number ' || n, repeat('What it should say. ', 10),
        'submitted', 'user:' || coalesce((select user_id from tenant_members m where m.tenant_id = t limit 1), '-')
      from unnest($1::text[]) t, generate_series(1, $2::int) n on conflict do nothing`,
    [tenantIds, perTenant],
  );
  await db.query(
    `insert into activities (tenant_id, id, ref, type, title, doer, status, input)
      select r.tenant_id, 'act_' || substr(r.id, 5), 'ACT-' || substr(r.id, 5, 12), 'blog_post', r.topic, 'blog-writer', 'pending',
        jsonb_build_object('requestId', r.id)
      from blog_requests r where r.tenant_id = any($1::text[]) on conflict do nothing`,
    [tenantIds],
  );
  await db.query("vacuum analyze blog_requests, activities").catch(() => db.query("analyze blog_requests, activities"));
}

/** `count` of the values, spread over all of them; the same choice every time. */
export function ordersOf<T>(values: readonly T[], count: number): T[] {
  const step = 7_919;
  return Array.from({ length: count }, (_, index) => values[(index * step) % values.length]).filter(
    (value) => value !== undefined,
  );
}
