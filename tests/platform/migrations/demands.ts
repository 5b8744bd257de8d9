import type { ClientBase } from "pg";

/** A check or foreign key of a version, with what it speaks of. */
export interface Demand {
  table: string;
  name: string;
  definition: string;
  columns: string[];
  /** Columns of it that a row must fill. */
  required: string[];
  target: string | null;
}

/** All checks and foreign keys a database has. */
export async function readDemands(client: ClientBase): Promise<Demand[]> {
  const { rows } = await client.query<Demand>(
    `select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition, t.relname as target,
        array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any(k.conkey)) as columns,
        array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any(k.conkey) and a.attnotnull) as required
      from pg_constraint k join pg_class c on c.oid = k.conrelid left join pg_class t on t.oid = k.confrelid
      where k.contype in ('c', 'f') and k.connamespace = 'public'::regnamespace and c.relname not like 'schema\\_migrations%'
      order by 1, 2`,
  );
  return rows;
}

/** Tables whose rows cannot be made before a table that a later version has them point to. */
export function notYet(demands: readonly Demand[], tables: ReadonlySet<string>): Set<string> {
  const waiting = demands.filter(({ table, target, required }) => {
    return tables.has(table) && target && !tables.has(target) && required.some((name) => name !== "tenant_id");
  });
  return new Set(waiting.map(({ table }) => table));
}

/**
 * Puts the demands of a later version on an earlier one, as far as it can express them: rows made then are rows that the
 * product always made, though the database did not yet insist. The answer takes them off again.
 */
export async function insist(client: ClientBase, demands: readonly Demand[]): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ column: string }>(
    `select c.relname || '.' || a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
  );
  const known = new Set(rows.map(({ column }) => column));
  const held = new Set((await readDemands(client)).map(({ table, definition }) => `${table} ${definition}`));
  const missing = demands.filter(({ table, columns, target, definition }) => {
    const expressible =
      columns.every((column) => known.has(`${table}.${column}`)) && (!target || known.has(`${target}.id`));
    return expressible && !held.has(`${table} ${definition}`);
  });
  // What will point to a table that is not there yet points to nothing.
  const early = demands.filter(({ table, columns, target }) => {
    return target && !known.has(`${target}.id`) && columns.every((column) => known.has(`${table}.${column}`));
  });
  const additions = [
    ...missing.map(({ table, definition }) => ({ table, definition: definition.replace(/ NOT VALID$/, "") })),
    ...early.flatMap(({ table, columns, required }) =>
      columns
        .filter((column) => !required.includes(column))
        .map((column) => ({ table, definition: `check ("${column}" is null)` })),
    ),
  ].map((addition, index) => ({ ...addition, name: `later_${index}` }));
  await each(
    client,
    additions.map(
      ({ table, name, definition }) => `alter table "${table}" add constraint ${name} ${definition} not valid`,
    ),
  );
  return () =>
    each(
      client,
      additions.map(({ table, name }) => `alter table "${table}" drop constraint if exists ${name}`),
    );
}

// What needs a function or key of a later version is left out.
async function each(client: ClientBase, statements: string[]): Promise<void> {
  if (statements.length === 0) return;
  const body = statements.map((one) => `begin ${one}; exception when others then null; end;`).join("\n");
  await client.query(`do $do$ begin\n${body}\nend $do$`);
}
