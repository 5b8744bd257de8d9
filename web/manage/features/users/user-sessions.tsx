"use client";

import { Text } from "@mantine/core";
import { IconDevices } from "@tabler/icons-react";
import { fixedList } from "#kit/api/whole-list.ts";
import type { Column } from "#kit/components/data-table.tsx";
import { DataTable } from "#kit/components/data-table.tsx";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { TimeAgo } from "#kit/components/time-ago.tsx";
import type { UserDetail } from "#schema/user.ts";
import { appWords } from "./user-words.ts";

type Session = UserDetail["sessions"][number];

const columns: Column<Session>[] = [
  {
    key: "device",
    header: "Device",
    cell: ({ deviceName, userAgent }) => (
      <Text size="sm" lineClamp={1} title={userAgent ?? undefined}>
        {deviceName ?? userAgent ?? "Unknown"}
      </Text>
    ),
  },
  { key: "app", header: "Portal", width: 120, cell: ({ app }) => appWords[app] },
  { key: "ip", header: "Address", width: 160, cell: ({ ip }) => ip ?? "–" },
  { key: "since", header: "Since", width: 130, cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
  { key: "until", header: "Ends", width: 130, hideOnCard: true, cell: ({ expiresAt }) => <TimeAgo at={expiresAt} /> },
];

/** Where the person is signed in now. */
export function UserSessions({ user }: { user: UserDetail }) {
  return (
    <Panel title="Sessions" flush>
      <DataTable
        label="Sessions"
        list={fixedList(user.sessions)}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState compact icon={IconDevices} title="Not signed in anywhere" />}
      />
    </Panel>
  );
}
