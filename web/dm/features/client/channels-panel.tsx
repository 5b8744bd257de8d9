"use client";
import { Anchor, Group, Stack, Text } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import Link from "next/link";
import { useChannels } from "#kit/channels/queries.ts";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";

/** Where this client's content goes out. */
export function ChannelsPanel({ tenantId }: { tenantId: string }) {
  const channels = useChannels();
  return (
    <Panel
      title="Channels"
      actions={
        <Anchor component={Link} href={`/t/${tenantId}/channels`} size="sm">
          Manage
        </Anchor>
      }
    >
      {channels.isPending && <TextSkeleton lines={3} />}
      {channels.isError && !channels.data && (
        <ErrorBlock error={channels.error} onRetry={() => void channels.refetch()} />
      )}
      {channels.data?.items.length === 0 && (
        <EmptyState compact icon={IconPlugConnected} title="No channel is connected" />
      )}
      <Stack gap="sm">
        {channels.data?.items.map((channel) => (
          <Group key={channel.id} justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={600} truncate>
                {channel.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {words(channel.type)} · {channel.mode === "draft" ? "as drafts" : "public at once"}
                {channel.url !== null && (
                  <>
                    {" · "}
                    <Anchor href={channel.url} target="_blank" rel="noreferrer" inherit underline="always">
                      {channel.url}
                    </Anchor>
                  </>
                )}
              </Text>
            </div>
            <StatusBadge kind="channel" status={channel.status} size="sm" />
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
