"use client";
import { Button, Group, List, Progress, Stack, Text } from "@mantine/core";
import { IconCheck, IconSparkles, IconStethoscope, IconX } from "@tabler/icons-react";
import type { BlogPost } from "#schema/blog.ts";
import type { ContentScore } from "#schema/content-quality.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { useRights } from "../auth/session.ts";
import { ErrorBlock } from "../components/error-block.tsx";
import { TextSkeleton } from "../components/skeletons.tsx";
import { StatusBadge } from "../components/status-badge.tsx";
import { TimeAgo } from "../components/time-ago.tsx";
import { postPath, useBlogAudits, useOrderAudit } from "./queries.ts";

const dimensions = [
  { key: "seo", name: "Search" },
  { key: "readability", name: "Readability" },
  { key: "brandVoice", name: "Brand voice" },
  { key: "aiSearch", name: "AI search" },
] as const;

/** How good the present version is, by rules and, where asked for, by a reader; below it the audits of the published post. */
export function ScorePanel({ post }: { post: BlogPost }) {
  const score = useApi<ContentScore>(post.version > 0 ? `${postPath(post.id)}/score` : null);
  if (post.version === 0)
    return (
      <Text size="sm" c="dimmed">
        The post is still being written.
      </Text>
    );
  if (score.error && !score.data) return <ErrorBlock error={score.error} onRetry={() => void score.refetch()} />;
  if (!score.data) return <TextSkeleton lines={6} />;
  return (
    <Stack gap="lg">
      <Score postId={post.id} score={score.data} />
      <Audits post={post} />
    </Stack>
  );
}

function Score({ postId, score }: { postId: string; score: ContentScore }) {
  const full = useAction<void, ContentScore>(
    (_, idempotencyKey) => api.post(`${postPath(postId)}/score`, { method: "full" }, { idempotencyKey }),
    { invalidates: [postPath(postId)], success: "The post is being read" },
  );
  const isBusy = score.pendingRunId !== null;
  const failed = score.signals.filter(({ passed }) => !passed);
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{score.total} of 100</Text>
        {score.method === "full" ? null : (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconSparkles size={15} aria-hidden />}
            loading={full.isPending}
            disabled={isBusy}
            onClick={() => full.mutate()}
          >
            {isBusy ? "Being read" : "Have it read too"}
          </Button>
        )}
      </Group>
      {dimensions.map(({ key, name }) => (
        <Bar key={key} name={name} value={score[key]} />
      ))}
      <Text size="sm" c="dimmed">
        {score.signals.length - failed.length} of {score.signals.length} rules are kept.
      </Text>
      <List size="sm" spacing={6}>
        {[...failed, ...score.signals.filter(({ passed }) => passed)].map(({ dimension, name, detail, passed }) => (
          <List.Item
            key={`${dimension} ${name}`}
            icon={passed ? <IconCheck size={15} aria-label="Kept:" /> : <IconX size={15} aria-label="Not kept:" />}
          >
            {name}{" "}
            <Text span inherit c="dimmed">
              {detail}
            </Text>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

function Bar({ name, value }: { name: string; value: number | null }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" w={96}>
        {name}
      </Text>
      <Progress value={value ?? 0} flex={1} aria-label={`${name}: ${value ?? "not read yet"}`} />
      <Text size="sm" className="lm-tabular" w={36} ta="right">
        {value ?? "–"}
      </Text>
    </Group>
  );
}

function Audits({ post }: { post: BlogPost }) {
  const audits = useBlogAudits(post.id);
  const { can } = useRights();
  const order = useOrderAudit(post.id, "The post is being audited");
  const mayOrder = can("insight.manage") && post.status === "published";
  const items = audits.data?.items ?? [];
  if (items.length === 0 && !mayOrder) return null;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text component="h3" fw={600} size="sm">
          Audits since it is out
        </Text>
        {mayOrder ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconStethoscope size={15} aria-hidden />}
            loading={order.isPending}
            onClick={() => order.mutate()}
          >
            Audit it
          </Button>
        ) : null}
      </Group>
      {items.map((audit) => (
        <Stack key={audit.id} gap={6}>
          <Group gap="xs">
            <StatusBadge kind="work" status={audit.status} size="sm" />
            <Text size="sm">
              {audit.healthScore === null ? "" : `${audit.healthScore} of 100, `}
              <TimeAgo at={audit.createdAt} />
            </Text>
          </Group>
          {audit.refreshContext ? <Text size="sm">{audit.refreshContext.summary}</Text> : null}
          {audit.findings.map((finding) => (
            <div key={finding.id}>
              <Group gap={8}>
                <Text size="sm" fw={500}>
                  {finding.title}
                </Text>
                <StatusBadge kind="severity" status={finding.severity} size="sm" />
              </Group>
              <Text size="sm" c="dimmed">
                {finding.detail}
              </Text>
            </div>
          ))}
        </Stack>
      ))}
    </Stack>
  );
}
