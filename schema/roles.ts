import * as z from "zod";

export const AppName = z.enum(["dashboard", "dm-portal", "manage"]);
export type AppName = z.infer<typeof AppName>;
/** What a session belongs to. The mobile app is open to everybody who may enter the Dashboard or the DM portal. */
export const SessionApp = z.enum([...AppName.options, "mobile"]);
export type SessionApp = z.infer<typeof SessionApp>;

/** True when somebody with this access may open a session of the app. */
export function mayEnter(appAccess: readonly string[], app: SessionApp): boolean {
  if (app === "mobile") return appAccess.includes("dashboard") || appAccess.includes("dm-portal");
  return appAccess.includes(app);
}

export const UserRole = z.enum(["super_admin", "admin", "member", "reviewer"]);
export type UserRole = z.infer<typeof UserRole>;
export const Side = z.enum(["client", "agency"]);
export type Side = z.infer<typeof Side>;
export const TenantRole = z.enum(["admin", "member", "reviewer"]);
export type TenantRole = z.infer<typeof TenantRole>;

/**
 * The people of the permission matrix: super admin, DM admin, DM reviewer, tenant admin, client approver, tenant member.
 * DL includes DM, TA includes CA and TM.
 */
export type Mark = "SA" | "DL" | "DM" | "TA" | "CA" | "TM";

export const anyone = ["SA", "DL", "DM", "TA", "CA", "TM"] as const satisfies readonly Mark[];
export const agency = ["SA", "DL", "DM"] as const satisfies readonly Mark[];
export const client = ["TA", "CA", "TM"] as const satisfies readonly Mark[];

/** The mark of a membership of a tenant. */
export function markOf(side: Side, role: TenantRole): Mark {
  if (side === "agency") return role === "admin" ? "DL" : "DM";
  if (role === "admin") return "TA";
  return role === "reviewer" ? "CA" : "TM";
}
