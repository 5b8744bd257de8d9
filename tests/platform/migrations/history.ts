import type { ClientBase } from "pg";
import { migrateDatabase, migrationNames } from "#platform/migrate.ts";
import { type DatabaseRole, databaseRoles, isolation } from "#schema/isolation.ts";
import { insertion, rowMaker, type Values } from "#tests/support/rows/index.ts";
import { type Demand, insist, notYet } from "./demands.ts";

/** A row that a version left behind, as it was then. */
export interface Left {
  table: string;
  key: Values;
  row: Values;
}

/** A statement as a version of the product would send it: it names what that version knew. */
export interface Habit {
  table: string;
  statements: string[];
}

/** What one version of the product did with its database. */
export interface Chapter {
  version: string;
  tenantId: string;
  left: Left[];
  habits: Habit[];
}

/** Walks through all versions; each leaves a row in every table it has, and notes how it would make and change one more. */
export async function liveThrough(client: ClientBase, demands: readonly Demand[]): Promise<Chapter[]> {
  const chapters: Chapter[] = [];
  for (const version of migrationNames()) {
    await migrateDatabase(process.env["MIGRATOR_DATABASE_URL"], version);
    chapters.push(await live(client, version, demands));
  }
  return chapters;
}

async function live(client: ClientBase, version: string, demands: readonly Demand[]): Promise<Chapter> {
  const tenantId = `ten_${version.slice(0, 4)}`;
  const chapter: Chapter = { version, tenantId, left: [], habits: [] };
  const release = await insist(client, demands);
  await client.query("begin");
  const maker = await rowMaker(client);
  const waiting = notYet(demands, new Set(maker.shapes.keys()));
  for (const [table, { primaryKey, columns }] of maker.shapes) {
    if (waiting.has(table)) continue;
    const row = await maker.row(table, tenantId);
    const key = Object.fromEntries(primaryKey.map((name) => [name, row[name]]));
    chapter.left.push({ table, key, row });
    const another = await maker.fresh(table, tenantId);
    const names = columns.map(({ name }) => `"${name}"`);
    chapter.habits.push({ table, statements: [...making(table, another), ...using(table, names)] });
  }
  await client.query("commit");
  await release();
  return chapter;
}

function making(table: string, values: Values | null): string[] {
  return values ? [insertion(table, values).replace(/ returning .*$/s, "")] : [];
}

function using(table: string, names: string[]): string[] {
  const [first = ""] = names;
  return [
    `select ${names.join(", ")} from "${table}" limit 1`,
    `update "${table}" set ${first} = ${first} where false`,
  ];
}

/** The row as it stands now, without what every change touches; undefined when it is gone. */
export async function rowNow(client: ClientBase, { table, key }: Left): Promise<Values | undefined> {
  const names = Object.keys(key);
  const where = names.map((name, index) => `"${name}"::text = $${index + 1}`).join(" and ");
  const values = names.map((name) => String(key[name]));
  const { rows } = await client.query<{ row: Values }>(
    `select to_jsonb(t) as row from "${table}" t where ${where}`,
    values,
  );
  return rows[0]?.row;
}

/** The role that would send the statement: the least one that is allowed to. Undefined where no role is. */
export function senderOf(table: string, statement: string): DatabaseRole | undefined {
  const verb = statement.split(" ")[0];
  const declared = isolation[table];
  return databaseRoles.find((role) => {
    if (verb === "select" && declared?.columns?.[role]) return false;
    return declared?.grants[role].some((command) => command === verb);
  });
}
