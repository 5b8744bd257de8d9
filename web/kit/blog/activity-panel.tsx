"use client";
import { Anchor, Group, Stack } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import Link from "next/link";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { ActivityState } from "../run/activity-list.tsx";
import { useActivity } from "../run/queries.ts";
import { TimelinePanel } from "../run/timeline-panel.tsx";
import { type PortalName, usePaths } from "./paths.ts";

/** The work behind a post: state, link to its page, everything that happened. */
export function ActivityPanel({ activityId, portal }: { activityId: string | null; portal: PortalName }) {
  const activity = useActivity(activityId);
  const paths = usePaths(portal);
  if (activityId === null) return <EmptyState compact icon={IconActivity} title="No agent worked on this post" />;
  if (activity.isPending) return <TextSkeleton lines={5} />;
  if (activity.isError) return <ErrorBlock error={activity.error} onRetry={() => void activity.refetch()} />;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <ActivityState activity={activity.data} />
        <Anchor component={Link} href={paths.activity(activityId)} size="sm">
          Open {activity.data.ref}
        </Anchor>
      </Group>
      <TimelinePanel activityId={activityId} />
    </Stack>
  );
}
