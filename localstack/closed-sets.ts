import { Client } from "pg";
import { type ClosedSet, closedSets } from "#schema/database/closed-sets.ts";

type Constraint = { column: string; definition: string };

/**
 * Compares the check constraints of a migrated database with the enums of the code.
 * @returns one sentence for each closed set that only one side knows or that differs, empty when all agree
 */
export async function closedSetDrift(url: string): Promise<string[]> {
  const found = new Map<string, string[]>();
  const problems: string[] = [];
  for (const { column, definition } of await constraints(url)) {
    const values = valuesOf(definition);
    if (!values) continue;
    if (values === "unreadable")
      problems.push(`${column}: "${definition}" mixes a closed set with something else; write two checks.`);
    else if (found.has(column)) problems.push(`${column} has two closed sets; drop the older check.`);
    else found.set(column, values);
  }
  for (const [column, values] of found) problems.push(...difference(column, values, closedSets[column]));
  for (const column of Object.keys(closedSets))
    if (!found.has(column)) problems.push(`${column} is in the catalogue, but no check of the database holds it.`);
  return problems.sort();
}

function difference(column: string, values: string[], known: ClosedSet | undefined): string[] {
  if (!known) return [`${column} has a closed set without an enum; name it in schema/database/sets/.`];
  const missing = values.filter((value) => !known.options.includes(value));
  const extra = known.options.filter((value) => !values.includes(value));
  const part = (list: readonly string[], where: string) =>
    list.length > 0 ? [`only ${where}: ${list.join(", ")}`] : [];
  const parts = [...part(missing, "in the database"), ...part(extra, "in the enum")];
  return parts.length > 0 ? [`${column} differs: ${parts.join("; ")}.`] : [];
}

/** The words of `col in (…)` or `col <@ array[…]`; undefined when the check is about something else. */
function valuesOf(definition: string): string[] | "unreadable" | undefined {
  const body = definition.replace(/ NOT VALID$/, "");
  const plain =
    /^CHECK \(\("?\w+"? (?:= ANY \(ARRAY\[([^\]]*)\]\)|<@ ARRAY\[([^\]]*)\]|= ('(?:[^']|'')*'::text))\)\)$/.exec(body);
  const list = plain?.[1] ?? plain?.[2] ?? plain?.[3];
  if (list !== undefined && !list.includes("'")) return undefined;
  if (list === undefined) return /ARRAY\[/.test(body) ? "unreadable" : undefined;
  return [...list.matchAll(/'((?:[^']|'')*)'::text/g)].map(([, value = ""]) => value.replaceAll("''", "'"));
}

async function constraints(url: string): Promise<Constraint[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Constraint>(
      `select c.relname || '.' || a.attname as column, pg_get_constraintdef(k.oid) as definition
        from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
        where k.contype = 'c' and k.connamespace = 'public'::regnamespace and cardinality(k.conkey) = 1
        order by 1`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
