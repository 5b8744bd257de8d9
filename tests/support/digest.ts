import { pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";

// What was ordered, not how far it is: a relay of another test delivers what waits, whoever's it is.
const ordered = "tenant_id, id, kind, name, actor, request_id, payload, created_at";
let statement: { tables: string; name: string; text: string } | undefined;

/**
 * One hash per table over all rows of a tenant, as the role that sees all tenants reads them. Two equal digests mean that
 * nothing of the tenant changed in between. All tables are read by one prepared statement.
 */
export async function digestOf(tenantId: string): Promise<Record<string, string>> {
  statement ??= readAll(await tenantTables());
  const { name, text } = statement;
  const { rows } = await pool(platformRole).query<{ table: string; digest: string }>({
    name,
    text,
    values: [tenantId],
  });
  return Object.fromEntries(rows.map(({ table, digest }) => [table, digest]));
}

function readAll(tables: readonly string[]): NonNullable<typeof statement> {
  const parts = tables.map((table) => {
    const from = table === "outbox" ? `(select ${ordered} from outbox)` : table;
    return `select '${table}' as "table", md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest from ${from} t where tenant_id = $1`;
  });
  return { tables: tables.join(), name: "digest of a tenant", text: parts.join(" union all ") };
}

/** Every table whose rows belong to a tenant. */
export async function tenantTables(): Promise<string[]> {
  const { rows } = await pool(platformRole).query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c
      join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
      where c.table_schema = 'public' and c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE' order by 1`,
  );
  return rows.map(({ name }) => name);
}
