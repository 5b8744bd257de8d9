import { type DatabaseLogin, databaseLogins, ensureRoles, type LoginUrls } from "#platform/database-roles.ts";

export type RolePasswords = Record<DatabaseLogin, string>;

/**
 * Creates the database, its extensions and the four roles where they are missing, and sets the roles' passwords.
 * @param superuserUrl URL of a role that may create roles and databases; its path names the database (default `leadmetrics`)
 * @returns one URL per role
 * @throws with what to do about it
 */
export async function prepareRoles(superuserUrl: string, passwords: RolePasswords): Promise<LoginUrls> {
  const urls = roleUrls(superuserUrl, passwords);
  try {
    await ensureRoles(superuserUrl, urls);
  } catch (error) {
    throw explain(error as Error & { code?: string }, new URL(superuserUrl));
  }
  return urls;
}

/** The URLs the four roles connect with, derived from the superuser's. */
export function roleUrls(superuserUrl: string, passwords: RolePasswords): LoginUrls {
  const urls = databaseLogins.map((role) => {
    const url = new URL(superuserUrl);
    url.username = role;
    url.password = encodeURIComponent(passwords[role]);
    url.pathname = `/${databaseName(superuserUrl)}`;
    return [role, url.href] as const;
  });
  return Object.fromEntries(urls) as LoginUrls;
}

function databaseName(url: string): string {
  const path = new URL(url).pathname.slice(1);
  return path === "" || path === "postgres" ? "leadmetrics" : path;
}

function explain(error: Error & { code?: string }, target: URL): Error {
  const where = `PostgreSQL at ${target.host}`;
  if (error.code === "28P01") {
    const remedy = "Its data belongs to other secrets: run npm run db:reset, or correct DATABASE_URL.";
    return new Error(`${where} refused the password of ${target.username}. ${remedy}`, { cause: error });
  }
  if (error.code === "42501") {
    const message = `${where}: ${target.username} may not create roles and databases. Give DATABASE_URL of a role that may.`;
    return new Error(message, { cause: error });
  }
  return new Error(`${where} could not be prepared: ${error.message}`, { cause: error });
}
