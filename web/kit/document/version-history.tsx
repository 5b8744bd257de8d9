"use client";

import { Button, Group, Stack, Text, Timeline } from "@mantine/core";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";

/** A version of something the work is led by. */
export interface HistoryVersion {
  version: number;
  status: string;
  createdAt: string;
  approvedAt: string | null;
  rejectionNote: string | null;
  /** What was asked for or changed, in a person's words. */
  note?: string | null;
}

interface VersionHistoryProps {
  versions: readonly HistoryVersion[];
  shown: number;
  onShow: (version: number) => void;
  onCompare: (version: number) => void;
}

/** All versions, newest first: when, what for, and what became of each. */
export function VersionHistory({ versions, shown, onShow, onCompare }: VersionHistoryProps) {
  return (
    <Timeline bulletSize={14} lineWidth={2} active={-1}>
      {versions.map((one) => (
        <Timeline.Item
          key={one.version}
          title={
            <Group gap="xs">
              <span>
                Version {one.version}
                {one.version === shown ? " · shown" : ""}
              </span>
              <StatusBadge kind="version" status={one.status} size="sm" />
            </Group>
          }
        >
          <Stack gap={4}>
            <Text size="xs" c="dimmed">
              Begun <TimeAgo at={one.createdAt} />
              {one.approvedAt ? (
                <>
                  , approved <TimeAgo at={one.approvedAt} />
                </>
              ) : null}
            </Text>
            {one.note ? <Text size="sm">{one.note}</Text> : null}
            {one.rejectionNote ? <Text size="sm">Sent back: “{one.rejectionNote}”</Text> : null}
            {one.version !== shown ? (
              <Group gap="xs">
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Read version ${one.version}`}
                  onClick={() => onShow(one.version)}
                >
                  Read
                </Button>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Compare with version ${one.version}`}
                  onClick={() => onCompare(one.version)}
                >
                  Compare
                </Button>
              </Group>
            ) : null}
          </Stack>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
