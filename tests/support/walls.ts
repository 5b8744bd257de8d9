import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrateDatabase } from "#platform/migrate.ts";

const roleUrls = ["DATABASE_URL", "PLATFORM_DATABASE_URL", "AUTH_DATABASE_URL", "MIGRATOR_DATABASE_URL"] as const;

/**
 * A database of this test file's own, migrated to the newest version or the one named, with nothing in it; the product in this
 * process is pointed at it. For tests that take walls down or go from version to version. `superuser` is a connection that may do everything.
 */
export async function wallsDatabase(upTo?: string): Promise<{ superuser: pg.Client; drop(): Promise<void> }> {
  const name = `walls_${randomBytes(6).toString("hex")}`;
  const at = (url: string | undefined, database: string) => {
    const target = new URL(url ?? "");
    target.pathname = `/${database}`;
    return target.href;
  };
  const keeper = new pg.Client({ connectionString: at(process.env["SUPERUSER_DATABASE_URL"], "postgres") });
  await keeper.connect();
  await keeper.query(`create database ${name} owner migrator`);
  const superuser = new pg.Client({ connectionString: at(process.env["SUPERUSER_DATABASE_URL"], name) });
  await superuser.connect();
  await superuser.query("create extension citext; create extension pg_trgm; create extension pgcrypto");
  await superuser.query("alter schema public owner to migrator; grant usage on schema public to app, platform, auth");
  for (const variable of roleUrls) process.env[variable] = at(process.env[variable], name);
  await migrateDatabase(process.env["MIGRATOR_DATABASE_URL"] ?? "", upTo);
  return {
    superuser,
    async drop() {
      await superuser.end();
      await keeper.query(`drop database ${name} with (force)`);
      await keeper.end();
    },
  };
}
