import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrateDatabase } from "#platform/migrate.ts";

const roleUrls = ["DATABASE_URL", "PLATFORM_DATABASE_URL", "AUTH_DATABASE_URL", "MIGRATOR_DATABASE_URL"] as const;

export interface Walls {
  /** A connection that may do everything. */
  superuser: pg.Client;
  drop(): Promise<void>;
}

/**
 * A database of this test file's own, migrated to the newest version or the one named, with nothing in it; the product in this
 * process is pointed at it. For tests that take walls down or go from version to version.
 */
export async function wallsDatabase(upTo?: string): Promise<Walls> {
  const name = await made("");
  const preparing = await clientOf(name);
  await preparing.query("create extension citext; create extension pg_trgm; create extension pgcrypto");
  await preparing.query("alter schema public owner to migrator; grant usage on schema public to app, platform, auth");
  await preparing.end();
  const walls = await opened(name);
  await migrateDatabase(process.env["MIGRATOR_DATABASE_URL"] ?? "", upTo);
  return walls;
}

/** Databases like one that is migrated once: each is a copy of it. */
export async function wallsTemplate(upTo: string): Promise<{ copy(): Promise<Walls>; drop(): Promise<void> }> {
  const { superuser, drop } = await wallsDatabase(upTo);
  const original = superuser.database ?? "";
  await superuser.end();
  return { copy: async () => opened(await made(`template ${original}`)), drop };
}

async function made(how: string): Promise<string> {
  const name = `walls_${randomBytes(6).toString("hex")}`;
  const keeper = await clientOf("postgres");
  await keeper.query(`create database ${name} owner migrator ${how}`);
  await keeper.end();
  return name;
}

async function opened(name: string): Promise<Walls> {
  const superuser = await clientOf(name);
  for (const variable of roleUrls) process.env[variable] = at(process.env[variable], name);
  return {
    superuser,
    async drop() {
      await superuser.end();
      const keeper = await clientOf("postgres");
      await keeper.query(`drop database ${name} with (force)`);
      await keeper.end();
    },
  };
}

async function clientOf(database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: at(process.env["MASTER_DATABASE_URL"], database) });
  await client.connect();
  return client;
}

function at(url: string | undefined, database: string): string {
  const target = new URL(url ?? "");
  target.pathname = `/${database}`;
  return target.href;
}
