"use client";

import { ActionIcon, Anchor, Button, Group, Indicator, Popover, ScrollArea, Text, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { useLive } from "../live/live-provider.tsx";
import { NotificationList } from "./notification-list.tsx";
import { useMarkRead, useNotifications, useUnreadCount } from "./queries.ts";

const shown = 50;

/** Unread badge and the last 50 notifications; new ones arrive live and are announced politely. */
export function Bell() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const [heard, setHeard] = useState("");
  const unread = useUnreadCount().data?.count ?? 0;
  useLive(["notification:new"], ({ facts }) => setHeard(`New notification: ${String(facts["title"] ?? "")}`));
  const label = unread > 0 ? `Notifications, ${unread} unread` : "Notifications";
  return (
    <Popover
      opened={isOpen}
      onChange={(open) => !open && close()}
      position="bottom-end"
      width={400}
      shadow="lg"
      radius="lg"
      trapFocus
      returnFocus
    >
      <Indicator label={unread > 99 ? "99+" : unread} size={16} offset={7} disabled={unread === 0} color="petrol">
        <Popover.Target>
          <ActionIcon size="lg" onClick={toggle} aria-label={label}>
            <IconBell size={18} stroke={1.6} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <VisuallyHidden role="status">{heard}</VisuallyHidden>
      <Popover.Dropdown p={0} aria-label="Notifications" maw="calc(100vw - 1rem)">
        {isOpen ? <BellContent unread={unread} onClose={close} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function BellContent({ unread, onClose }: { unread: number; onClose: () => void }) {
  const list = useNotifications(false, shown);
  const markRead = useMarkRead();
  return (
    <>
      <Group justify="space-between" px="md" py="xs" mih={48} style={{ borderBottom: "1px solid var(--lm-hairline)" }}>
        <Text fw={600}>Notifications</Text>
        {unread > 0 ? (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => markRead.mutate({ all: true })}
            loading={markRead.isPending}
          >
            Mark all as read
          </Button>
        ) : null}
      </Group>
      <ScrollArea.Autosize mah="min(28rem, 70dvh)" type="auto">
        {list.isPending ? (
          <div style={{ padding: 16 }}>
            <TextSkeleton />
          </div>
        ) : null}
        {list.error ? <ErrorBlock error={list.error} onRetry={list.refetch} /> : null}
        {!list.isPending && !list.error && list.items.length === 0 ? (
          <EmptyState
            compact
            icon={IconBell}
            title="All read"
            text="Reviews, failures and published posts will be told here."
          />
        ) : null}
        <NotificationList items={list.items} onFollow={onClose} />
      </ScrollArea.Autosize>
      <Group px="md" py="xs" style={{ borderTop: "1px solid var(--lm-hairline)" }}>
        <Anchor component={Link} href="/notifications" size="sm" onClick={onClose}>
          See all
        </Anchor>
      </Group>
    </>
  );
}
