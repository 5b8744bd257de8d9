import { readFileSync } from "node:fs";
import type { ClientBase } from "pg";
import { migrateDatabase, migrationNames } from "#platform/migrate.ts";
import { type DatabaseRole, databaseRoles, isolation } from "#schema/isolation.ts";
import { readShapes, type TableShape } from "#tests/support/rows/catalogue.ts";
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
  /** The tenant it would be sent for. */
  tenantId: string;
  statements: string[];
}

/** What one version of the product did with its database. */
export interface Chapter {
  version: string;
  tenantId: string;
  left: Left[];
  habits: Habit[];
}

/**
 * Walks through all versions. Each leaves a row in every table that is new or demands something else than in the version
 * before, and notes how it would make and change one more: what a version shares with an earlier one, the earlier row has
 * lived through already, and longer.
 */
export async function liveThrough(client: ClientBase, demands: readonly Demand[]): Promise<Chapter[]> {
  const chapters: Chapter[] = [];
  const told = new Map<string, string>();
  for (const version of migrationNames()) {
    await migrateDatabase(process.env["MIGRATOR_DATABASE_URL"], version);
    const shapes = [...(await readShapes(client)).values()].map((shape) => [shape.name, textOf(shape)] as const);
    const news = shapes.filter(([name, text]) => told.get(name) !== text);
    const tables = new Set(news.map(([name]) => name));
    const chapter = await live(client, version, tables, demands);
    const left = new Set(chapter.left.map(({ table }) => table));
    for (const [name, text] of news) if (left.has(name)) told.set(name, text);
    chapters.push(chapter);
  }
  return chapters;
}

/** Columns that a migration says no running version knows any more: they may go, with what was in them. */
const contracted = new Set(
  migrationNames().flatMap((version) => {
    const text = readFileSync(new URL(`../../../schema/database/migrations/${version}.sql`, import.meta.url), "utf8");
    const drops = text.matchAll(/^-- contract: .+\nalter table (\w+) drop column (\w+);/gm);
    return [...drops].map(([, table, column]) => `${table}.${column}`);
  }),
);

function still(table: string, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !contracted.has(`${table}.${name}`)));
}

// Whether a check was held against the rows there are is nothing that it demands of the next.
function textOf(shape: TableShape): string {
  return JSON.stringify(shape).replaceAll(" NOT VALID", "");
}

async function live(
  client: ClientBase,
  version: string,
  tables: ReadonlySet<string>,
  demands: readonly Demand[],
): Promise<Chapter> {
  const tenantId = `ten_${version.slice(0, 4)}`;
  const chapter: Chapter = { version, tenantId, left: [], habits: [] };
  if (tables.size === 0) return chapter;
  const release = await insist(client, demands);
  await client.query("begin");
  const maker = await rowMaker(client);
  const waiting = notYet(demands, new Set(maker.shapes.keys()));
  for (const [table, { primaryKey, columns }] of maker.shapes) {
    if (waiting.has(table) || !tables.has(table)) continue;
    const row = still(table, await maker.row(table, tenantId));
    const key = Object.fromEntries(primaryKey.map((name) => [name, row[name]]));
    chapter.left.push({ table, key, row });
    const another = await maker.fresh(table, tenantId).then((values) => values && still(table, values));
    const names = columns.filter(({ name }) => !contracted.has(`${table}.${name}`)).map(({ name }) => `"${name}"`);
    const statements = [...making(table, another), ...using(table, names)];
    const owner = table === "tenants" && another ? String(another["id"]) : tenantId;
    chapter.habits.push({ table, tenantId: owner, statements });
  }
  // A row of one table may move one of another, as a ledger does its balance.
  for (const left of chapter.left) left.row = still(left.table, (await rowNow(client, left)) ?? left.row);
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
