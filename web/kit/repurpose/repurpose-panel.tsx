"use client";

import { Anchor, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconArrowsSplit2 } from "@tabler/icons-react";
import Link from "next/link";
import { useState } from "react";
import type { RepurposeBatch, RepurposeQuery } from "#schema/repurpose.ts";
import { useRights } from "../auth/session.ts";
import { type PortalName, usePaths } from "../blog/paths.ts";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { Panel } from "../components/panel.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { useMadeOf } from "./queries.ts";
import { RepurposeDialog } from "./repurpose-dialog.tsx";
import { nameOf } from "./wishes.ts";

interface RepurposePanelProps {
  portal: PortalName;
  source: RepurposeQuery;
  /** The client has approved it as it is. */
  isApproved: boolean;
  /** In a panel of its own. */
  boxed?: boolean;
}

/** Has texts of other kinds made of an approved one, and shows how far those are that were ordered. */
export function RepurposePanel({ portal, source, isApproved, boxed = false }: RepurposePanelProps) {
  const [isAsking, setAsking] = useState(false);
  const made = useMadeOf(source);
  const { can } = useRights();
  const mayAsk = can("blog_post.publish") && isApproved;
  const batches = made.data?.items ?? [];
  if (made.error && !made.data) return <ErrorBlock error={made.error} onRetry={() => void made.refetch()} />;
  if (!mayAsk && batches.length === 0) return null;
  const ask = mayAsk ? (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconArrowsSplit2 size={15} aria-hidden />}
      onClick={() => setAsking(true)}
    >
      Repurpose
    </Button>
  ) : null;
  const body = (
    <Stack gap="sm">
      {batches.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing yet. It can become texts of other kinds.
        </Text>
      ) : null}
      {batches.map((batch) => (
        <Batch key={batch.id} batch={batch} portal={portal} />
      ))}
      <RepurposeDialog source={source} opened={isAsking} onClose={() => setAsking(false)} />
    </Stack>
  );
  if (boxed)
    return (
      <Panel title="Made of it" actions={ask}>
        {body}
      </Panel>
    );
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text component="h3" fw={600} size="sm">
          Made of it
        </Text>
        {ask}
      </Group>
      {body}
    </Stack>
  );
}

function Batch({ batch, portal }: { batch: RepurposeBatch; portal: PortalName }) {
  const { items, status } = batch;
  const ended = items.filter((item) => item.status === "done" || item.status === "failed").length;
  const isOpen = status === "queued" || status === "running";
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          Version {batch.sourceVersion}, <TimeAgo at={batch.createdAt} />
        </Text>
        <StatusBadge kind="work" status={status} />
      </Group>
      {isOpen ? (
        <Progress
          value={(100 * ended) / Math.max(1, items.length)}
          size="sm"
          aria-label={`${ended} of ${items.length} written`}
        />
      ) : null}
      {items.map((item) => (
        <Item key={item.id} item={item} portal={portal} />
      ))}
    </Stack>
  );
}

const kinds: Record<string, string> = {
  social_post: "social",
  newsletter: "newsletters",
  landing_page: "landing-pages",
  ad_copy: "ads",
};

function Item({ item, portal }: { item: RepurposeBatch["items"][number]; portal: PortalName }) {
  const paths = usePaths(portal);
  const { subject, activityId, errorCode } = item;
  const kind = subject ? kinds[subject.type] : undefined;
  const href = kind && subject ? paths.piece(kind, subject.id) : activityId ? paths.activity(activityId) : null;
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <div>
        {href ? (
          <Anchor component={Link} href={href} size="sm">
            {nameOf(item)}
          </Anchor>
        ) : (
          <Text size="sm">{nameOf(item)}</Text>
        )}
        {errorCode ? (
          <Text size="xs" c="dimmed">
            {words(errorCode.replaceAll(".", " "))}
          </Text>
        ) : null}
      </div>
      <StatusBadge kind="work" status={item.status} />
    </Group>
  );
}
