import { Client, escapeIdentifier, escapeLiteral } from "pg";

/** Roles of the product. `migrator` owns the database; only `platform` may look across tenants. */
export const postgresRoles = ["migrator", "app", "platform", "auth"] as const;
export type PostgresRole = (typeof postgresRoles)[number];
export type RolePasswords = Record<PostgresRole, string>;

const extensions = ["citext", "pg_trgm", "pgcrypto"];

/**
 * Creates the database, its extensions and the four roles where they are missing, and sets the roles' passwords.
 * @param superuserUrl URL of a role that may create roles and databases; its path names the database (default `leadmetrics`)
 * @returns one URL per role
 */
export async function ensureRoles(
  superuserUrl: string,
  passwords: RolePasswords,
): Promise<Record<PostgresRole, string>> {
  const database = databaseName(superuserUrl);
  await withClient(superuserUrl, "postgres", async (client) => {
    for (const role of postgresRoles) await ensureRole(client, role, passwords[role]);
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`create database ${escapeIdentifier(database)} owner migrator`);
    await client.query(`alter database ${escapeIdentifier(database)} owner to migrator`);
    await client.query(`grant connect on database ${escapeIdentifier(database)} to app, platform, auth`);
  });
  await withClient(superuserUrl, database, async (client) => {
    for (const extension of extensions) await client.query(`create extension if not exists ${extension}`);
    await client.query("alter schema public owner to migrator");
    await client.query("grant usage on schema public to app, platform, auth");
  });
  return roleUrls(superuserUrl, passwords);
}

/** The URLs the four roles connect with, derived from the superuser's. */
export function roleUrls(superuserUrl: string, passwords: RolePasswords): Record<PostgresRole, string> {
  const urls = postgresRoles.map((role) => {
    const url = new URL(superuserUrl);
    url.username = role;
    url.password = passwords[role];
    url.pathname = `/${databaseName(superuserUrl)}`;
    return [role, url.href] as const;
  });
  return Object.fromEntries(urls) as Record<PostgresRole, string>;
}

function databaseName(url: string): string {
  const path = decodeURIComponent(new URL(url).pathname.slice(1));
  return path === "" || path === "postgres" ? "leadmetrics" : path;
}

async function ensureRole(client: Client, role: PostgresRole, password: string): Promise<void> {
  const name = escapeIdentifier(role);
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  if (found.rowCount === 0) await client.query(`create role ${name}`);
  const bypass = role === "platform" ? "bypassrls" : "nobypassrls";
  await client.query(
    `alter role ${name} login nosuperuser nocreaterole nocreatedb ${bypass} password ${escapeLiteral(password)}`,
  );
}

async function withClient(url: string, database: string, work: (client: Client) => Promise<void>): Promise<void> {
  const target = new URL(url);
  target.pathname = `/${database}`;
  const client = new Client({ connectionString: target.href, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await work(client);
  } catch (error) {
    throw explain(error as Error & { code?: string }, target);
  } finally {
    await client.end();
  }
}

function explain(error: Error & { code?: string }, target: URL): Error {
  const where = `PostgreSQL at ${target.host}`;
  if (error.code === "28P01") {
    const remedy = "Its data belongs to other secrets: run npm run db:reset, or correct DATABASE_URL.";
    return new Error(`${where} refused the password of ${target.username}. ${remedy}`, { cause: error });
  }
  if (error.code === "42501") {
    const message = `${where}: ${target.username} may not create roles and extensions. Give DATABASE_URL of a superuser.`;
    return new Error(message, { cause: error });
  }
  return new Error(`${where} could not be prepared: ${error.message}`, { cause: error });
}
