import type { Role } from "./role.ts";

/** The role of sign-in and accounts, which are kept beside all tenants. */
export const authRole: Role = { name: "auth", url: "AUTH_DATABASE_URL" };
