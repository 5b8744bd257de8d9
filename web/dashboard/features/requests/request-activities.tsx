"use client";

import { Anchor, Group, Stack, Text } from "@mantine/core";
import Link from "next/link";
import { words } from "#kit/components/format.ts";
import { Panel } from "#kit/components/panel.tsx";
import { StatusBadge } from "#kit/components/status-badge.tsx";
import { useActivity } from "./queries.ts";

/** The work that came out of a request, each step with its state. */
export function RequestActivities({ ids }: { ids: readonly string[] }) {
  return (
    <Panel title="Work on it">
      {ids.length === 0 ? <Text c="dimmed">Work begins once your agency has approved the request.</Text> : null}
      <Stack gap="sm">
        {ids.map((id) => (
          <Step key={id} id={id} />
        ))}
      </Stack>
    </Panel>
  );
}

function Step({ id }: { id: string }) {
  const activity = useActivity(id).data;
  if (!activity) return <Text c="dimmed">…</Text>;
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <Anchor component={Link} href={`/activities/${id}`} fw={550} size="sm">
          {activity.title}
        </Anchor>
        <Text size="xs" c="dimmed">
          {activity.ref} · {words(activity.doer)}
        </Text>
      </div>
      {activity.blockedReason && activity.status === "pending" ? (
        <StatusBadge kind="blocked" status={activity.blockedReason} />
      ) : (
        <StatusBadge kind="activity" status={activity.status} />
      )}
    </Group>
  );
}
