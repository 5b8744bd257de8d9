import { Button } from "@mantine/core";
import { IconSpy } from "@tabler/icons-react";
import type { Column } from "#kit/components/data-table.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import { TwoLines } from "#kit/components/two-lines.tsx";
import type { TenantDetail } from "#schema/admin.ts";
import type { Member } from "#schema/member.ts";
import type { TenantRole } from "#schema/roles.ts";
import { isClosed } from "#schema/tenant.ts";

const clientRoles: Record<TenantRole, string> = { admin: "Administrator", reviewer: "Approver", member: "Member" };

const name: Column<Member> = {
  key: "name",
  header: "Name",
  cell: ({ user }) => <TwoLines first={user.name} second={user.email} />,
};
const seen: Column<Member> = {
  key: "seen",
  header: "Last seen",
  width: 120,
  hideOnCard: true,
  cell: ({ lastSeenAt }) => <TimeAgo at={lastSeenAt} fallback="never" />,
};
const status: Column<Member> = {
  key: "status",
  header: "Status",
  width: 130,
  cell: ({ user }) => <StatusBadge kind="user" status={user.status} />,
};
const factor: Column<Member> = {
  key: "factor",
  header: "Second factor",
  width: 115,
  hideOnCard: true,
  cell: ({ user }) => (user.secondFactor ? "On" : "Off"),
};

/** The client's own people; `onPlay` acts as one of them. */
export function clientColumns(tenant: TenantDetail, onPlay: (member: Member) => void): Column<Member>[] {
  const isOpen = !isClosed(tenant.status);
  return [
    name,
    { key: "role", header: "Role", width: 125, cell: ({ role }) => clientRoles[role] },
    status,
    factor,
    seen,
    {
      key: "act",
      header: "Act as",
      width: 130,
      cell: (member) =>
        isOpen && member.user.status === "active" ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconSpy size={14} aria-hidden />}
            aria-label={`Impersonate ${member.user.name}`}
            onClick={() => onPlay(member)}
          >
            Impersonate
          </Button>
        ) : (
          "–"
        ),
    },
  ];
}

/** The agency's people at the client. */
export const reviewerColumns: Column<Member>[] = [
  name,
  { key: "role", header: "Role", width: 125, cell: ({ role }) => (role === "admin" ? "DM admin" : "Reviewer") },
  status,
  factor,
  seen,
];
