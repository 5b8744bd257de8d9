"use client";
import { Button, Text, Timeline } from "@mantine/core";
import { IconTimeline } from "@tabler/icons-react";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { TextSkeleton } from "../components/skeletons.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { useActivityEvents } from "./queries.ts";

/** Everything that happened to an activity, in order. */
export function TimelinePanel({ activityId }: { activityId: string }) {
  const events = useActivityEvents(activityId);
  if (events.isPending) return <TextSkeleton lines={6} />;
  if (events.error) return <ErrorBlock error={events.error} onRetry={events.refetch} />;
  if (events.items.length === 0) return <EmptyState compact icon={IconTimeline} title="Nothing has happened yet" />;
  return (
    <>
      <Timeline bulletSize={14} lineWidth={2} active={-1}>
        {events.items.map((event) => (
          <Timeline.Item key={event.id} title={words(event.kind)}>
            <Text size="sm">{event.message}</Text>
            <Text size="xs" c="dimmed">
              <TimeAgo at={event.createdAt} />
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
      {events.hasMore && (
        <Button variant="default" size="xs" mt="md" loading={events.isLoadingMore} onClick={events.loadMore}>
          Load more
        </Button>
      )}
    </>
  );
}
