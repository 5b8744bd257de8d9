import type { ClientBase } from "pg";

export interface Column {
  name: string;
  /** Type without length, arrays as `text[]`. */
  type: string;
  required: boolean;
  /** The database fills it in when it is left out. */
  filled: boolean;
}

export interface ForeignKey {
  name: string;
  columns: string[];
  target: string;
  targetColumns: string[];
}

/** What a table demands of a row. */
export interface TableShape {
  name: string;
  columns: Column[];
  primaryKey: string[];
  foreignKeys: ForeignKey[];
  /** Check constraints: the columns each speaks of, and its text. */
  checks: { name: string; columns: string[]; text: string }[];
  /** Unique indexes and exclusions by name, with their columns. */
  unique: Record<string, string[]>;
}

/** The shapes of all tables of the product, as the database has them. */
export async function readShapes(client: ClientBase): Promise<Map<string, TableShape>> {
  const { rows } = await client.query<TableShape>(
    `with t as (select c.oid, c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
        and c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'schema\\_migrations%'),
      names as not materialized (select a.attrelid, a.attnum, a.attname::text as name from pg_attribute a where a.attnum > 0 and not a.attisdropped)
      select t.relname as name,
        (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'required', a.attnotnull,
            'filled', a.atthasdef or a.attidentity <> '') order by a.attnum)
          from pg_attribute a where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
        (select jsonb_agg(n.name order by k.at) from pg_index i, unnest(i.indkey::int2[]) with ordinality k(num, at), names n
          where i.indrelid = t.oid and i.indisprimary and n.attrelid = t.oid and n.attnum = k.num) as "primaryKey",
        coalesce((select jsonb_agg(jsonb_build_object('name', k.conname, 'target', k.confrelid::regclass::text,
            'columns', (select jsonb_agg(n.name order by u.at) from unnest(k.conkey) with ordinality u(num, at) join names n on n.attrelid = t.oid and n.attnum = u.num),
            'targetColumns', (select jsonb_agg(n.name order by u.at) from unnest(k.confkey) with ordinality u(num, at) join names n on n.attrelid = k.confrelid and n.attnum = u.num))
          order by k.conname) from pg_constraint k where k.conrelid = t.oid and k.contype = 'f'), '[]') as "foreignKeys",
        coalesce((select jsonb_agg(jsonb_build_object('name', k.conname, 'text', pg_get_constraintdef(k.oid),
            'columns', coalesce((select jsonb_agg(n.name) from unnest(k.conkey) u(num) join names n on n.attrelid = t.oid and n.attnum = u.num), '[]'))
          order by k.conname) from pg_constraint k where k.conrelid = t.oid and k.contype = 'c'), '[]') as checks,
        coalesce((select jsonb_object_agg(i.indexrelid::regclass::text,
            (select coalesce(jsonb_agg(n.name order by n.name), '[]') from names n where n.attrelid = t.oid and (n.attnum = any(i.indkey::int2[])
              or exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
                and d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid and d.refobjsubid = n.attnum))))
          from pg_index i where i.indrelid = t.oid and (i.indisunique or i.indisexclusion)), '{}') as "unique"
      from t order by 1`,
  );
  return new Map(rows.map((row) => [row.name, row]));
}
