"use client";

import { Group, Stack, Text } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { EmptyState } from "#kit/components/empty-state.tsx";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { words } from "#kit/components/format.ts";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { useChannels } from "../requests/queries.ts";
import { StepFrame } from "./step-frame.tsx";
import { useStepForm } from "./use-step-form.ts";

/** What is connected already; connecting is done together with the agency. */
export function ChannelsStep() {
  const channels = useChannels();
  const { form, submit, problem, isBusy } = useStepForm("channels", {}, () => ({}));
  return (
    <StepFrame step="channels" onSubmit={form.onSubmit(submit)} isBusy={isBusy} problem={problem}>
      {channels.isPending ? <TextSkeleton lines={3} /> : null}
      {channels.error && !channels.data ? (
        <ErrorBlock error={channels.error} onRetry={() => void channels.refetch()} />
      ) : null}
      {channels.data?.items.length === 0 ? (
        <EmptyState
          compact
          icon={IconPlugConnected}
          title="No channel is connected yet"
          text="Your agency connects them together with you. The setup goes on without; texts wait until a channel is there."
        />
      ) : null}
      <Stack gap="sm">
        {channels.data?.items.map((channel) => (
          <Group key={channel.id} justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text fw={550} size="sm" truncate>
                {channel.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {words(channel.type)}
                {channel.url ? ` · ${channel.url}` : ""}
              </Text>
            </div>
            <StatusBadge kind="channel" status={channel.status} />
          </Group>
        ))}
      </Stack>
    </StepFrame>
  );
}
