"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import type { Recipient } from "#schema/newsletter.ts";
import { ErrorBlock } from "../components/error-block.tsx";
import { Panel } from "../components/panel.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { ToneBadge } from "../components/status-badge.tsx";
import { useRecipients } from "./queries.ts";

const looks: Partial<Record<Recipient["status"], { tone: "done" | "failed" | "unknown" | "waiting"; word: string }>> = {
  queued: { tone: "waiting", word: "Waits" },
  accepted: { tone: "done", word: "Sent" },
  bounced: { tone: "failed", word: "Came back" },
  complained: { tone: "failed", word: "Complained" },
  unsubscribed: { tone: "waiting", word: "Left" },
  skipped: { tone: "waiting", word: "Left out" },
  unknown: { tone: "unknown", word: "Unknown" },
};

/** Each reader's copy. */
export function Readers({ id }: { id: string }) {
  const list = useRecipients(id);
  if (list.error) return <ErrorBlock error={list.error} onRetry={list.refetch} />;
  if (list.isPending) return <TextSkeleton lines={4} />;
  return (
    <Panel title="Readers">
      <Stack gap="xs">
        {list.items.length === 0 ? <Text size="sm">Nobody was in the audience.</Text> : null}
        {list.items.map(({ id: copyId, email, status }) => {
          const { tone, word } = looks[status] ?? { tone: "done", word: "Arrived" };
          return (
            <Group key={copyId} justify="space-between" gap="xs" wrap="nowrap">
              <Text size="sm" truncate>
                {email}
              </Text>
              <ToneBadge size="sm" tone={tone}>
                {word}
              </ToneBadge>
            </Group>
          );
        })}
        {list.hasMore ? (
          <Button variant="default" size="xs" onClick={list.loadMore}>
            Load more
          </Button>
        ) : null}
      </Stack>
    </Panel>
  );
}
