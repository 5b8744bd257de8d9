"use client";

import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import {
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconPlugX,
  IconRefresh,
  IconStethoscope,
} from "@tabler/icons-react";
import type { Channel } from "#schema/channel.ts";
import { MeasuredType } from "#schema/metric.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import classes from "./channels.module.css";
import { useChannelVerb, useDisconnect, useTest } from "./queries.ts";
import { troubleOf } from "./words.ts";

interface ChannelRowProps {
  channel: Channel;
  typeName: string;
  mayConnect: boolean;
  /** Connects it again; null where that is not done by signing in. */
  onReconnect: (() => void) | null;
}

/** A connected account: how it is, and what a person may do with it. */
export function ChannelRow({ channel, typeName, mayConnect, onReconnect }: ChannelRowProps) {
  const trouble = troubleOf(channel);
  return (
    <li className={classes["row"]}>
      <div className={classes["words"]}>
        <Group gap="xs" wrap="nowrap">
          <Text fw={600} size="sm" truncate>
            {channel.name}
          </Text>
          <StatusBadge kind="channel" status={channel.status} size="sm" />
        </Group>
        <Text size="xs" c="dimmed">
          {typeName}
          {channel.account && channel.account !== channel.name ? ` · ${channel.account}` : ""}
          {channel.lastSyncAt ? (
            <>
              {" · read "}
              <TimeAgo at={channel.lastSyncAt} />
            </>
          ) : null}
        </Text>
        {trouble ? (
          <Text size="sm" className={classes["trouble"]}>
            {trouble}
          </Text>
        ) : null}
      </div>
      {mayConnect && channel.type !== "website" ? (
        <Group gap="xs" wrap="nowrap">
          {channel.status === "needs_reconnect" && onReconnect ? (
            <Button size="xs" onClick={onReconnect} aria-label={`Connect ${channel.name} again`}>
              Reconnect
            </Button>
          ) : null}
          <Actions channel={channel} onReconnect={onReconnect} />
        </Group>
      ) : null}
    </li>
  );
}

function Actions({ channel, onReconnect }: Pick<ChannelRowProps, "channel" | "onReconnect">) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const pause = useChannelVerb(channel, "pause", `${channel.name} rests.`);
  const resume = useChannelVerb(channel, "resume", `${channel.name} goes on.`);
  const sync = useChannelVerb(channel, "sync", `The numbers of ${channel.name} are being read.`);
  const disconnect = useDisconnect(channel, close);
  const test = useTest(channel, ({ ok, account, message }) =>
    notifications.show(
      ok
        ? { message: `${channel.name} lets us in${account ? ` as ${account}` : ""}.`, color: "green" }
        : { title: `${channel.name} does not let us in`, message: message ?? "", color: "red" },
    ),
  );
  const isOpen = channel.status === "connected";
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" aria-label={`Actions for ${channel.name}`} loading={test.isPending}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconStethoscope size={16} aria-hidden />} onClick={() => test.mutate()}>
            Try it
          </Menu.Item>
          {isOpen && MeasuredType.safeParse(channel.type).success ? (
            <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => sync.mutate()}>
              Read the numbers now
            </Menu.Item>
          ) : null}
          {onReconnect ? (
            <Menu.Item leftSection={<IconPlugX size={16} aria-hidden />} onClick={onReconnect}>
              Connect again
            </Menu.Item>
          ) : null}
          {isOpen ? (
            <Menu.Item leftSection={<IconPlayerPause size={16} aria-hidden />} onClick={() => pause.mutate()}>
              Pause
            </Menu.Item>
          ) : null}
          {channel.status === "paused" ? (
            <Menu.Item leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => resume.mutate()}>
              Resume
            </Menu.Item>
          ) : null}
          <Menu.Item color="red" leftSection={<IconPlugConnectedX size={16} aria-hidden />} onClick={open}>
            Disconnect
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isAsking}
        onClose={close}
        onConfirm={() => disconnect.mutate()}
        isBusy={disconnect.isPending}
        title={`Disconnect ${channel.name}?`}
        confirmLabel="Disconnect"
        danger
      >
        Nothing is read from it and nothing goes out to it any more. Its permission is given back to the provider; what
        was read and published stays.
      </ConfirmDialog>
    </>
  );
}
