import { optionsOf } from "#kit/components/options.ts";
import type { AppName, UserRole } from "#schema/roles.ts";
import type { UserRow } from "#schema/user.ts";

export const roleWords: Record<UserRole, string> = {
  super_admin: "Super admin",
  admin: "Admin",
  reviewer: "Reviewer",
  member: "Member",
};

export const appWords: Record<AppName, string> = { dashboard: "Dashboard", "dm-portal": "DM Portal", manage: "Manage" };

const statusWords: Record<UserRow["status"], string> = {
  invited: "Invited",
  active: "Active",
  locked: "Locked",
  deactivated: "Deactivated",
};

export const roleOptions = optionsOf(roleWords);
export const appOptions = optionsOf(appWords);
export const statusOptions = optionsOf(statusWords);

export function fullName({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return `${firstName} ${lastName}`.trim();
}

/** "Administrator, client" from a membership. */
export function placeWords({ side, role }: Pick<UserRow["tenants"][number], "side" | "role">): string {
  return side === "agency" ? `${roleWords[role]} of the agency` : `${roleWords[role]} of the client`;
}
