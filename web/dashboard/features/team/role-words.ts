import type { TenantRole } from "#schema/roles.ts";

/** What each role of a client's people is called, and what it may do. */
export const roles: Record<TenantRole, { label: string; description: string }> = {
  admin: { label: "Admin", description: "Everything: settings, people, keys, approvals." },
  reviewer: { label: "Approver", description: "Approves content for the company; asks for posts." },
  member: { label: "Member", description: "Asks for posts, comments, uploads knowledge." },
};

export const roleChoices = (["admin", "reviewer", "member"] as const).map((role) => ({
  value: role,
  label: roles[role].label,
}));
