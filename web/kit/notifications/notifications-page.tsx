"use client";

import { Button, Tabs } from "@mantine/core";
import { IconBell, IconMail } from "@tabler/icons-react";
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { Delivery } from "#schema/notification.ts";
import type { Column } from "../components/data-table.tsx";
import { DataTable } from "../components/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { TableSkeleton } from "../components/skeletons.tsx";
import { StatusTabs } from "../components/status-tabs.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { NotificationList } from "./notification-list.tsx";
import { useDeliveries, useMarkRead, useNotifications } from "./queries.ts";

const tabs = ["list", "deliveries"] as const;

/** All notifications, and the ledger of what was sent where and why. */
export function NotificationsPage() {
  const [{ tab, unread }, setState] = useQueryStates({
    tab: parseAsStringLiteral(tabs).withDefault("list"),
    unread: parseAsBoolean.withDefault(false),
  });
  const markRead = useMarkRead();
  return (
    <>
      <PageHeader
        title="Notifications"
        actions={
          <Button variant="default" onClick={() => markRead.mutate({ all: true })} loading={markRead.isPending}>
            Mark all as read
          </Button>
        }
      />
      <Tabs value={tab} onChange={(value) => void setState({ tab: value === "deliveries" ? "deliveries" : "list" })}>
        <Tabs.List mb="md">
          <Tabs.Tab value="list">Notifications</Tabs.Tab>
          <Tabs.Tab value="deliveries">Deliveries</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="list">
          <Everything unreadOnly={unread} onUnreadOnly={(value) => void setState({ unread: value })} />
        </Tabs.Panel>
        <Tabs.Panel value="deliveries">
          <Panel flush>
            <Deliveries />
          </Panel>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Everything({ unreadOnly, onUnreadOnly }: { unreadOnly: boolean; onUnreadOnly: (value: boolean) => void }) {
  const list = useNotifications(unreadOnly);
  const options = [
    { value: "all", label: "All" },
    { value: "unread", label: "Unread" },
  ] as const;
  return (
    <Panel
      flush
      title={unreadOnly ? "Unread" : "Latest"}
      actions={
        <StatusTabs
          label="Show"
          value={unreadOnly ? "unread" : "all"}
          options={options}
          onChange={(value) => onUnreadOnly(value === "unread")}
        />
      }
    >
      {list.isPending ? <TableSkeleton /> : null}
      {list.error ? <ErrorBlock error={list.error} onRetry={list.refetch} /> : null}
      {!list.isPending && !list.error && list.items.length === 0 ? (
        <EmptyState icon={IconBell} title="All read" />
      ) : null}
      <NotificationList items={list.items} />
      {list.hasMore ? (
        <Button m="md" variant="default" size="xs" onClick={list.loadMore} loading={list.isLoadingMore}>
          Load more
        </Button>
      ) : null}
    </Panel>
  );
}

const columns: Column<Delivery>[] = [
  { key: "event", header: "What", cell: (delivery) => words(delivery.event) },
  { key: "channel", header: "Channel", cell: (delivery) => words(delivery.channel) },
  { key: "address", header: "To", cell: (delivery) => delivery.address },
  { key: "status", header: "Status", cell: (delivery) => words(delivery.status) },
  { key: "reason", header: "Reason", hideOnCard: true, cell: (delivery) => delivery.reason ?? "–" },
  { key: "at", header: "When", cell: (delivery) => <TimeAgo at={delivery.sentAt ?? delivery.createdAt} /> },
];

function Deliveries() {
  const list = useDeliveries();
  return (
    <DataTable
      label="Deliveries"
      list={list}
      columns={columns}
      rowKey={(delivery) => delivery.id}
      empty={<EmptyState icon={IconMail} title="Mails and messages sent to you are listed here, with the reason." />}
    />
  );
}
