import type { Role } from "./role.ts";

/** The role that sees all tenants. */
export const platformRole: Role = { name: "platform", url: "PLATFORM_DATABASE_URL" };
