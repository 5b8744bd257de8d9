import { pool } from "#platform/db.ts";

/**
 * One hash per table over all rows of a tenant, as the role that sees all tenants reads them. Two equal digests mean that
 * nothing of the tenant changed in between.
 */
export async function digestOf(tenantId: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of await tenantTables()) {
    const { rows } = await pool("platform").query<{ digest: string }>(
      `select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest from ${table} t where tenant_id = $1`,
      [tenantId],
    );
    digests[table] = rows[0]?.digest ?? "";
  }
  return digests;
}

/** Every table whose rows belong to a tenant. */
export async function tenantTables(): Promise<string[]> {
  const { rows } = await pool("platform").query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c
      join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
      where c.table_schema = 'public' and c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE' order by 1`,
  );
  return rows.map(({ name }) => name);
}
