import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { config } from "./config.ts";
import { type Turn, takeTurn } from "./turn.ts";

const folder = new URL("../../schema/database/migrations/", import.meta.url);

/** A migration gives up waiting for a lock after this long, so that traffic never queues behind it; then it tries again. */
const lockTimeoutMs = 1_500;
const triesMax = 40;
const turn = {
  key: 4_711_001,
  waitMaxMs: 10 * 60_000,
  pollMs: 100,
  tooLong: "Another process has been migrating this database for ten minutes.",
} as const satisfies Turn;

/** Names of all migrations, in order. */
export function migrationNames(): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return files.map((name) => name.replace(/\.sql$/, "")).sort();
}

/**
 * Brings the database to a migration, the newest unless one is named: each in a transaction of its own under the migrator role,
 * except `.online` ones, whose indexes are built beside running traffic. Several processes may call it at once; one works.
 * @returns names of the migrations applied now, empty when there was nothing to do
 * @throws the database's error with the migration's name; nothing of that migration is applied then
 */
export async function migrateDatabase(
  url: string = config("MIGRATOR_DATABASE_URL"),
  upTo: string | undefined = undefined,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: "migrate" });
  await client.connect();
  try {
    await endWithUs(client);
    await takeTurn(client, turn);
    await client.query("create table if not exists schema_migrations (name text primary key, timestamp text not null)");
    const done = await appliedTo(client);
    const wanted = migrationNames().filter((name) => !done.has(name) && (upTo === undefined || name <= upTo));
    for (const name of wanted) await apply(client, name);
    return wanted;
  } finally {
    await client.end();
  }
}

/** Looks, and changes nothing. @returns names of the migrations that the database does not have yet */
export async function pendingMigrations(url: string = config("MIGRATOR_DATABASE_URL")): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: "migrate" });
  await client.connect();
  try {
    const found = await client.query("select 1 where to_regclass('schema_migrations') is not null");
    const done = found.rowCount === 1 ? await appliedTo(client) : new Set<string>();
    return migrationNames().filter((name) => !done.has(name));
  } finally {
    await client.end();
  }
}

async function appliedTo(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>("select name from schema_migrations");
  return new Set(rows.map(({ name }) => name));
}

// The server would finish a statement for a process that died, for hours if it builds an index, and keep our turn meanwhile. Only a
// server on Windows cannot look.
async function endWithUs(client: pg.Client): Promise<void> {
  await client.query("set client_connection_check_interval = '1s'").catch(() => undefined);
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const text = readFileSync(new URL(`${name}.sql`, folder), "utf8");
  const run = name.endsWith(".online") ? applyOnline : applyAtOnce;
  for (let tries = 1; ; tries++) {
    try {
      await run(client, name, text);
      return;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      const blocked = code === "55P03" || code === "40P01";
      if (!blocked || tries === triesMax) throw new Error(`Migration ${name} failed: ${message}`, { cause: error });
      await sleep(Math.min(2_000, 100 * tries));
    }
  }
}

async function applyAtOnce(client: pg.Client, name: string, text: string): Promise<void> {
  await client.query("begin");
  try {
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
    await client.query(text);
    await record(client, name);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** Each statement alone. An index that an earlier try left unfinished is built anew. */
async function applyOnline(client: pg.Client, name: string, text: string): Promise<void> {
  const { rows } = await client.query<{ index: string }>(
    `select quote_ident(c.relname) as index from pg_index i join pg_class c on c.oid = i.indexrelid
      where not i.indisvalid and c.relnamespace = 'public'::regnamespace`,
  );
  for (const { index } of rows) await client.query(`drop index concurrently if exists ${index}`);
  for (const statement of text.split(/;\s*$/m)) if (statement.trim() !== "") await client.query(statement);
  await record(client, name);
}

async function record(client: pg.Client, name: string): Promise<void> {
  const at = new Date().toISOString();
  await client.query("insert into schema_migrations (name, timestamp) values ($1, $2)", [name, at]);
}
