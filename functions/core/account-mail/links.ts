import { config } from "#platform/config.ts";
import type { AuthTokenPurpose } from "#schema/account.ts";
import type { SessionApp } from "#schema/roles.ts";

const portals = { dashboard: "DASHBOARD_URL", "dm-portal": "DM_URL", manage: "MANAGE_URL" } as const;
const pages: Record<AuthTokenPurpose, string> = {
  verify_email: "/verify-email",
  change_email: "/verify-email",
  reset_password: "/reset-password",
  set_password: "/reset-password",
  unlock: "/unlock",
};

/** Address of the portal a mail leads to: the app's own, else the first the person may enter. */
export function portalOf(app: SessionApp | null, appAccess: readonly string[]): string {
  const named = app && app !== "mobile" ? app : null;
  const first = (["dashboard", "dm-portal", "manage"] as const).find((portal) => appAccess.includes(portal));
  return config(portals[named ?? first ?? "dashboard"]);
}

/** The link of a mailed token. */
export function linkOf(purpose: AuthTokenPurpose, token: string, portal: string): string {
  return `${portal}${pages[purpose]}?token=${token}`;
}
