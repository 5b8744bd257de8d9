import { Client, escapeIdentifier, escapeLiteral } from "pg";

/** Logins of the product. `migrator` owns the database and everything in it; the others have what migrations grant them. */
export const databaseLogins = ["migrator", "app", "platform", "auth"] as const;
export type DatabaseLogin = (typeof databaseLogins)[number];
export type LoginUrls = Record<DatabaseLogin, string>;

const extensions = ["citext", "pg_trgm", "pgcrypto"];

/**
 * Creates the database, its extensions and the four roles where they are missing, and gives the roles the passwords of their URLs.
 * @param masterUrl login that may create roles and databases; it need not be a superuser. PostgreSQL 16 or newer
 * @param urls the URL of each role; the migrator's path names the database
 */
export async function ensureRoles(masterUrl: string, urls: LoginUrls): Promise<void> {
  const database = decodeURIComponent(new URL(urls.migrator).pathname.slice(1));
  await connected(masterUrl, "postgres", async (client) => {
    for (const role of databaseLogins) await ensureRole(client, role, passwordIn(urls[role], role));
    await ensureDatabase(client, database);
  });
  await connected(masterUrl, database, (client) => furnish(client, database));
}

/**
 * Takes from `platform` the attribute with which databases made by earlier versions let it see all tenants; its policies do that
 * since. To be called after the migrations that make them. @returns whether there was anything to take
 */
export async function withdrawBypass(masterUrl: string): Promise<boolean> {
  let had = false;
  await connected(masterUrl, "postgres", async (client) => {
    const { rowCount } = await client.query("select 1 from pg_roles where rolname = 'platform' and rolbypassrls");
    had = rowCount === 1;
    if (had) await client.query("alter role platform nobypassrls");
  });
  return had;
}

function passwordIn(url: string, role: DatabaseLogin): string {
  const { username, password } = new URL(url);
  if (username !== role || password === "")
    throw new Error(
      `The URL of the database role ${role} must hold that name and a password; it is for "${username}".`,
    );
  return decodeURIComponent(password);
}

interface Attributes {
  rolsuper: boolean;
  rolcreaterole: boolean;
  rolcreatedb: boolean;
  rolreplication: boolean;
  rolbypassrls: boolean;
}

const excess = {
  rolsuper: "nosuperuser",
  rolcreaterole: "nocreaterole",
  rolcreatedb: "nocreatedb",
  rolreplication: "noreplication",
  rolbypassrls: "nobypassrls",
} as const satisfies Record<keyof Attributes, string>;

// Only a superuser may speak of some attributes at all, so each is named only where it must be taken away.
async function ensureRole(client: Client, role: DatabaseLogin, password: string): Promise<void> {
  const name = escapeIdentifier(role);
  const { rows } = await client.query<Attributes>(
    `select ${Object.keys(excess).join(", ")} from pg_roles where rolname = $1`,
    [role],
  );
  if (rows.length === 0) await client.query(`create role ${name}`);
  const taken = (Object.keys(excess) as (keyof Attributes)[])
    // Without its policies `platform` would be blind: see `withdrawBypass`.
    .filter((attribute) => rows[0]?.[attribute] && !(role === "platform" && attribute === "rolbypassrls"))
    .map((attribute) => excess[attribute]);
  await client.query(`alter role ${name} login ${taken.join(" ")} password ${escapeLiteral(password)}`);
}

// Who gives a database to a role must be able to become that role; whoever created it may allow that to himself.
async function ensureDatabase(client: Client, database: string): Promise<void> {
  const become = await client.query<{ may: boolean }>("select pg_has_role('migrator', 'set') as may");
  if (!become.rows[0]?.may) await client.query("grant migrator to current_user with inherit false, set true");
  const { rows } = await client.query<{ owner: string }>(
    "select pg_get_userbyid(datdba) as owner from pg_database where datname = $1",
    [database],
  );
  const name = escapeIdentifier(database);
  if (rows.length === 0) await client.query(`create database ${name} owner migrator`);
  else if (rows[0]?.owner !== "migrator") await client.query(`alter database ${name} owner to migrator`);
}

// As the owner: the extensions are trusted ones, which the owner of a database may create.
async function furnish(client: Client, database: string): Promise<void> {
  await client.query("set role migrator");
  for (const extension of extensions) await client.query(`create extension if not exists ${extension}`);
  await client.query("alter schema public owner to migrator");
  await client.query("grant usage on schema public to app, platform, auth");
  await client.query(`grant connect on database ${escapeIdentifier(database)} to app, platform, auth`);
}

async function connected(url: string, database: string, work: (client: Client) => Promise<void>): Promise<void> {
  const target = new URL(url);
  target.pathname = `/${encodeURIComponent(database)}`;
  const client = new Client({ connectionString: target.href, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}
