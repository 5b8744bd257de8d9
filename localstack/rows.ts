import { Client } from "pg";
import { z } from "zod";
import { rows } from "#schema/database/rows.ts";

interface Column {
  table: string;
  name: string;
  type: string;
  required: boolean;
  checks: string[];
}

/** What a value may be, as far as both sides can say it. */
interface Shape {
  kind: string;
  empty: boolean;
  words?: string[] | undefined;
  pattern?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
}

type Json = z.core.JSONSchema.BaseSchema;

const standard = "tenant_id created_at updated_at created_by updated_by row_version deleted_at deleted_by".split(" ");
const kinds: Record<string, string> = {
  text: "text",
  citext: "text",
  date: "text",
  "timestamp with time zone": "text",
  "time without time zone": "text",
  integer: "integer",
  bigint: "integer",
  numeric: "number",
  "double precision": "number",
  boolean: "boolean",
  "text[]": "list",
  jsonb: "json",
};

/** Where the row schemas of the code and the columns of a migrated database differ, one sentence each. */
export async function rowDrift(url: string): Promise<string[]> {
  const columns = await readColumns(url);
  return Object.entries(rows).flatMap(([table, schema]) => {
    const fields: Record<string, z.ZodType> = { ...schema.shape };
    const own = columns.filter((column) => column.table === table);
    const names = own.map(({ name }) => camel(name));
    return [
      ...Object.keys(fields)
        .filter((field) => !names.includes(field))
        .map((field) => `${table}: the row has ${field}, the table has no such column.`),
      ...own.flatMap((column) => {
        const field = fields[camel(column.name)];
        if (!field)
          return standard.includes(column.name) ? [] : [`${table}.${column.name} is not in the row's schema.`];
        return difference(`${table}.${column.name}`, ofColumn(column), ofField(field));
      }),
    ];
  });
}

function difference(where: string, column: Shape, field: Shape): string[] {
  return (["kind", "empty", "words", "pattern", "min", "max"] as const)
    .filter((aspect) => String(column[aspect]) !== String(field[aspect]))
    .map(
      (aspect) =>
        `${where}: ${aspect} is ${column[aspect] ?? "open"} in the table, ${field[aspect] ?? "open"} in the row.`,
    );
}

function ofColumn({ type, required, checks, name }: Column): Shape {
  const all = checks.join(" ");
  const number = (form: RegExp) => {
    const found = form.exec(all)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const subject = type === "text[]" ? "cardinality" : "length";
  const of =
    kinds[type] === "text" || type === "text[]"
      ? `(?<!\\w)${subject}\\([^()]*(?:\\([^()]*\\)[^()]*)*\\)`
      : `\\("?${name}"?`;
  const above = number(new RegExp(`${of} > \\(?'?(\\d+)`));
  const list = /(?:= ANY \(|<@ )ARRAY\[([^\]]*)\]/.exec(all)?.[1];
  const words = list?.split(", ").map((word) => word.replace(/^'(.*)'::text$/, "$1"));
  return {
    kind: kinds[type] ?? type,
    empty: !required,
    words,
    pattern: words ? undefined : / ~ '((?:[^']|'')*)'/.exec(all)?.[1],
    min: above === undefined ? number(new RegExp(`${of} >= \\(?'?(\\d+)`)) : above + 1,
    max: number(new RegExp(`${of} <= \\(?'?(\\d+)`)),
  };
}

function ofField(field: z.ZodType): Shape {
  const whole = z.toJSONSchema(field, { io: "output" }) as Json;
  const types = [whole.type ?? []].flat();
  const options = (whole.anyOf ?? []) as Json[];
  // Anything that is JSON is an alternative of many; "or null" is one of two.
  const other = options.length === 2 ? options.filter(({ type }) => type !== "null") : [];
  const value = other.length === 1 && other[0] ? other[0] : whole;
  const literals = ((value.anyOf ?? []) as Json[]).filter((one) => one.const !== undefined);
  const items = value.items as Json | undefined;
  const words = value.enum ?? items?.enum ?? (literals.length > 0 ? literals.map((one) => one.const) : undefined);
  const bound = (limit: number | undefined) => (Math.abs(limit ?? 0) === Number.MAX_SAFE_INTEGER ? undefined : limit);
  return {
    kind: kindOf(literals[0] ?? value),
    empty: types.includes("null") || other.length === 1,
    words: words?.map(String),
    // The form of an id and of a time is the code's own affair.
    pattern:
      value.format || /^\^[a-z]{3}_/.test(value.pattern ?? "") ? undefined : value.pattern?.replaceAll("\\/", "/"),
    min: value.minLength ?? value.minItems ?? bound(value.minimum),
    max: value.maxLength ?? value.maxItems ?? bound(value.maximum),
  };
}

function kindOf({ type, const: literal }: Json): string {
  const [name] = [type ?? []].flat().filter((one) => one !== "null");
  if (name === "string") return "text";
  if (name === "array") return "list";
  if (name === "number" && Number.isInteger(literal)) return "integer";
  return name === "integer" || name === "number" || name === "boolean" ? name : "json";
}

const camel = (name: string) => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

async function readColumns(url: string): Promise<Column[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: columns } = await client.query<Column>(
      `select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type, a.attnotnull as required,
          array(select pg_get_constraintdef(k.oid) from pg_constraint k
            where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]) as checks
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1, a.attnum`,
    );
    return columns;
  } finally {
    await client.end();
  }
}
