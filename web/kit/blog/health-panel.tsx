"use client";
import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconHeartbeat, IconRefresh } from "@tabler/icons-react";
import Link from "next/link";
import type { BlogPost } from "#schema/blog.ts";
import type { ContentAudit } from "#schema/content-quality.ts";
import { useRights } from "../auth/session.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorBlock } from "../components/error-block.tsx";
import { words } from "../components/format.ts";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { type PortalName, usePaths } from "./paths.ts";
import { useBlogAudits, useOrderAudit } from "./queries.ts";

/** How a published post has aged, as its last audit found, and the way to have it mended. */
export function HealthPanel({ post, portal }: { post: BlogPost; portal: PortalName }) {
  const paths = usePaths(portal);
  const audits = useBlogAudits(post.id);
  const audit = useOrderAudit(post.id, "The post is being looked through.");
  const { can } = useRights();
  if (audits.isPending) return <TextSkeleton lines={5} />;
  if (audits.isError) return <ErrorBlock error={audits.error} onRetry={() => void audits.refetch()} />;
  const [last] = audits.data.items;
  const isAtWork = last?.status === "queued" || last?.status === "running";
  const order = can("insight.manage") ? (
    <Button size="xs" variant="default" loading={audit.isPending} disabled={isAtWork} onClick={() => audit.mutate()}>
      {last ? "Look again" : "Audit this post"}
    </Button>
  ) : null;
  if (!last)
    return (
      <EmptyState
        compact
        icon={IconHeartbeat}
        title="Not audited yet"
        text={
          post.status === "published"
            ? "An audit finds what is out of date, thin or hard to find, and says what to change."
            : "A post is audited once it is published."
        }
        action={post.status === "published" ? order : undefined}
      />
    );
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={600}>{headOf(last)}</Text>
          <Text size="xs" c="dimmed">
            <TimeAgo at={last.createdAt} />
          </Text>
        </div>
        {order}
      </Group>
      {last.refreshContext && (
        <Paper withBorder p="sm" radius="md">
          <Text size="sm">{last.refreshContext.summary}</Text>
          {portal === "dashboard" && (
            <Button
              mt="sm"
              size="xs"
              component={Link}
              href={paths.refresh(post.id)}
              leftSection={<IconRefresh size={14} aria-hidden />}
            >
              Refresh this post
            </Button>
          )}
        </Paper>
      )}
      {last.findings.map((finding) => (
        <Paper key={finding.id} withBorder p="sm" radius="md">
          <Group gap="xs" mb={6}>
            <StatusBadge kind="severity" status={finding.severity} size="sm" />
            <Text size="xs" c="dimmed">
              {words(finding.category)}
              {finding.location ? ` · ${finding.location}` : ""}
            </Text>
          </Group>
          <Text size="sm" fw={600}>
            {finding.title}
          </Text>
          <Text size="sm">{finding.detail}</Text>
        </Paper>
      ))}
    </Stack>
  );
}

function headOf({ status, healthScore }: ContentAudit): string {
  if (status === "failed") return "The audit has failed";
  return healthScore === null ? "Being looked through…" : `Health ${healthScore} of 100`;
}
