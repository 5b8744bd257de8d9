import { readdirSync, readFileSync } from "node:fs";
import { Kysely, PostgresDialect, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { Migrator } from "kysely/migration";
import pg from "pg";
import { config } from "./config.ts";

const folder = new URL("../../schema/database/migrations/", import.meta.url);

function migrations(): Promise<Record<string, Migration>> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  const entries = files.map((name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    return [
      name.replace(/\.sql$/, ""),
      { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) },
    ] as const;
  });
  return Promise.resolve(Object.fromEntries(entries));
}

/**
 * Brings the database to the newest migration, all in one transaction under the migrator role.
 * @returns names of the migrations applied now, empty when there was nothing to do
 * @throws the database's error with the migration's name; nothing is applied then
 */
export async function migrateDatabase(url: string = config("MIGRATOR_DATABASE_URL")): Promise<string[]> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 2 }) }),
  });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: migrations },
      migrationTableName: "schema_migrations",
      migrationLockTableName: "schema_migrations_lock",
    });
    const { error, results = [] } = await migrator.migrateToLatest();
    const failed = results.find((result) => result.status === "Error");
    if (error)
      throw new Error(
        `Migration ${failed?.migrationName ?? ""} failed: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    return results.map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
