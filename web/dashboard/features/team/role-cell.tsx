"use client";

import { Select } from "@mantine/core";
import type { Member } from "#schema/member.ts";
import type { TenantRole } from "#schema/roles.ts";
import { useChangeRole } from "./queries.ts";
import { roleChoices, roles } from "./role-words.ts";

const agencyWords = { admin: "Lead", reviewer: "Reviewer", member: "Member" } as const;

/** The role of a person; a choice for those who may change it. */
export function RoleCell({ member, isChangeable }: { member: Member; isChangeable: boolean }) {
  const change = useChangeRole(member.user.name);
  if (!isChangeable) return member.side === "agency" ? agencyWords[member.role] : roles[member.role].label;
  return (
    <Select
      size="xs"
      w={130}
      aria-label={`Role of ${member.user.name}`}
      data={roleChoices}
      allowDeselect={false}
      value={change.isPending ? change.variables.role : member.role}
      disabled={change.isPending}
      onChange={(role) => {
        if (role && role !== member.role) change.mutate({ member, role: role as TenantRole });
      }}
    />
  );
}
