"use client";

import { Avatar, Group, Text } from "@mantine/core";
import { useMembers } from "#kit/api/use-members.ts";
import { wholeList } from "#kit/api/whole-list.ts";
import { useSession } from "#kit/auth/session.ts";
import { type Column, DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { Member } from "#schema/member.ts";
import { MemberMenu } from "./member-menu.tsx";
import { RoleCell } from "./role-cell.tsx";

/** Everybody in the workspace. */
export function MembersPanel({ isAdmin }: { isAdmin: boolean }) {
  const list = wholeList(useMembers());
  const me = useSession().data?.id;
  const isChangeable = (member: Member): boolean => isAdmin && member.side === "client" && member.user.id !== me;
  const columns: Column<Member>[] = [
    { key: "name", header: "Name", cell: (member) => <Person member={member} isMe={member.user.id === me} /> },
    {
      key: "role",
      header: "Role",
      width: 170,
      cell: (member) => <RoleCell member={member} isChangeable={isChangeable(member)} />,
    },
    {
      key: "side",
      header: "Belongs to",
      width: 130,
      hideOnCard: true,
      cell: ({ side }) => (side === "client" ? "Your company" : "The agency"),
    },
    {
      key: "seen",
      header: "Last seen",
      width: 150,
      cell: ({ lastSeenAt }) => <TimeAgo at={lastSeenAt} fallback="Never" />,
    },
    {
      key: "menu",
      header: "Actions",
      width: 80,
      align: "right",
      cell: (member) => (isChangeable(member) ? <MemberMenu member={member} /> : null),
    },
  ];
  return (
    <Panel title="People" flush>
      <DataTable
        label="People"
        list={list}
        columns={isAdmin ? columns : columns.filter(({ key }) => key !== "menu")}
        rowKey={(member) => member.id}
        empty={<EmptyState compact title="Nobody is here yet" />}
      />
    </Panel>
  );
}

function Person({ member, isMe }: { member: Member; isMe: boolean }) {
  const { name, email, jobTitle } = member.user;
  const facts = [email, jobTitle].filter(Boolean).join(" · ");
  return (
    <Group gap="sm" wrap="nowrap">
      <Avatar name={name} size={32} color="petrol" radius="xl" aria-hidden />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={550} truncate>
          {name}
          {isMe ? (
            <Text span size="xs" c="dimmed">
              {" "}
              (you)
            </Text>
          ) : null}
        </Text>
        {facts ? (
          <Text size="xs" c="dimmed" fw={400} truncate>
            {facts}
          </Text>
        ) : null}
      </div>
    </Group>
  );
}
