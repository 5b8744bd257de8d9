import type { ConfigKey } from "#schema/config.ts";

/**
 * A login of the database, with the configuration value that holds its address. Each has a file of its own: a function is given
 * the addresses that its code names, so one that never works in a role cannot.
 */
export interface Role {
  name: "app" | "platform" | "auth";
  url: Extract<ConfigKey, `${string}DATABASE_URL`>;
}

/** The role of everyday work, held by the policies to the actor's tenants. */
export const appRole: Role = { name: "app", url: "DATABASE_URL" };
